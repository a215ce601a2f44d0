//! Puts readings into the store.

use std::collections::VecDeque;

use atomata::Store;

use super::data::{Clock, Cpu, Disks, Network, Problems, Tracked};
use crate::sysmon::reading::{Load, Memory, Process, Reading};

/// Rates are taken over this many milliseconds: a tick of processor time is 10 ms on most machines,
/// too coarse to take a rate from one reading to the next.
pub const SPAN_MS: u64 = 1000;

/// The readings of the last second, and with it all that is needed to write the next one.
#[derive(Debug, Default)]
pub struct Feed {
    readings: VecDeque<Reading>,
}

impl Feed {
    /// Writes a reading in one batch: nobody sees one half of it.
    pub fn write(&mut self, store: &Store, reading: Reading) {
        let at_ms = reading.at_ms;
        self.readings.push_back(reading);
        // The first one kept is the youngest that is a second old, if any is.
        while self.readings.get(1).is_some_and(|next| next.at_ms + SPAN_MS <= at_ms) {
            self.readings.pop_front();
        }
        let (Some(before), Some(now)) = (self.readings.front(), self.readings.back()) else {
            return;
        };
        let last = self.readings.len().checked_sub(2).map(|last| &self.readings[last]);
        store.batch(|tx| {
            tx.update(Clock, |clock| {
                *clock.readings += 1;
                *clock.at_ms = now.at_ms;
                *clock.span_ms = now.at_ms - before.at_ms;
            });
            tx.set(Cpu.now, now.cores.clone());
            tx.set(Cpu.before, before.cores.clone());
            tx.set(Memory, now.memory);
            tx.set(Load, now.load);
            tx.set(Disks.now, now.disks.clone());
            tx.set(Disks.before, before.disks.clone());
            tx.set(Network.now, now.interfaces.clone());
            tx.set(Network.before, before.interfaces.clone());
            tx.remove_batch(Tracked, last.map_or_else(Vec::new, |last| gone(last, now)));
            tx.set_batch(Tracked, now.processes.iter().map(|process| tracked(process, before)));
            if let Some(last) = now.problems.last() {
                tx.update(Problems, |problems| {
                    *problems.count += now.problems.len() as u64;
                    problems.last.set(Some(last.clone()));
                });
            }
        });
    }
}

/// The ids of processes that have ended. Another start is another process.
fn gone(last: &Reading, now: &Reading) -> Vec<i32> {
    let ended = |process: &&Process| same(process, now).is_none();
    last.processes.iter().filter(ended).map(|process| process.pid).collect()
}

/// What is kept of a process, by its id.
fn tracked(process: &Process, before: &Reading) -> (i32, Tracked) {
    let Process { pid, state, ticks, resident, threads, .. } = *process;
    // One that has started since has counted from zero.
    let ticks_before = same(process, before).map_or(0, |before| before.ticks);
    (pid, Tracked { name: process.name.clone(), state, ticks, ticks_before, resident, threads })
}

/// The same process in another reading.
fn same<'a>(process: &Process, reading: &'a Reading) -> Option<&'a Process> {
    let at = reading.processes.binary_search_by_key(&process.pid, |other| other.pid).ok()?;
    Some(&reading.processes[at]).filter(|other| other.started == process.started)
}
