//! Deltas: asked for, written, read, applied and followed. Each suite declares atoms of its own, for it is
//! compiled for both tiers.
#![forbid(unsafe_code)]

mod applying;
mod asking;
mod families;
mod fields;
mod laws;
mod lists;
