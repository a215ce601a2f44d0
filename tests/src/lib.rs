//! What the tests and benches of atomata share.
#![forbid(unsafe_code)]

pub mod allocations;
pub mod hostile;
pub mod library;
pub mod panics;
pub mod recorder;
pub mod tier;
pub mod world;
pub mod worlds;

/// The programs of the README compile and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
