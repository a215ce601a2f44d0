//! Guides: what the reference of single items does not say.

pub mod batching;
pub mod collections;
pub mod compiled;
pub mod declaring;
#[cfg(feature = "serial")]
pub mod deltas;
#[cfg(feature = "devtools")]
pub mod devtools;
pub mod families;
pub mod history;
pub mod memory;
pub mod monitor;
#[cfg(feature = "serial")]
pub mod saving;
pub mod testing;
pub mod threads;
#[cfg(feature = "serial")]
pub mod wire;
