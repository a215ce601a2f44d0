//! Alerts: one computed for each limit, which seldom changes and stops what is behind it from running,
//! and one that gathers them.

use atomata::computed;

use super::Cpu;
use super::rates::{BUSIEST_BY_CPU, CPU_USAGE, DISK_TOTAL, MEMORY_USED, NETWORK_TOTAL};
use crate::sysmon::reading::{Jiffies, Load};
use crate::sysmon::state::ui::limits::{
    CPU_LIMIT, DISK_LIMIT, LOAD_LIMIT, Limit, MEMORY_LIMIT, NETWORK_LIMIT, PROCESS_LIMIT,
};
use crate::sysmon::view::{Flow, Row, Used};

/// A limit that is exceeded.
///
/// It says by whom but not by how much: as long as the same limits are exceeded, alerts are equal, and
/// nobody is told again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The limit.
    pub limit: Limit,
    /// What is above it, in words.
    pub text: String,
}

impl Alert {
    fn when(exceeded: bool, limit: Limit, value: f64) -> Option<Self> {
        exceeded.then(|| {
            let text = format!("{} over {}", limit.label(), limit.text(value));
            Self { limit, text }
        })
    }
}

/// Whether the cores are too busy.
#[computed(deps = [CPU_USAGE, CPU_LIMIT])]
pub fn cpu_alert(usage: f64, limit: f64) -> Option<Alert> {
    Alert::when(usage > limit, Limit::Cpu, limit)
}

/// Whether memory is short.
#[computed(deps = [MEMORY_USED, MEMORY_LIMIT])]
pub fn memory_alert(memory: Used, limit: f64) -> Option<Alert> {
    Alert::when(memory.fraction() > limit, Limit::Memory, limit)
}

/// How many cores there are: it changes with the list of their times, but hardly ever itself.
#[computed(deps = [Cpu.now])]
pub fn core_count(now: &[Jiffies]) -> u32 {
    u32::try_from(now.len()).unwrap_or(u32::MAX)
}

/// Whether more wants to run than can.
#[computed(deps = [Load.one, CORE_COUNT, LOAD_LIMIT])]
pub fn load_alert(load: f32, cores: u32, limit: f64) -> Option<Alert> {
    Alert::when(f64::from(load) > limit * f64::from(cores), Limit::Load, limit)
}

/// Whether the disks have too much to do.
#[computed(deps = [DISK_TOTAL, DISK_LIMIT])]
pub fn disk_alert(total: &Flow, limit: f64) -> Option<Alert> {
    Alert::when(total.inward + total.outward > limit, Limit::Disk, limit)
}

/// Whether the network has too much to do.
#[computed(deps = [NETWORK_TOTAL, NETWORK_LIMIT])]
pub fn network_alert(total: &Flow, limit: f64) -> Option<Alert> {
    Alert::when(total.inward + total.outward > limit, Limit::Network, limit)
}

/// The processes that take too much.
///
/// Of the busiest only; more than those at once are an alert of all cores.
#[computed(deps = [BUSIEST_BY_CPU, PROCESS_LIMIT])]
pub fn process_alerts(busiest: &[Row], limit: f64) -> Vec<Alert> {
    let mut above: Vec<&Row> = busiest.iter().filter(|row| row.cpu > limit).collect();
    // In order of ids, so that two that overtake each other are no news.
    above.sort_by_key(|row| row.pid);
    above
        .into_iter()
        .map(|row| Alert {
            limit: Limit::Process,
            text: format!(
                "{} ({}) over {} of a core",
                row.name,
                row.pid,
                Limit::Process.text(limit)
            ),
        })
        .collect()
}

/// All limits that are exceeded, in the order of [`Limit::ALL`].
#[computed(
    deps = [CPU_ALERT, MEMORY_ALERT, LOAD_ALERT, DISK_ALERT, NETWORK_ALERT, PROCESS_ALERTS])]
pub fn alerts(
    cpu: Option<&Alert>,
    memory: Option<&Alert>,
    load: Option<&Alert>,
    disk: Option<&Alert>,
    network: Option<&Alert>,
    processes: &[Alert],
) -> Vec<Alert> {
    [cpu, memory, load, disk, network].into_iter().flatten().chain(processes).cloned().collect()
}
