//! What the tests and benches of atomata share.

pub mod allocations;
pub mod recorder;
pub mod world;
pub mod worlds;
