//! A calm state: nothing waits, nobody takes more note than to count, and nothing is to be cleared away. A write to it
//! is a comparison, a mark and a call of who observes, and asks for nothing else.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::collect::{Pass, Ticket};
use super::write::{Written, exchange, put, whole};
use super::{State, Tally};
use crate::fields::marks_of;
use crate::handle::{At, Ops};
use crate::meta::Span;
use crate::value::Share;

/// Whether a state is calm. Every visit that may change that is counted, so that what was found after the last one
/// still holds.
pub(super) struct Calm {
    visits: u64,
    /// The last visit after which it was calm, or `NEVER`.
    found: u64,
}

/// No visit.
const NEVER: u64 = u64::MAX;

impl Default for Calm {
    fn default() -> Self {
        Self { visits: 0, found: NEVER }
    }
}

/// What was written in a calm state.
pub(crate) struct Stirred<V> {
    pub(crate) written: Written<V>,
    /// There is somebody to be told of it.
    pub(crate) heard: Option<Heard>,
}

/// A write that somebody has to be told of.
#[derive(Clone, Copy)]
pub(crate) struct Heard {
    slot: u32,
    /// What there is to tell of it.
    part: Span,
}

impl State {
    /// Somebody comes who may change anything.
    #[inline]
    pub(crate) fn visit(&mut self) {
        self.calm.visits += 1;
    }

    #[inline]
    pub(crate) fn is_calm(&self) -> bool {
        self.calm.found == self.calm.visits
    }

    /// Notes that it is calm, if it is.
    pub(crate) fn calm_down(&mut self) {
        let Self { values, groups, in_flight, in_lone_flush, .. } = &*self;
        let is_told = groups.rest() && !in_flight && !in_lone_flush;
        let is_noted = !values.leftovers.tap.is_quiet() || self.is_asked_for_changes();
        let is_kept = values.logs || self.has_kept() || self.is_in_transaction();
        if is_told && !is_noted && !is_kept && self.is_sound() && self.is_tidy() {
            self.calm.found = self.calm.visits;
        }
    }

    /// A pass is being told: it is not calm meanwhile.
    #[inline]
    pub(crate) fn stir(&mut self) -> u64 {
        self.calm.found = NEVER;
        self.calm.visits
    }

    /// The pass was told; true if nobody came meanwhile, so that it is calm again.
    #[inline]
    pub(crate) fn settle(&mut self, visits: u64) -> bool {
        let alone = self.calm.visits == visits;
        if alone {
            self.calm.found = visits;
        }
        alone
    }

    /// Writes a value to an atom of no family, whose slot is given if it is fixed. The value is handed back where
    /// there is more to it than that.
    #[inline]
    pub(crate) fn set_calmly<V: Share>(
        &mut self,
        at: At<'_, V>,
        fixed: u32,
        new: V,
    ) -> Result<Stirred<V>, V> {
        let Some(slot) = self.known_at(at.node, fixed) else { return Err(new) };
        if at.ops.tools.diff.is_some() || !self.graph.is_clean(slot) {
            return Err(new);
        }
        self.values.occupy(slot);
        if !at.ops.span.is_whole() {
            return Ok(self.set_part_calmly(slot, at.ops, new));
        }
        let written = exchange(whole::<V>(self.values.slot_mut(slot)), &at.ops.tools, new);
        Ok(self.wrote_calmly(slot, written))
    }

    #[inline]
    fn set_part_calmly<V: Share>(&mut self, slot: u32, ops: &'static Ops<V>, new: V) -> Stirred<V> {
        let place = self.values.slot_mut(slot);
        if ops.tools.equal((ops.read)(place), &new) {
            return self.wrote_calmly(slot, Written::equal(new));
        }
        let leftover = Some(put(place, ops, new));
        let written = Written { leftover, put: true };
        Stirred { written, heard: self.note_part_calmly(slot, ops.span) }
    }

    #[expect(clippy::inline_always, reason = "most writes come here")]
    #[inline(always)]
    fn wrote_calmly<V>(&mut self, slot: u32, written: Written<V>) -> Stirred<V> {
        let heard = if written.put {
            self.note_calmly(slot)
        } else {
            self.values.stats.equal_writes += 1;
            self.count_calmly(slot, true);
            None
        };
        Stirred { written, heard }
    }

