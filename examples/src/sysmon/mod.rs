//! The parts of `sysmon`, a monitor of the machine it runs on.
//!
//! A [`Reading`](reading::Reading) is one look at the machine: counters as the kernel gives them,
//! nothing derived. It comes from [`procfs`] or from a [recording](record). Everything a user sees is
//! derived from readings, by the computeds of the store; [`screen`] knows neither and draws plain
//! structs.

pub mod control;
pub mod deltas;
pub mod lines;
pub mod options;
pub mod panels;
#[cfg(target_os = "linux")]
pub mod procfs;
pub mod reading;
pub mod record;
pub mod screen;
pub mod state;
pub mod summary;
pub mod units;
pub mod view;
