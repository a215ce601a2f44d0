//! One reading told as what differs from the one before.

use std::cmp::Ordering;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::sysmon::reading::{Disk, Interface, Jiffies, Load, Memory, Process, Reading};

/// What turns one reading into the next.
///
/// Counters are told as differences: most are zero, and a run of zeros compresses to nearly nothing.
/// Differences wrap, because some counters of the kernel do.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Delta {
    at_ms: i64,
    cores: Vec<[i64; 8]>,
    memory: [i64; 7],
    load: Option<Load>,
    disks: Rows<Disk>,
    interfaces: Rows<Interface>,
    processes: Rows<Process>,
    problems: Vec<String>,
}

/// A delta that does not fit the reading it is applied to.
#[derive(Debug)]
pub(super) struct Mismatch;

impl Delta {
    pub(super) fn between(before: &Reading, now: &Reading) -> Self {
        let zero = Jiffies::default();
        Self {
            at_ms: now.at_ms.wrapping_sub(before.at_ms).cast_signed(),
            cores: now
                .cores
                .iter()
                .enumerate()
                .map(|(at, core)| minus(ticks(core), ticks(before.cores.get(at).unwrap_or(&zero))))
                .collect(),
            memory: minus(sizes(&now.memory), sizes(&before.memory)),
            load: (now.load != before.load).then_some(now.load),
            disks: Rows::between(&before.disks, &now.disks),
            interfaces: Rows::between(&before.interfaces, &now.interfaces),
            processes: Rows::between(&before.processes, &now.processes),
            problems: now.problems.clone(),
        }
    }

    pub(super) fn apply(self, before: &Reading) -> Result<Reading, Mismatch> {
        let zero = Jiffies::default();
        Ok(Reading {
            at_ms: before.at_ms.wrapping_add_signed(self.at_ms),
            cores: self
                .cores
                .iter()
                .enumerate()
                .map(|(at, &change)| {
                    of_ticks(plus(ticks(before.cores.get(at).unwrap_or(&zero)), change))
                })
                .collect(),
            memory: of_sizes(plus(sizes(&before.memory), self.memory)),
            load: self.load.unwrap_or(before.load),
            disks: self.disks.apply(&before.disks)?,
            interfaces: self.interfaces.apply(&before.interfaces)?,
            processes: self.processes.apply(&before.processes)?,
            problems: self.problems,
        })
    }
}

/// A row of a list that is in order of some key.
trait Row: Clone + Serialize + DeserializeOwned {
    /// What may change while the row stays the same one.
    type Change: Serialize + DeserializeOwned;

    fn order(&self, other: &Self) -> Ordering;

    /// `None` if the row is new under its key, and must be told whole.
    fn since(&self, before: &Self) -> Option<Self::Change>;

    fn apply(&mut self, change: Self::Change);

    fn is_nothing(change: &Self::Change) -> bool;
}

/// What turns one ordered list into the next; positions are those of the earlier list.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound = "")]
struct Rows<T: Row> {
    changed: Vec<(u32, T::Change)>,
    gone: Vec<u32>,
    new: Vec<T>,
}

impl<T: Row> Rows<T> {
    fn between(before: &[T], now: &[T]) -> Self {
        let mut rows = Self { changed: Vec::new(), gone: Vec::new(), new: Vec::new() };
        let mut at = 0;
        for row in now {
            while at < before.len() && before[at].order(row).is_lt() {
                rows.gone.push(at as u32);
                at += 1;
            }
            if at == before.len() || before[at].order(row).is_gt() {
                rows.new.push(row.clone());
                continue;
            }
            match row.since(&before[at]) {
                Some(change) if T::is_nothing(&change) => {}
                Some(change) => rows.changed.push((at as u32, change)),
                None => {
                    rows.gone.push(at as u32);
                    rows.new.push(row.clone());
                }
            }
            at += 1;
        }
        rows.gone.extend(at as u32..before.len() as u32);
        rows
    }