    /// Counts a write, where somebody wants that.
    #[inline]
    fn count_calmly(&mut self, slot: u32, equal: bool) {
        if self.values.leftovers.tap.is_on() {
            self.note_write(slot, equal);
            self.stir_if_ripe();
        }
    }

    /// What was noted is to be told by the next operation.
    pub(super) fn stir_if_ripe(&mut self) {
        if self.values.leftovers.tap.is_ripe() {
            self.stir();
        }
    }

    /// Marks what depends on an atom.
    fn note_calmly(&mut self, slot: u32) -> Option<Heard> {
        self.revision += 1;
        self.values.stats.writes += 1;
        self.count_calmly(slot, false);
        self.graph.mark_whole(slot, self.revision);
        self.publish();
        self.graph.is_used(slot).then_some(Heard { slot, part: Span::WHOLE })
    }

    /// As `note_calmly`, where one field changed, which has no fields of its own.
    fn note_part_calmly(&mut self, slot: u32, part: Span) -> Option<Heard> {
        self.revision += 1;
        self.values.stats.writes += 1;
        self.count_calmly(slot, false);
        let news = self.news_of(slot, part);
        for mark in marks_of(self.values.slot_ref(slot).marks(), part) {
            mark.set(self.revision);
        }
        self.graph.mark(slot, self.revision, |span| span.overlaps(part));
        self.publish();
        self.graph.is_used(slot).then_some(Heard { slot, part: news })
    }

    /// The only one who has to hear of a write, where nothing is to be brought up to date.
    #[inline]
    pub(crate) fn only_observer(&mut self, Heard { slot, part }: Heard) -> Option<u32> {
        let index = self.graph.only_watcher(slot, part)?;
        // An effect is absent while it is called for the first time.
        self.observers.entries[index as usize].observer.is_some().then_some(index)
    }

    /// What a write to a calm state has to tell, which did not wait.
    pub(crate) fn collect_calmly(&mut self, heard: Heard, tally: &mut Tally) -> Pass {
        let Heard { slot, part } = heard;
        let reached = self.reached(heard);
        let taken = self.groups.take_at_once(slot, part, reached, self.revision);
        self.collect_from(slot, taken, tally)
    }

    /// As `collect_calmly`, for the only observer.
    #[inline]
    pub(crate) fn collect_only(
        &mut self,
        heard: Heard,
        index: u32,
        tally: &mut Tally,
    ) -> Option<Ticket> {
        self.groups.told_at_once(heard.slot, self.revision);
        self.revision += 1;
        self.values.leftovers.tap.pass_began();
        let ticket = catch_unwind(AssertUnwindSafe(|| self.collect_one(index)));
        let ticket = ticket.unwrap_or_else(|payload| {
            self.looking_failed(payload);
            None
        });
        let reached = self.observers.entries[index as usize].members.len() as u32;
        *tally = Tally::of_one(reached, if ticket.is_some() { reached } else { 0 });
        self.values.stats.count(tally);
        self.in_flight = true;
        ticket
    }

    /// How many calls a write reaches.
    #[inline]
    fn reached(&mut self, Heard { slot, part }: Heard) -> u32 {
        if part.is_whole() { self.graph.reach(slot) } else { self.graph.reach_of_part(slot, part) }
    }

    /// Puts the only observer back after it was called; true if the state is calm again.
    #[inline]
    pub(crate) fn check_in_only(&mut self, ticket: Ticket, visits: u64, tally: &mut Tally) -> bool {
        (self.in_flight, self.in_lone_flush) = (false, false);
        if self.values.leftovers.tap.is_on() {
            self.note_calls(std::iter::once(&ticket));
        }
        let is_ripe = self.values.leftovers.tap.is_ripe();
        if ticket.uncalled > 0 || is_ripe || !self.settle(visits) {
            self.check_in_ticket(ticket, tally);
            return false;
        }
        self.note_flush(tally);
        self.observers.entries[ticket.id.index as usize].observer = Some(ticket.observer);
        true
    }

    /// Puts what was written in line, to be told later.
    pub(crate) fn queue_calmly(&mut self, heard: Heard) {
        let reached = self.reached(heard);
        self.put_in_line(heard.slot, heard.part, self.revision, reached, true);
    }
}
