//! What is derived from readings, as plain values: the computeds make them and the screen draws them.

use atomata::atom;
use serde::{Deserialize, Serialize};

use super::state::data::Tracked;

/// How the process table is sorted.
#[atom(transient)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SortBy {
    /// The busiest first.
    #[default]
    Cpu,
    /// The largest first.
    Memory,
    /// The lowest id first.
    Pid,
    /// In order of names.
    Name,
}

/// Bytes per second through a device, in both directions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// The name of the device.
    pub name: String,
    /// Bytes per second read or received.
    pub inward: f64,
    /// Bytes per second written or sent.
    pub outward: f64,
}

/// One process, with its rates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The process id.
    pub pid: i32,
    /// The name of its program.
    pub name: String,
    /// The letter `ps` shows.
    pub state: char,
    /// The processor time it takes, in cores.
    pub cpu: f64,
    /// Memory it holds, in bytes.
    pub resident: u64,
    /// How many threads it has.
    pub threads: u32,
}

impl Row {
    /// The row of a process that takes so many cores.
    pub fn new(pid: i32, process: &Tracked, cores: f64) -> Self {
        Self {
            pid,
            name: process.name.clone(),
            state: process.state,
            cpu: cores,
            resident: process.resident,
            threads: process.threads,
        }
    }
}

/// One part of some whole, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Bytes in use.
    pub used: u64,
    /// Bytes there are.
    pub total: u64,
}

impl Used {
    /// The fraction in use; of nothing, none is.
    #[allow(clippy::cast_precision_loss)]
    pub fn fraction(self) -> f64 {
        if self.total == 0 { 0.0 } else { self.used as f64 / self.total as f64 }
    }
}

/// A limit as the screen shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LimitLine {
    /// What it is a limit of.
    pub name: &'static str,
    /// The value that is the limit.
    pub limit: String,
    /// Whether it is exceeded.
    pub exceeded: bool,
}

/// What the store did in a second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Meter {
    /// Values written.
    pub writes: f64,
    /// Writes that another write replaced before anybody was told.
    pub coalesced: f64,
    /// Subscribers called.
    pub notified: f64,
    /// Computeds run.
    pub recomputed: f64,
}

/// Everything the screen shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Where the readings come from.
    pub source: String,
    /// When the last reading was taken.
    pub at_ms: u64,
    /// Milliseconds between readings.
    pub interval_ms: u64,
    /// Busy fraction of all cores together.
    pub cpu: f64,
    /// Busy fraction by core.
    pub cores: Vec<f64>,
    /// From which busy fraction on a bar is red.
    pub cpu_limit: f64,
    /// Memory in use.
    pub memory: Used,
    /// From which fraction on the bar of memory is red.
    pub memory_limit: f64,
    /// Swap in use.
    pub swap: Used,
    /// Load averages over one, five and fifteen minutes.
    pub load: [f32; 3],
    /// Tasks that run, and all.
    pub tasks: (u32, u32),
    /// Whole disks.
    pub disks: Vec<Flow>,
    /// The sum of [`disks`](Self::disks).
    pub disk: Flow,
    /// Network interfaces.
    pub interfaces: Vec<Flow>,
    /// The sum of [`interfaces`](Self::interfaces) but for the loopback.
    pub network: Flow,
    /// The limits that keys change.
    pub limits: Vec<LimitLine>,
    /// Which of them.
    pub selected: usize,
    /// The limits that are exceeded, and by what.
    pub alerts: Vec<String>,
    /// The last thing that could not be read.
    pub problem: Option<String>,
    /// How often something could not.
    pub problems: u64,
    /// Processes, sorted.
    pub table: Vec<Row>,
    /// How they are sorted.
    pub sort: SortBy,
    /// Whether the other way round.
    pub reversed: bool,
    /// How many rows of the table are scrolled away.
    pub scroll: usize,
    /// What the store does.
    pub meter: Meter,
}
