//! The behaviour of atomata, a file per feature.
#![forbid(unsafe_code)]

mod batching;
mod collections;
mod families;
mod floors;
mod history;
mod json_patch;
mod laws;
mod memory;
mod mistakes;
mod model;
mod programs;
mod readers;
mod saving;
mod threads;
mod wire;
