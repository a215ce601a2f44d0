//! Giving back what can be had again.

use rustc_hash::FxHashSet;

use super::Freed;
use crate::state::State;

impl State {
    /// Frees what can be had again: bases, the values of computeds that nobody observes, and room that is
    /// not in use. Not inside of a turn. Costs the nodes.
    pub(crate) fn collect_memory(&mut self) -> Freed {
        let mut freed = Freed { computeds: self.drop_unobserved(), ..Freed::default() };
        #[cfg(feature = "serial")]
        {
            freed.bases = self.free_bases(usize::MAX);
        }
        let before = self.graph_bytes();
        self.shrink();
        freed.room = before.saturating_sub(self.graph_bytes());
        #[cfg(debug_assertions)]
        self.check_invariants();
        freed
    }

    /// Takes bases away until so much is free; says how much is.
    #[cfg(feature = "serial")]
    pub(crate) fn free_bases(&mut self, enough: usize) -> usize {
        let garbage = &mut self.values.leftovers.garbage;
        crate::state::delta::take_away(&self.shelves, enough, garbage)
    }

    /// What versions keep of collections.
    #[cfg(feature = "serial")]
    pub(crate) fn base_bytes(&self) -> usize {
        self.shelves.bytes()
    }

    /// Drops the values of computeds that nobody observes and that own memory; each is computed when it is
    /// read.
    fn drop_unobserved(&mut self) -> usize {
        let held = self.held_in_place();
        let mut freed = 0;
        for slot in 0..self.values.slots.len() as u32 {
            let is_needed = self.graph.is_used(slot)
                || held.contains(&slot)
                // Whoever reads any node outside of the compiled graph would compute it at once.
                || self.graph.is_above_outer(slot);
            if is_needed || !self.values.is_computed(slot) {
                continue;
            }
            let body = self.meta(slot).body;
            let value = self.values.slot_mut(slot);
            if !value.has_value() || !body.tools().owns() {
                continue;
            }
            let mut fresh = body.slot();
            value.swap(&mut *fresh);
            freed += fresh.bytes().saturating_sub(value.bytes());
            self.values.leftovers.garbage.push(fresh);
            self.graph.invalidate(slot);
        }
        freed
    }

    /// What bound handles and watches hold, what has failed and would be reported again, and everything
    /// upstream of it.
    fn held_in_place(&mut self) -> FxHashSet<u32> {
        let mut held = FxHashSet::default();
        for slot in 0..self.values.slots.len() as u32 {
            let is_held = self.is_pinned(slot) || self.values.failures.contains_key(&slot);
            if is_held && !held.contains(&slot) {
                self.graph.upstream(slot, |node| {
                    held.insert(node);
                    false
                });
            }
        }
        held
    }

    fn shrink(&mut self) {
        self.graph.shrink();
        self.groups.shrink();
        self.values.homes.shrink_to_fit();
        self.values.slots.shrink();
        self.frontier.shrink_to_fit();
        self.scratch.shrink_to_fit();
        self.observers.shrink();
    }
}
