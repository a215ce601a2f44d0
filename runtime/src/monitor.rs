//! A monitor: counters and histograms of what a store does, of constant size, in every build.
//!
//! It is a probe like any other. [`docs::monitor`](crate::docs::monitor) is the guide.

mod budget;
mod config;
mod counts;
mod health;
mod histogram;
mod report;
mod serial;
mod table;
mod verbs;

pub use budget::{Budget, Limit, OverBudgets};
pub use config::Monitor;
pub use health::{FailedNode, Health, LastFlush};
pub use report::{GroupReport, MonitorReport, NodeReport, Serialization, Spread};
