//! The limits above which there is an alert. Each is an atom of its own, so that changing one looks at
//! one alert again.

use atomata::{Handle, atom, computed};

use crate::sysmon::state::data::alerts::{ALERTS, Alert};
use crate::sysmon::units::{percent, rate};
use crate::sysmon::view::LimitLine;

/// Busy fraction of all cores together.
#[atom(transient)]
pub static CPU_LIMIT: f64 = 0.9;

/// Fraction of memory in use.
#[atom(transient)]
pub static MEMORY_LIMIT: f64 = 0.9;

/// Load average over a minute, for each core.
#[atom(transient)]
pub static LOAD_LIMIT: f64 = 1.0;

/// Bytes per second to and from all disks.
#[atom(transient)]
pub static DISK_LIMIT: f64 = 100.0 * MIB;

/// Bytes per second through the network.
#[atom(transient)]
pub static NETWORK_LIMIT: f64 = 50.0 * MIB;

/// Processor time of a single process, in cores.
#[atom(transient)]
pub static PROCESS_LIMIT: f64 = 0.95;

const MIB: f64 = 1024.0 * 1024.0;

/// The limits with their values, in the order of [`Limit::ALL`].
#[computed(deps = [
    CPU_LIMIT, MEMORY_LIMIT, LOAD_LIMIT, DISK_LIMIT, NETWORK_LIMIT, PROCESS_LIMIT, ALERTS,
])]
pub fn limit_lines(
    cpu: f64,
    memory: f64,
    load: f64,
    disk: f64,
    network: f64,
    process: f64,
    alerts: &[Alert],
) -> Vec<LimitLine> {
    Limit::ALL
        .into_iter()
        .zip([cpu, memory, load, disk, network, process])
        .map(|(limit, value)| LimitLine {
            name: limit.label(),
            limit: limit.text(value),
            exceeded: alerts.iter().any(|alert| alert.limit == limit),
        })
        .collect()
}

/// A limit, without its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`CPU_LIMIT`].
    Cpu,
    /// [`MEMORY_LIMIT`].
    Memory,
    /// [`LOAD_LIMIT`].
    Load,
    /// [`DISK_LIMIT`].
    Disk,
    /// [`NETWORK_LIMIT`].
    Network,
    /// [`PROCESS_LIMIT`].
    Process,
}

impl Limit {
    /// All limits, in the order they are shown.
    pub const ALL: [Self; 6] =
        [Self::Cpu, Self::Memory, Self::Load, Self::Disk, Self::Network, Self::Process];

    /// Where the store keeps it.
    pub fn handle(self) -> Handle<f64> {
        match self {
            Self::Cpu => CPU_LIMIT.erase(),
            Self::Memory => MEMORY_LIMIT.erase(),
            Self::Load => LOAD_LIMIT.erase(),
            Self::Disk => DISK_LIMIT.erase(),
            Self::Network => NETWORK_LIMIT.erase(),
            Self::Process => PROCESS_LIMIT.erase(),
        }
    }

    /// What it is called on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::Load => "load per core",
            Self::Disk => "disks",
            Self::Network => "network",
            Self::Process => "process cpu",
        }
    }

    /// A value of it, as people read it.
    pub fn text(self, value: f64) -> String {
        match self {
            Self::Cpu | Self::Memory | Self::Process => percent(value),
            Self::Load => format!("{value:.1}"),
            Self::Disk | Self::Network => rate(value),
        }
    }

    /// The next lower or higher value: fractions in steps, rates by doubling, as they span decades.
    pub fn next(self, value: f64, up: bool) -> f64 {
        let (step, least, most) = match self {
            Self::Cpu | Self::Memory => (0.05, 0.05, 1.0),
            Self::Process => (0.05, 0.05, 64.0),
            Self::Load => (0.1, 0.1, 64.0),
            Self::Disk | Self::Network => {
                let next = if up { value * 2.0 } else { value / 2.0 };
                return next.clamp(MIB / 1024.0, MIB * 1e6);
            }
        };
        // In whole steps, or the errors of many additions would show.
        let steps = (value / step).round() + if up { 1.0 } else { -1.0 };
        (steps * step).clamp(least, most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_goes_up_and_down_in_whole_steps_within_bounds() {
        let mut limit = 0.9;
        for _ in 0..40 {
            limit = Limit::Cpu.next(limit, false);
        }
        assert_eq!(Limit::Cpu.text(limit), "5%");
        for _ in 0..40 {
            limit = Limit::Cpu.next(limit, true);
        }
        assert_eq!(Limit::Cpu.text(limit), "100%");
        assert_eq!(Limit::Disk.text(Limit::Disk.next(MIB, true)), "2.0 MiB/s");
    }
}
