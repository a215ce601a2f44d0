//! What was read. Rates need two readings, so the atoms of counters hold those now and those of a
//! second before.

pub mod alerts;
pub mod rates;

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

use crate::sysmon::reading::{Disk, Interface, Jiffies};

/// When the readings were taken.
#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// How many readings have been taken.
    pub readings: u64,
    /// When the latest reading was taken, in milliseconds since the monitor started.
    pub at_ms: u64,
    /// How many milliseconds the reading of before is older.
    pub span_ms: u64,
}

/// How many ticks make a second of processor time.
#[atom]
pub static TICKS_PER_SECOND: u64 = 100;

/// Processor time by core.
#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cpu {
    /// The latest.
    pub now: Vec<Jiffies>,
    /// A second before.
    pub before: Vec<Jiffies>,
}

/// What went to and from disks.
#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Disks {
    /// The latest.
    pub now: Vec<Disk>,
    /// A second before.
    pub before: Vec<Disk>,
}

/// What went through network interfaces.
#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Network {
    /// The latest.
    pub now: Vec<Interface>,
    /// A second before.
    pub before: Vec<Interface>,
}

/// A process, by its id: it is there from the first reading in which the process is to the last one.
///
/// Another process that gets the same id is another member.
#[atom(key = i32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tracked {
    /// The name of its program.
    pub name: String,
    /// The letter `ps` shows.
    pub state: char,
    /// Processor time it has used, in ticks.
    pub ticks: u64,
    /// What it had used a second before: nothing, if it has started since.
    pub ticks_before: u64,
    /// Memory it holds, in bytes.
    pub resident: u64,
    /// How many threads it has.
    pub threads: u32,
}

/// What could not be read.
#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Problems {
    /// How often something could not be read.
    pub count: u64,
    /// The last of it, in words.
    pub last: Option<String>,
}

/// The second of the latest reading: what watches this is told once a second, however often the
/// machine is read, because an equal value stops here.
#[computed(deps = [Clock.at_ms])]
pub fn second(at_ms: u64) -> u64 {
    at_ms / 1000
}
