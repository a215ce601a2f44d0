//! What the tests and benches of atomata share.

pub mod allocations;
pub mod library;
pub mod recorder;
