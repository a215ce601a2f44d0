//! The armed timers of one scheduler, in the order in which they fire.

use super::Task;
use crate::clock::Time;
use std::collections::{BTreeMap, HashMap};

/// Plain state under its scheduler's lock. Timers of one deadline fire in the order they were made.
///
/// A timer keeps its task for as long as it lives, and takes itself out when it is dropped; so no
/// task is dropped for the last time in here, under the lock.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    armed: BTreeMap<(Time, u64), Task>,
    /// Invariant: holds exactly the timers of `armed`, with their deadlines.
    deadlines: HashMap<u64, Time>,
    made: u64,
}

impl Agenda {
    /// The number of a new timer.
    pub(super) fn make(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    /// Arms a timer in place of what it was armed for. True if it is now the first to fire. O(log n).
    pub(super) fn arm(&mut self, timer: u64, at: Time, task: Task) -> bool {
        self.disarm(timer);
        self.deadlines.insert(timer, at);
        self.armed.insert((at, timer), task);
        self.armed.first_key_value().is_some_and(|(&(_, first), _)| first == timer)
    }

    pub(super) fn disarm(&mut self, timer: u64) {
        if let Some(at) = self.deadlines.remove(&timer) {
            self.armed.remove(&(at, timer));
        }
    }

    /// The moment at which the next timer fires.
    pub(super) fn next(&self) -> Option<Time> {
        self.armed.first_key_value().map(|(&(at, _), _)| at)
    }

    /// Takes the first timer out if it is due at `now`, with its deadline.
    pub(super) fn take_due(&mut self, now: Time) -> Option<(Time, Task)> {
        let first = self.armed.first_entry()?;
        let (at, timer) = *first.key();
        if at > now {
            return None;
        }
        self.deadlines.remove(&timer);
        Some((at, first.remove()))
    }

    pub(super) fn len(&self) -> usize {
        self.armed.len()
    }
}
