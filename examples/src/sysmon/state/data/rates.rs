//! What follows from the counters: usage, rates, and who is busiest.

use std::cmp::Reverse;

use atomata::{Each, computed};

use super::{Clock, Cpu, Disks, Network, TICKS_PER_SECOND, Tracked};
use crate::sysmon::reading::{Disk, Interface, Jiffies, Memory};
use crate::sysmon::view::{Flow, Row, Used};

/// How many are busiest.
pub const BUSIEST: usize = 5;

/// Busy fraction by core.
#[computed(deps = [Cpu.now, Cpu.before])]
pub fn core_usage(now: &[Jiffies], before: &[Jiffies]) -> Vec<f64> {
    now.iter()
        .enumerate()
        .map(|(core, now)| {
            // A core that came up since has no before, and was idle until then.
            let (busy, all) = spent(now, before.get(core).unwrap_or(now));
            fraction(busy, all)
        })
        .collect()
}

/// Busy fraction of all cores together.
#[computed(deps = [Cpu.now, Cpu.before])]
pub fn cpu_usage(now: &[Jiffies], before: &[Jiffies]) -> f64 {
    let (busy, all) = now
        .iter()
        .zip(before)
        .map(|(now, before)| spent(now, before))
        .fold((0, 0), |(busy, all), core| (busy + core.0, all + core.1));
    fraction(busy, all)
}

/// Memory that programs hold and cannot be taken from them.
#[computed(deps = [Memory.total, Memory.available])]
pub fn memory_used(total: u64, available: u64) -> Used {
    Used { used: total.saturating_sub(available), total }
}

/// Swap in use.
#[computed(deps = [Memory.swap_total, Memory.swap_free])]
pub fn swap_used(total: u64, free: u64) -> Used {
    Used { used: total.saturating_sub(free), total }
}

/// Bytes per second by disk.
#[computed(deps = [Disks.now, Disks.before, Clock.span_ms])]
pub fn disk_rates(now: &[Disk], before: &[Disk], span_ms: u64) -> Vec<Flow> {
    now.iter()
        .map(|disk| {
            // One that was plugged in since has counted from zero.
            let before = before.iter().find(|before| before.name == disk.name);
            let (read, written) = before.map_or((0, 0), |disk| (disk.read, disk.written));
            Flow {
                name: disk.name.clone(),
                inward: per_second(disk.read, read, span_ms),
                outward: per_second(disk.written, written, span_ms),
            }
        })
        .collect()
}

/// Bytes per second of all disks.
#[computed(deps = [DISK_RATES])]
pub fn disk_total(rates: &[Flow]) -> Flow {
    total(rates.iter())
}

/// Bytes per second by network interface.
#[computed(deps = [Network.now, Network.before, Clock.span_ms])]
pub fn network_rates(now: &[Interface], before: &[Interface], span_ms: u64) -> Vec<Flow> {
    now.iter()
        .map(|interface| {
            let before = before.iter().find(|before| before.name == interface.name);
            let (received, sent) = before.map_or((0, 0), |before| (before.received, before.sent));
            Flow {
                name: interface.name.clone(),
                inward: per_second(interface.received, received, span_ms),
                outward: per_second(interface.sent, sent, span_ms),
            }
        })
        .collect()
}

/// Bytes per second of all interfaces that lead somewhere.
#[computed(deps = [NETWORK_RATES])]
pub fn network_total(rates: &[Flow]) -> Flow {
    total(rates.iter().filter(|flow| flow.name != "lo"))
}

/// The processor time that a process takes, in cores.
#[computed(key = i32, deps = [
    Tracked(pid).ticks, Tracked(pid).ticks_before, Clock.span_ms, TICKS_PER_SECOND,
])]
pub fn cores(pid: i32, ticks: u64, before: u64, span_ms: u64, ticks_per_second: u64) -> f64 {
    per_second(ticks, before, span_ms) / as_float(ticks_per_second)
}

/// The processes that use most processor time, the busiest first, without those that use none.
#[computed(deps = [each(Tracked), Clock.span_ms, TICKS_PER_SECOND])]
pub fn busiest_by_cpu(
    processes: Each<'_, i32, Tracked>,
    span_ms: u64,
    ticks_per_second: u64,
) -> Vec<Row> {
    let mut rows: Vec<_> = processes.filter(|(_, process)| process.used() > 0).collect();
    // Those who use the same stay in order of their ids.
    rows.sort_by_key(|&(pid, process)| (Reverse(process.used()), pid));
    rows.truncate(BUSIEST);
    let row = |(&pid, process): (&i32, &Tracked)| {
        let cores = cores(pid, process.ticks, process.ticks_before, span_ms, ticks_per_second);
        Row::new(pid, process, cores)
    };
    rows.into_iter().map(row).collect()
}

/// The processes that hold most memory, the largest first, without those that hold none.
#[computed(deps = [each(Tracked.resident)])]
pub fn largest(resident: Each<'_, i32, u64>) -> Vec<i32> {
    let mut sizes: Vec<_> = resident.filter(|(_, size)| **size > 0).collect();
    sizes.sort_by_key(|&(pid, size)| (Reverse(size), pid));
    sizes.into_iter().take(BUSIEST).map(|(&pid, _)| pid).collect()
}

impl Tracked {
    /// The ticks it used in the last second. A counter that falls has begun again, and nothing is
    /// known of what it counted.
    pub fn used(&self) -> u64 {
        self.ticks.saturating_sub(self.ticks_before)
    }
}

/// Ticks in which a core was busy, and all ticks, between two readings.
fn spent(now: &Jiffies, before: &Jiffies) -> (u64, u64) {
    // Idle and waiting times are estimates of the kernel, and sometimes fall.
    let idle = now.idle.saturating_sub(before.idle) + now.iowait.saturating_sub(before.iowait);
    let busy = now.user.saturating_sub(before.user)
        + now.nice.saturating_sub(before.nice)
        + now.system.saturating_sub(before.system)
        + now.irq.saturating_sub(before.irq)
        + now.softirq.saturating_sub(before.softirq)
        + now.steal.saturating_sub(before.steal);
    (busy, busy + idle)
}

fn fraction(part: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { as_float(part) / as_float(all) }
}

/// A counter that falls has begun again, and nothing is known of what it counted.
fn per_second(now: u64, before: u64, span_ms: u64) -> f64 {
    if span_ms == 0 {
        return 0.0;
    }
    as_float(now.saturating_sub(before)) * 1000.0 / as_float(span_ms)
}

fn total<'a>(flows: impl Iterator<Item = &'a Flow>) -> Flow {
    flows.fold(Flow::default(), |sum, flow| Flow {
        name: sum.name,
        inward: sum.inward + flow.inward,
        outward: sum.outward + flow.outward,
    })
}

/// Counters stay below 2^53 for longer than machines run.
#[allow(clippy::cast_precision_loss)]
fn as_float(count: u64) -> f64 {
    count as f64
}
