//! Batching: when what was written is told, and by whom.

mod errors;
mod groups;
mod hooks;
mod numbers;
mod settled;
mod strategies;
mod threads;
#[cfg(feature = "tokio")]
mod tokio;
mod windows;
