//! A pass: what is due is brought up to date, who has news of it is taken out, called with nothing
//! held, and put back.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::group::Taken;
use super::observe::{AnyObserver, Cut};
use super::observers::{Entry, ObserverId};
use super::{State, Tally};
use crate::error::Error;
use crate::fields::marks_of;
use crate::graph::{Watcher, give_room_back};
use crate::meta::Span;

/// An observer that a pass took out to be called.
pub(crate) struct Ticket {
    pub(super) id: ObserverId,
    /// How many calls it makes.
    calls: u32,
    /// Of these, the ones that were not made, because the subscription had ended.
    pub(super) uncalled: u32,
    pub(super) observer: Box<dyn AnyObserver>,
}

impl Ticket {
    /// Calls the observer.
    #[inline]
    pub(crate) fn call(&mut self, failed: &mut dyn FnMut(Error)) {
        self.uncalled = self.observer.call(failed);
    }
}

/// What a pass took, in the order in which it is to be told.
#[derive(Default)]
pub(crate) struct Pass {
    /// Most often the only one, which takes no list.
    first: Option<Ticket>,
    others: Vec<Ticket>,
}

impl From<Option<Ticket>> for Pass {
    #[inline]
    fn from(first: Option<Ticket>) -> Self {
        Self { first, others: Vec::new() }
    }
}

impl Pass {
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// The only observer, if there is just one.
    #[inline]
    pub(crate) fn into_only(self) -> Result<Ticket, Self> {
        match self {
            Self { first: Some(only), others } if others.is_empty() => Ok(only),
            pass => Err(pass),
        }
    }

    /// The observers, to be called.
    #[inline]
    pub(crate) fn tickets(&mut self) -> impl Iterator<Item = &mut Ticket> {
        self.first.iter_mut().chain(&mut self.others)
    }

    #[inline]
    fn push(&mut self, ticket: Ticket) {
        match &self.first {
            None => self.first = Some(ticket),
            Some(_) => self.others.push(ticket),
        }
    }

    fn last(&self) -> Option<&Ticket> {
        self.others.last().or(self.first.as_ref())
    }

    #[cold]
    fn sort_by_rank(&mut self, entries: &[Entry]) {
        self.others.extend(self.first.take());
        self.others.sort_unstable_by_key(|ticket| entries[ticket.id.index as usize].rank);
        self.first = Some(self.others.remove(0));
    }
}

impl State {
    /// Takes everything that is due, brings the observed values up to date, and takes out the
    /// observers that have news, each with the values of this moment.
    pub(crate) fn collect(&mut self, tally: &mut Tally) -> Pass {
        self.frontier.clear();
        let taken = self.groups.take_due(self.revision, &mut self.frontier);
        self.collect_taken(taken, tally)
    }

    /// As `collect`, for what was opened by the operation at hand and is due at its end.
    #[inline]
    pub(crate) fn collect_at_once(&mut self, tally: &mut Tally) -> Pass {
        if let Some((node, taken)) = self.groups.take_lone(self.revision) {
            return self.collect_from(node, taken, tally);
        }
        self.groups.opened_are_due();
        if self.groups.has_due() { self.collect(tally) } else { Pass::default() }
    }

    /// As `collect`, for one write.
    #[inline]
    pub(super) fn collect_from(&mut self, node: u32, taken: Taken, tally: &mut Tally) -> Pass {
        self.frontier.clear();
        self.frontier.push(node);
        self.collect_taken(taken, tally)
    }

    fn collect_taken(&mut self, taken: Taken, tally: &mut Tally) -> Pass {
        let Self { graph, values, revision, frontier, .. } = &mut *self;
        *revision += 1;
        values.leftovers.tap.pass_began();
        graph.walk(frontier, taken.since, taken.all, *revision, values);
        self.observers.pass += 1;
        let mut pass = Pass { first: None, others: std::mem::take(&mut self.scratch) };
        let mut notified = 0;
        let mut is_ordered = true;
        let mut at = 0;
        // Guarded once for all, and once more after each comparison that panics.
        while let Err(payload) = catch_unwind(AssertUnwindSafe(|| {
            while let Some(&node) = self.frontier.get(at) {
                // The source comes first.
                notified += if at == 0 && !taken.part.is_whole() {
                    self.collect_watchers_of_part(node, taken.part, &mut pass, &mut is_ordered)
                } else {
                    self.collect_watchers(node, taken.since, &mut pass, &mut is_ordered)
                };
                at += 1;
            }
        })) {
            self.looking_failed(payload);
        }
        give_room_back(&mut self.frontier);
        if !is_ordered {
            pass.sort_by_rank(&self.observers.entries);
        }
        self.count_pass(&taken, notified, tally);
        if pass.others.is_empty() {
            self.scratch = std::mem::take(&mut pass.others);
        }
        pass
    }

    /// Counts what a pass took, which is then being told.
    #[inline]
    fn count_pass(&mut self, taken: &Taken, notified: u64, tally: &mut Tally) {
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
    }

