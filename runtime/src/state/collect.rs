//! A pass: what is due is brought up to date, who has news of it is taken out, called with nothing
//! held, and put back.

use super::group::Taken;
use super::observe::{AnyObserver, ObserverId, Rank};
use super::{State, Tally};
use crate::error::Error;
use crate::fields::marks_of;
use crate::graph::{Watcher, give_room_back};

/// An observer that a pass took out to be called.
pub(crate) struct Ticket {
    pub(super) id: ObserverId,
    /// How many calls were not made, because the subscription had ended.
    pub(super) uncalled: u32,
    observer: Box<dyn AnyObserver>,
}

impl Ticket {
    /// Calls the observer.
    #[inline]
    pub(crate) fn call(&mut self, failed: &mut dyn FnMut(Error)) {
        self.uncalled = self.observer.call(failed);
    }
}

/// What a pass took, in the order in which it is to be told.
pub(crate) type Pass = Vec<Ticket>;

/// Whether observers were found in the order in which they are to be told.
struct Order {
    last: Option<Rank>,
    is_kept: bool,
}

impl State {
    /// Takes everything that is due, brings the observed values up to date, and takes out the
    /// observers that have news, each with the values of this moment.
    pub(crate) fn collect(&mut self, tally: &mut Tally) -> Pass {
        self.frontier.clear();
        let taken = self.groups.take_due(self.revision, &mut self.frontier);
        self.collect_from(taken, tally)
    }

    /// As `collect`, for a write that waits alone and is due now, if that is so.
    #[inline]
    pub(crate) fn collect_lone(&mut self, tally: &mut Tally) -> Option<Pass> {
        let (node, taken) = self.groups.take_lone(self.revision)?;
        self.frontier.clear();
        self.frontier.push(node);
        Some(self.collect_from(taken, tally))
    }

    fn collect_from(&mut self, taken: Taken, tally: &mut Tally) -> Pass {
        let Self { graph, values, revision, frontier, .. } = &mut *self;
        *revision += 1;
        values.leftovers.tap.pass_began();
        graph.walk(frontier, taken.since, taken.all, *revision, values);
        self.observers.pass += 1;
        let mut pass = std::mem::take(&mut self.scratch);
        let mut notified = 0;
        let mut order = Order { last: None, is_kept: true };
        for at in 0..self.frontier.len() {
            let node = self.frontier[at];
            notified += self.collect_watchers(node, taken.since, &mut pass, &mut order);
        }
        give_room_back(&mut self.frontier);
        if !order.is_kept {
            let entries = &self.observers.entries;
            pass.sort_unstable_by_key(|ticket| entries[ticket.id.index as usize].rank);
        }
        let saved = taken.reached.saturating_sub(notified);
        tally.writes += taken.writes;
        tally.coalesced += taken.coalesced;
        tally.notified += notified;
        tally.saved += saved;
        tally.passes += 1;
        let stats = &mut self.values.stats;
        stats.flushes += u64::from(tally.passes == 1);
        stats.passes += 1;
        stats.notified += notified;
        stats.saved += saved;
        self.in_flight = true;
        pass
    }

    /// Takes out who watches a node that changed and has news of it; tells how many calls that makes.
    #[inline]
    fn collect_watchers(
        &mut self,
        node: u32,
        since: u64,
        pass: &mut Pass,
        order: &mut Order,
    ) -> u64 {
        match *self.graph.watchers(node) {
            [] => return 0,
            [Watcher { observer, span, .. }] if span.is_whole() => {
                return self.collect_one(observer, pass, order);
            }
            _ => {}
        }
        let mut touched = std::mem::take(&mut self.observers.touched);
        let Self { graph, values, observers, .. } = &*self;
        let marks = values.slots.get(node).marks();
        touched.extend(graph.watchers(node).iter().filter_map(|watcher| {
            let is_old = || marks_of(marks, watcher.span).iter().all(|mark| mark.get() <= since);
            // One of several places has to look at the others, which may wait for a later window.
            let skips = !watcher.span.is_whole() && is_old() && {
                let entry = &observers.entries[watcher.observer as usize];
                !entry.overdue && entry.places.len() == 1
            };
            (!skips).then_some(watcher.observer)
        }));
        let mut notified = 0;
        for observer in touched.drain(..) {
            notified += self.collect_one(observer, pass, order);
        }
        self.observers.touched = touched;
        notified
    }

    /// Takes an observer out if it has news.
    #[inline]
    fn collect_one(&mut self, index: u32, pass: &mut Pass, order: &mut Order) -> u64 {
        let entry = &mut self.observers.entries[index as usize];
        if entry.pass == self.observers.pass {
            return 0;
        }
        entry.pass = self.observers.pass;
        let id = ObserverId { index, sequence: entry.sequence };
        let (rank, calls) = (entry.rank, entry.members.len() as u64);
        let Some(mut observer) = entry.observer.take() else {
            entry.missed = true;
            return 0;
        };
        entry.overdue = false;
        if observer.refresh(self) {
            order.is_kept &= order.last.replace(rank) <= Some(rank);
            pass.push(Ticket { id, uncalled: 0, observer });
            return calls;
        }
        self.observers.entries[index as usize].observer = Some(observer);
        0
    }

    /// Puts the observers of a pass back after they were called.
    pub(crate) fn check_in_pass(&mut self, pass: &mut Pass, tally: &mut Tally) {
        self.in_flight = false;
        if pass.capacity() == 0 {
            return;
        }
        give_room_back(pass);
        if self.values.leftovers.tap.is_on() {
            self.note_calls(pass);
        }
        let mut missed = 0;
        while let Some(Ticket { id, observer, uncalled, .. }) = pass.pop() {
            missed += u64::from(uncalled);
            self.check_in_observer(id, observer);
        }
        tally.notified -= missed;
        self.values.stats.notified -= missed;
        std::mem::swap(&mut self.scratch, pass);
    }
}
