//! The calculation to compare with: from all readings so far, by the plainest means, with nothing kept
//! from one reading to the next.

use std::collections::BTreeMap;

use atomata_examples::sysmon::reading::{Jiffies, Machine, Reading};

/// What should be known after the last of some readings.
#[derive(Debug)]
pub(super) struct Expected {
    pub(super) cores: Vec<f64>,
    pub(super) cpu: f64,
    /// Bytes in use, and all.
    pub(super) memory: (u64, u64),
    pub(super) swap: (u64, u64),
    /// Bytes per second, in and out, by device.
    pub(super) disks: BTreeMap<String, (f64, f64)>,
    pub(super) network: BTreeMap<String, (f64, f64)>,
    /// By id: cores and bytes.
    pub(super) processes: BTreeMap<i32, (f64, u64)>,
    pub(super) problems: u64,
}

pub(super) fn expected(readings: &[Reading], machine: &Machine) -> Expected {
    let now = readings.last().expect("there is a reading");
    let before = readings
        .iter()
        .rev()
        .find(|reading| now.at_ms - reading.at_ms >= 1000)
        .unwrap_or(&readings[0]);
    let seconds = float(now.at_ms - before.at_ms) / 1000.0;
    let per_second = |now: u64, before: u64| {
        if seconds == 0.0 || now < before { 0.0 } else { float(now - before) / seconds }
    };

    let mut devices = BTreeMap::new();
    for disk in &now.disks {
        let old =
            before.disks.iter().find(|old| old.name == disk.name).cloned().unwrap_or_default();
        let rates = (per_second(disk.read, old.read), per_second(disk.written, old.written));
        devices.insert(disk.name.clone(), rates);
    }
    let mut interfaces = BTreeMap::new();
    for interface in &now.interfaces {
        let old = before.interfaces.iter().find(|old| old.name == interface.name);
        let old = old.cloned().unwrap_or_default();
        let rates =
            (per_second(interface.received, old.received), per_second(interface.sent, old.sent));
        interfaces.insert(interface.name.clone(), rates);
    }
    let mut processes = BTreeMap::new();
    for process in &now.processes {
        let old = before
            .processes
            .iter()
            .filter(|old| (old.pid, old.started) == (process.pid, process.started))
            .map(|old| old.ticks)
            .sum();
        let cores = per_second(process.ticks, old) / float(machine.ticks_per_second);
        processes.insert(process.pid, (cores, process.resident));
    }
    let parts: Vec<(f64, f64)> = now
        .cores
        .iter()
        .zip(&before.cores)
        .map(|(now, before)| busy_and_all(now, before))
        .collect();
    Expected {
        cores: parts.iter().map(|&(busy, all)| ratio(busy, all)).collect(),
        cpu: ratio(parts.iter().map(|part| part.0).sum(), parts.iter().map(|part| part.1).sum()),
        memory: (now.memory.total - now.memory.available, now.memory.total),
        swap: (now.memory.swap_total - now.memory.swap_free, now.memory.swap_total),
        disks: devices,
        network: interfaces,
        processes,
        problems: readings.iter().map(|reading| reading.problems.len() as u64).sum(),
    }
}

impl Expected {
    /// The busiest ids, but for the order of those that are as busy.
    pub(super) fn busiest(&self, count: usize) -> Vec<f64> {
        let mut all: Vec<f64> = self.processes.values().map(|process| process.0).collect();
        all.retain(|&cores| cores > 0.0);
        all.sort_by(|a, b| b.total_cmp(a));
        all.truncate(count);
        all
    }

    /// The sizes of the largest processes.
    pub(super) fn largest(&self, count: usize) -> Vec<u64> {
        let mut all: Vec<u64> = self.processes.values().map(|process| process.1).collect();
        all.retain(|&size| size > 0);
        all.sort_unstable();
        all.into_iter().rev().take(count).collect()
    }

    /// Bytes per second in and out of all disks.
    pub(super) fn disk(&self) -> (f64, f64) {
        self.disks.values().fold((0.0, 0.0), |sum, flow| (sum.0 + flow.0, sum.1 + flow.1))
    }

    /// Bytes per second in and out of the machine.
    pub(super) fn net(&self) -> (f64, f64) {
        let outside = self.network.iter().filter(|(name, _)| *name != "lo");
        outside.fold((0.0, 0.0), |sum, (_, flow)| (sum.0 + flow.0, sum.1 + flow.1))
    }
}

fn busy_and_all(now: &Jiffies, before: &Jiffies) -> (f64, f64) {
    let pairs = [
        (now.user, before.user, true),
        (now.nice, before.nice, true),
        (now.system, before.system, true),
        (now.idle, before.idle, false),
        (now.iowait, before.iowait, false),
        (now.irq, before.irq, true),
        (now.softirq, before.softirq, true),
        (now.steal, before.steal, true),
    ];
    let mut sums = (0.0, 0.0);
    for (now, before, is_busy) in pairs {
        let ticks = if now > before { float(now - before) } else { 0.0 };
        sums.1 += ticks;
        if is_busy {
            sums.0 += ticks;
        }
    }
    sums
}

fn ratio(part: f64, all: f64) -> f64 {
    if all == 0.0 { 0.0 } else { part / all }
}

#[allow(clippy::cast_precision_loss)]
fn float(count: u64) -> f64 {
    count as f64
}
