//! What a store does, for other tools: probes that pass events on.
//!
//! Each is attached with [`Builder::probe`](crate::Builder::probe) or [`Store::probe`](crate::Store::probe), and
//! costs what it asks for: all of them want events at once and everything measured, but for `Metrics`.

#[cfg(feature = "serial")]
mod chrome;
#[cfg(feature = "metrics")]
mod metrics;
#[cfg(feature = "tracing")]
mod tracing;

#[cfg(feature = "serial")]
pub use chrome::ChromeTrace;
#[cfg(feature = "metrics")]
pub use metrics::Metrics;
#[cfg(feature = "tracing")]
pub use tracing::Tracing;
