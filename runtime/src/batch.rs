//! Batching: when pending writes are told, and by whom.
//!
//! The kernels ([`gate`], [`registry`], [`windows`], [`alarm`]) hold no values and call no user code;
//! they are small enough for loom to walk every interleaving of them. The schedulers in `schedule`
//! bring the time.

pub(crate) mod alarm;
pub(crate) mod gate;
pub(crate) mod registry;
pub(crate) mod windows;

#[cfg(test)]
mod queue;

#[cfg(not(loom))]
pub(crate) mod schedule;
