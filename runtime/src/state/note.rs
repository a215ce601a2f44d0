//! Taking note of what the state does, where anybody wants to know.

use super::collect::Ticket;
use super::{State, Tally, Values};
use crate::error::{Failure, Name};
use crate::event::{Event, Flush, Here, Outcome, Subject};
use crate::graph;
use crate::slot::Wave;

impl State {
    /// A write, or one of what was there already.
    #[inline]
    pub(super) fn note_write(&mut self, slot: u32, equal: bool) {
        if self.values.leftovers.tap.is_on() {
            let atom = self.values.subject(slot);
            self.values.leftovers.tap.wrote(atom, equal);
        }
    }

    /// The calls of a pass, in their order.
    #[inline(never)]
    pub(super) fn note_calls(&mut self, pass: &[Ticket]) {
        for ticket in pass {
            let Some(entry) = self.observers.at(ticket.id) else { continue };
            let calls = (entry.members.len() as u32).saturating_sub(ticket.uncalled);
            let Some(place) = entry.places.first() else { continue };
            let about = self.values.subject(place.node);
            self.values.leftovers.tap.told(about, calls, ticket.took);
        }
    }

    /// A flush ended, if one had begun.
    #[inline]
    pub(crate) fn note_flush(&mut self, tally: Tally) {
        if self.values.leftovers.tap.is_on() {
            let Tally { writes, coalesced, notified, saved, passes } = tally;
            let flush = Flush { writes, coalesced, notified, saved, passes, took: None };
            self.values.leftovers.tap.flush_ended(flush);
        }
    }

    /// What has failed: each with its cause and the message of the panic, by name.
    pub(crate) fn failures(&self) -> Vec<Failure> {
        let mut failures: Vec<Failure> = self.values.failures.values().cloned().collect();
        failures.sort_by(|a, b| a.name().cmp(b.name()));
        failures
    }

    pub(crate) fn turn_began(&mut self, here: Here) {
        let tap = &mut self.values.leftovers.tap;
        tap.stand(here);
        tap.turn_began();
    }

    /// The name of what an event is about; of what is gone, the declared one.
    pub(crate) fn name_of_subject(&self, subject: &Subject) -> Name {
        if self.values.generation(subject.slot()) == subject.generation() {
            self.values.name(subject.slot())
        } else {
            subject.name().into()
        }
    }
}

impl Values {
    #[inline]
    pub(super) fn subject(&self, slot: u32) -> Subject {
        let home = &self.homes[slot as usize];
        Subject::new(home.meta, slot, home.generation)
    }

    /// As `recompute`, and notes what came of it.
    #[inline(never)]
    pub(super) fn recompute_noted(&mut self, node: u32, deps: &[u32]) -> graph::Outcome {
        if !self.is_computed(node) {
            return self.recompute(node, deps);
        }
        let began = self.leftovers.tap.begin_computed();
        let came_of_it = self.recompute(node, deps);
        let outcome = match came_of_it {
            _ if self.failures.contains_key(&node) => Outcome::Failed,
            graph::Outcome::Changed => Outcome::Changed,
            graph::Outcome::Same => Outcome::Same,
        };
        let computed = self.subject(node);
        self.leftovers.tap.computed(computed, outcome, began);
        came_of_it
    }

    #[cold]
    pub(super) fn note_skipped(&mut self, node: u32) {
        if self.is_computed(node) {
            let computed = self.subject(node);
            self.leftovers.tap.computed(computed, Outcome::Skipped, None);
        }
    }

    #[cold]
    pub(super) fn note_wave(&mut self, wave: &Wave<'_>) {
        if wave.recomputed > 0 {
            let (ran, unchanged) = (wave.recomputed, wave.unchanged);
            self.leftovers.tap.note(Event::Wave { ran, unchanged });
        }
    }
}
