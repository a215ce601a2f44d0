//! Taking note of what the state does, where anybody wants to know.

use super::collect::Ticket;
use super::families::Home;
use super::{State, Tally, Values};
use crate::error::{Failure, Name};
#[cfg(debug_assertions)]
use crate::event::Recorder;
use crate::event::{Event, Flush, Here, Outcome, Subject};
use crate::graph;
#[cfg(debug_assertions)]
use crate::handle::{NodeRef, Which};
use crate::slot::Wave;

impl State {
    /// A write, or one of what was there already.
    #[inline]
    pub(super) fn note_write(&mut self, slot: u32, equal: bool) {
        if self.values.leftovers.tap.is_on() {
            self.tell_write(slot, equal);
        }
    }

    /// The next write to a node comes out of a guard or a closure, which need not know whether they change
    /// anything.
    #[inline]
    pub(super) fn note_closure(&mut self, slot: u32) {
        #[cfg(debug_assertions)]
        {
            let atom = self.values.subject(slot);
            self.values.leftovers.tap.may_be_equal(atom);
        }
        let _ = slot;
    }

    #[inline(never)]
    fn tell_write(&mut self, slot: u32, equal: bool) {
        let atom = self.values.subject(slot);
        #[cfg(debug_assertions)]
        if self.goes_somewhere(slot) {
            self.values.leftovers.tap.is_read(atom);
        }
        #[cfg(debug_assertions)]
        if !self.graph.is_used(slot) {
            self.values.leftovers.tap.is_unheard(atom);
        }
        #[cfg(debug_assertions)]
        {
            let (group, nodes) = self.groups.nodes_beside(slot);
            self.values.leftovers.tap.has_nodes(group, nodes.into());
        }
        self.values.leftovers.tap.wrote(atom, equal);
    }

    /// The calls of a pass, in their order.
    #[inline(never)]
    pub(super) fn note_calls<'a>(&mut self, tickets: impl Iterator<Item = &'a Ticket>) {
        let Self { observers, values, .. } = self;
        let Values { homes, leftovers, .. } = values;
        leftovers.tap.told(tickets.map(|ticket| {
            let entry = observers.at(ticket.id)?;
            let calls = (entry.members.len() as u32).saturating_sub(ticket.uncalled);
            Some((subject(homes, entry.places.first()?.node), calls))
        }));
    }

    /// A flush ended, if one had begun.
    #[inline]
    pub(crate) fn note_flush(&mut self, tally: &Tally) {
        if self.values.leftovers.tap.is_on() {
            self.end_flush(tally);
        }
    }

    #[inline(never)]
    fn end_flush(&mut self, tally: &Tally) {
        let &Tally { writes, coalesced, notified, saved, passes } = tally;
        let flush = Flush { writes, coalesced, notified, saved, passes, took: None };
        self.values.leftovers.tap.flush_ended(flush);
        self.stir_if_ripe();
    }

    /// What has failed: each with its cause and the message of the panic, by name.
    pub(crate) fn failures(&self) -> Vec<Failure> {
        let mut failures: Vec<Failure> = self.values.failures.values().cloned().collect();
        failures.sort_by(|a, b| a.name().cmp(b.name()));
        failures
    }

    pub(crate) fn note_rollback(&mut self) {
        self.values.leftovers.tap.note(Event::RolledBack);
    }

    /// Somebody reads a node.
    #[inline]
    pub(crate) fn note_read(&mut self, slot: u32) {
        #[cfg(debug_assertions)]
        {
            let node = self.values.subject(slot);
            self.values.leftovers.tap.is_read(node);
        }
        let _ = slot;
    }

    /// Whether what is written to a node goes anywhere.
    #[cfg(debug_assertions)]
    fn goes_somewhere(&self, slot: u32) -> bool {
        #[cfg(feature = "serial")]
        let is_asked = self.changes.is_some();
        #[cfg(not(feature = "serial"))]
        let is_asked = false;
        is_asked || self.history.is_some() || self.graph.is_needed(slot)
    }

    /// What was recorded.
    #[cfg(debug_assertions)]
    pub(crate) fn recorder(&self) -> Option<&Recorder> {
        self.values.leftovers.tap.recorder()
    }

    /// The slot of a node, if it has one.
    #[cfg(debug_assertions)]
    pub(crate) fn slot_if_used(&mut self, node: NodeRef<'_>) -> Option<u32> {
        match node.which {
            Which::Bound(_) => self.slot(node).ok(),
            _ => self.find(node, false),
        }
    }

    pub(crate) fn turn_began(&mut self, here: Here) {
        let tap = &mut self.values.leftovers.tap;
        tap.stand(here);
        tap.turn_began();
    }

    /// The store went to another point of its history, if anything was written since `before`.
    pub(crate) fn note_travel(&mut self, verb: &'static str, before: u64) {
        if self.revision() > before {
            self.values.leftovers.tap.note(Event::Travelled { verb });
        }
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
        subject(&self.homes, slot)
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
    pub(super) fn note_wave(&mut self, wave: &mut Wave<'_>) {
        #[cfg(debug_assertions)]
        for (node, changed) in wave.noted.drain(..) {
            let outcome = if changed { Outcome::Changed } else { Outcome::Same };
            let computed = subject(&self.homes, node);
            self.leftovers.tap.computed(computed, outcome, None);
        }
        #[cfg(not(debug_assertions))]
        if wave.recomputed > 0 {
            let (ran, unchanged) = (wave.recomputed, wave.unchanged);
            self.leftovers.tap.note(Event::Wave { ran, unchanged });
        }
    }

    /// A computed failed in a wave.
    #[cold]
    pub(super) fn note_failed(&mut self, node: u32) {
        let computed = self.subject(node);
        self.leftovers.tap.computed(computed, Outcome::Failed, None);
    }
}

fn subject(homes: &[Home], slot: u32) -> Subject {
    let home = &homes[slot as usize];
    Subject::new(home.meta, slot, home.generation)
}