    /// Takes out who watches a node that changed and has news of it; tells how many calls that makes.
    #[inline]
    fn collect_watchers(
        &mut self,
        node: u32,
        since: u64,
        pass: &mut Pass,
        is_ordered: &mut bool,
    ) -> u64 {
        match *self.graph.watchers(node) {
            [] => return 0,
            [Watcher { observer, span, .. }] if span.is_whole() => {
                return self.collect_next(observer, pass, is_ordered);
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
        self.collect_touched(touched, pass, is_ordered)
    }

    /// As `collect_watchers`, where nothing else was written than this part of the node.
    #[inline]
    fn collect_watchers_of_part(
        &mut self,
        node: u32,
        part: Span,
        pass: &mut Pass,
        is_ordered: &mut bool,
    ) -> u64 {
        let mut touched = std::mem::take(&mut self.observers.touched);
        self.graph.watchers_of_part(node, part, |watcher| touched.push(watcher.observer));
        self.collect_touched(touched, pass, is_ordered)
    }

    /// Takes out those of some observers who have news.
    #[inline]
    fn collect_touched(
        &mut self,
        mut touched: Vec<u32>,
        pass: &mut Pass,
        is_ordered: &mut bool,
    ) -> u64 {
        let mut notified = 0;
        for observer in touched.drain(..) {
            notified += self.collect_next(observer, pass, is_ordered);
        }
        self.observers.touched = touched;
        notified
    }

    /// Takes an observer out if it has news, and tells how many calls that makes.
    #[expect(clippy::inline_always, reason = "every observer that is told comes here")]
    #[inline(always)]
    fn collect_next(&mut self, index: u32, pass: &mut Pass, is_ordered: &mut bool) -> u64 {
        let observers = &mut self.observers;
        let entry = &mut observers.entries[index as usize];
        if std::mem::replace(&mut entry.pass, observers.pass) == observers.pass {
            return 0;
        }
        let Some(ticket) = self.collect_one(index) else { return 0 };
        let entries = &self.observers.entries;
        if let Some(last) = pass.last() {
            *is_ordered &= entries[last.id.index as usize].rank <= entries[index as usize].rank;
        }
        let calls = u64::from(ticket.calls);
        pass.push(ticket);
        calls
    }

    /// Takes an observer out if it has news.
    #[expect(clippy::inline_always, reason = "every observer that is told comes here")]
    #[inline(always)]
    pub(super) fn collect_one(&mut self, index: u32) -> Option<Ticket> {
        let is_sound = self.is_sound();
        let Self { graph, values, revision, observers, .. } = &mut *self;
        let entry = &mut observers.entries[index as usize];
        observers.looking = index;
        let Some(observer) = &mut entry.observer else {
            entry.missed = true;
            return None;
        };
        entry.overdue = false;
        let mut cut = Cut { values, graph, revision: *revision, inside: false };
        let told = if is_sound { observer.look(&mut cut) } else { None };
        if !told.unwrap_or_else(|| self.refresh(index)) {
            return None;
        }
        let entry = &mut self.observers.entries[index as usize];
        let id = ObserverId { index, sequence: entry.sequence };
        let calls = entry.members.len() as u32;
        Some(Ticket { id, calls, uncalled: 0, observer: entry.observer.take()? })
    }

    /// Brings up to date what an observer sees; true if that is news.
    fn refresh(&mut self, index: u32) -> bool {
        let Some(mut observer) = self.observers.entries[index as usize].observer.take() else {
            return false;
        };
        let told = observer.refresh(self);
        self.observers.entries[index as usize].observer = Some(observer);
        told
    }

    /// A comparison panicked under the look of an observer.
    #[cold]
    pub(super) fn looking_failed(&mut self, payload: Box<dyn Any + Send>) {
        let entry = &self.observers.entries[self.observers.looking as usize];
        let name = entry.observer.as_ref().map(|observer| observer.name());
        self.comparing_failed(name.unwrap_or_default(), payload);
    }

    /// Puts the observers of a pass back after they were called.
    #[inline]
    pub(crate) fn check_in_pass(&mut self, pass: &mut Pass, tally: &mut Tally) {
        self.in_flight = false;
        if self.values.leftovers.tap.is_on() {
            self.note_calls(pass.tickets().map(|ticket| &*ticket));
        }
        if let Some(first) = pass.first.take() {
            self.check_in_ticket(first, tally);
        }
        if pass.others.capacity() > 0 {
            self.check_in_others(&mut pass.others, tally);
        }
    }

    fn check_in_others(&mut self, others: &mut Vec<Ticket>, tally: &mut Tally) {
        give_room_back(others);
        while let Some(ticket) = others.pop() {
            self.check_in_ticket(ticket, tally);
        }
        std::mem::swap(&mut self.scratch, others);
    }

    #[inline]
    pub(super) fn check_in_ticket(&mut self, ticket: Ticket, tally: &mut Tally) {
        let Ticket { id, observer, uncalled, .. } = ticket;
        tally.notified -= u64::from(uncalled);
        self.values.stats.notified -= u64::from(uncalled);
        self.check_in_observer(id, observer);
    }
}