    fn apply(self, before: &[T]) -> Result<Vec<T>, Mismatch> {
        let mut rows: Vec<Option<T>> = before.iter().cloned().map(Some).collect();
        for (at, change) in self.changed {
            rows.get_mut(at as usize).and_then(Option::as_mut).ok_or(Mismatch)?.apply(change);
        }
        for at in self.gone {
            *rows.get_mut(at as usize).ok_or(Mismatch)? = None;
        }
        let mut rows: Vec<T> = rows.into_iter().flatten().chain(self.new).collect();
        rows.sort_by(T::order);
        Ok(rows)
    }
}

impl Row for Disk {
    type Change = [i64; 3];

    fn order(&self, other: &Self) -> Ordering {
        self.name.cmp(&other.name)
    }

    fn since(&self, before: &Self) -> Option<[i64; 3]> {
        let numbers = |disk: &Self| [disk.read, disk.written, disk.busy_ms];
        Some(minus(numbers(self), numbers(before)))
    }

    fn apply(&mut self, change: [i64; 3]) {
        [self.read, self.written, self.busy_ms] =
            plus([self.read, self.written, self.busy_ms], change);
    }

    fn is_nothing(change: &[i64; 3]) -> bool {
        *change == [0; 3]
    }
}

impl Row for Interface {
    type Change = [i64; 2];

    fn order(&self, other: &Self) -> Ordering {
        self.name.cmp(&other.name)
    }

    fn since(&self, before: &Self) -> Option<[i64; 2]> {
        Some(minus([self.received, self.sent], [before.received, before.sent]))
    }

    fn apply(&mut self, change: [i64; 2]) {
        [self.received, self.sent] = plus([self.received, self.sent], change);
    }

    fn is_nothing(change: &[i64; 2]) -> bool {
        *change == [0; 2]
    }
}

impl Row for Process {
    /// The state if it changed; ticks, bytes and threads.
    type Change = (Option<char>, [i64; 3]);

    fn order(&self, other: &Self) -> Ordering {
        self.pid.cmp(&other.pid)
    }

    /// A process may take another name, when it executes another program; another start is another
    /// process of the same id.
    fn since(&self, before: &Self) -> Option<Self::Change> {
        let numbers = |row: &Self| [row.ticks, row.resident, u64::from(row.threads)];
        (self.name == before.name && self.started == before.started).then(|| {
            let state = (self.state != before.state).then_some(self.state);
            (state, minus(numbers(self), numbers(before)))
        })
    }

    fn apply(&mut self, (state, change): Self::Change) {
        self.state = state.unwrap_or(self.state);
        let threads;
        [self.ticks, self.resident, threads] =
            plus([self.ticks, self.resident, u64::from(self.threads)], change);
        self.threads = threads as u32;
    }

    fn is_nothing((state, change): &Self::Change) -> bool {
        state.is_none() && *change == [0; 3]
    }
}

fn ticks(core: &Jiffies) -> [u64; 8] {
    let Jiffies { user, nice, system, idle, iowait, irq, softirq, steal } = *core;
    [user, nice, system, idle, iowait, irq, softirq, steal]
}

fn of_ticks([user, nice, system, idle, iowait, irq, softirq, steal]: [u64; 8]) -> Jiffies {
    Jiffies { user, nice, system, idle, iowait, irq, softirq, steal }
}

fn sizes(memory: &Memory) -> [u64; 7] {
    let Memory { total, free, available, buffers, cached, swap_total, swap_free } = *memory;
    [total, free, available, buffers, cached, swap_total, swap_free]
}

fn of_sizes([total, free, available, buffers, cached, swap_total, swap_free]: [u64; 7]) -> Memory {
    Memory { total, free, available, buffers, cached, swap_total, swap_free }
}

fn minus<const N: usize>(now: [u64; N], before: [u64; N]) -> [i64; N] {
    std::array::from_fn(|at| now[at].wrapping_sub(before[at]).cast_signed())
}

fn plus<const N: usize>(before: [u64; N], change: [i64; N]) -> [u64; N] {
    std::array::from_fn(|at| before[at].wrapping_add_signed(change[at]))
}
