//! Guides: what the reference of single items does not say.

pub mod batching;
pub mod collections;
pub mod compiled;
pub mod declaring;
#[cfg(feature = "devtools")]
pub mod devtools;
#[cfg(feature = "serial")]
pub mod deltas;
pub mod families;
pub mod history;
pub mod monitor;
#[cfg(feature = "serial")]
pub mod saving;
pub mod testing;
pub mod threads;
#[cfg(feature = "serial")]
pub mod wire;
