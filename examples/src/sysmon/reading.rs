//! One look at the machine: plain counters, as the kernel gives them.

use atomata::atom;
use serde::{Deserialize, Serialize};

/// What does not change while a monitor runs, and is needed to understand the counters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// How many ticks of processor time make a second, in [`Process::ticks`] and [`Jiffies`].
    pub ticks_per_second: u64,
}

/// All counters of one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Milliseconds since the monitor started.
    pub at_ms: u64,
    /// Processor time by core.
    pub cores: Vec<Jiffies>,
    /// Memory and swap.
    pub memory: Memory,
    /// The load averages.
    pub load: Load,
    /// Whole physical disks, in order of their names.
    pub disks: Vec<Disk>,
    /// Network interfaces, in order of their names.
    pub interfaces: Vec<Interface>,
    /// Processes, in order of their ids.
    pub processes: Vec<Process>,
    /// What could not be read, in words. The rest of the reading is good.
    pub problems: Vec<String>,
}

/// Ticks of one core since the machine started, by what it did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jiffies {
    /// In programs.
    pub user: u64,
    /// In programs of low priority.
    pub nice: u64,
    /// In the kernel.
    pub system: u64,
    /// Doing nothing.
    pub idle: u64,
    /// Doing nothing while a disk was waited for.
    pub iowait: u64,
    /// In interrupts.
    pub irq: u64,
    /// In the deferred part of interrupts.
    pub softirq: u64,
    /// Taken by the host of a virtual machine.
    pub steal: u64,
}

/// Memory and swap, in bytes.
#[atom(group = "data")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// All there is.
    pub total: u64,
    /// Used for nothing at all.
    pub free: u64,
    /// What programs could still get: free memory, and caches that can be dropped.
    pub available: u64,
    /// Buffers of block devices.
    pub buffers: u64,
    /// Files in memory.
    pub cached: u64,
    /// All swap there is.
    pub swap_total: u64,
    /// Swap not in use.
    pub swap_free: u64,
}

/// How many tasks ran or wanted to.
#[atom(group = "data")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Load {
    /// Averaged over one minute.
    pub one: f32,
    /// Averaged over five minutes.
    pub five: f32,
    /// Averaged over a quarter of an hour.
    pub fifteen: f32,
    /// Tasks that run or want to, now.
    pub running: u32,
    /// All tasks.
    pub tasks: u32,
}

/// What went to and from a disk since the machine started.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disk {
    /// The name of the device, as `sda`.
    pub name: String,
    /// Bytes read.
    pub read: u64,
    /// Bytes written.
    pub written: u64,
    /// Milliseconds in which at least one request was under way.
    pub busy_ms: u64,
}

/// What went through a network interface since it came up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interface {
    /// The name, as `eth0`.
    pub name: String,
    /// Bytes received.
    pub received: u64,
    /// Bytes sent.
    pub sent: u64,
}

/// One process.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// The process id. It may be used again once the process has ended.
    pub pid: i32,
    /// When it started, in ticks since the machine did; with the id, its identity.
    pub started: u64,
    /// The name of its program, at most 15 bytes of it but for the kernel's own.
    pub name: String,
    /// The letter `ps` shows: `R` running, `S` sleeping, `D` waiting for a disk, `Z` ended.
    pub state: char,
    /// Processor time it has used, in ticks.
    pub ticks: u64,
    /// Memory it holds, in bytes.
    pub resident: u64,
    /// How many threads it has.
    pub threads: u32,
}
