//! Taking an optimistic update out from between the others.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::change::Kept;
use super::layers::{Claim, Layer, Pending};
use crate::fields::{Changes, Scribe};
use crate::state::State;
use crate::state::undo::{Stamp, Undo, place_at};

impl State {
    /// Gives each place that an optimistic update wrote, and nobody since, the value before; where
    /// another one lies directly on it, that one's value before becomes the value before this one.
    pub(crate) fn revert(&mut self, id: u64) {
        let Some((at, Pending { layers, .. })) = self.take_pending(id) else { return };
        for layer in layers {
            self.revert_layer(at, layer);
        }
    }

    fn revert_layer(&mut self, at: usize, mut layer: Layer) {
        let slot = self.slot_of(&layer.node);
        let top = slot.map(|slot| self.graph.changed(slot));
        let is_on_top = top == Some(layer.over);
        if layer.came && is_on_top {
            self.take_back_member(&layer);
        } else {
            for claim in std::mem::take(&mut layer.claims) {
                self.revert_claim(at, &layer, slot, claim);
            }
        }
        // What is written here is nobody's write: who lay on top does so still.
        let now = self.slot_of(&layer.node).map(|slot| self.graph.changed(slot));
        // Who lies directly on it is the one with whom the member came then.
        let mut came = layer.came;
        let others = self.pending.iter_mut().enumerate();
        let layers = others.flat_map(|(at, other)| other.layers.iter_mut().map(move |it| (at, it)));
        for (other, below_or_above) in layers.filter(|(_, other)| other.node.is(&layer.node)) {
            if let (Some(top), Some(now)) = (top, now)
                && below_or_above.over == top
            {
                below_or_above.over = now;
            }
            if other < at && is_on_top && below_or_above.over == layer.under {
                below_or_above.over = now.unwrap_or(layer.under);
            }
            if other >= at && !is_on_top && below_or_above.under == layer.over {
                below_or_above.under = layer.under;
                below_or_above.came |= std::mem::take(&mut came);
            }
        }
    }

    /// The member that came goes.
    fn take_back_member(&mut self, layer: &Layer) {
        let Some((slot, Kept { slot: old, order })) = self.take_out(&layer.node) else { return };
        if !self.values.keeps(slot) {
            self.values.leftovers.garbage.push(old);
            return;
        }
        let (generation, failure) = (self.values.generation(slot), None);
        let entry = self.values.key_at(slot).entry;
        let old = Some(old);
        self.values.undo.push(Undo::Left {
            slot,
            old,
            entry,
            order,
            generation,
            failure,
            born: 0,
            watchers: Vec::new(),
        });
    }

    fn revert_claim(&mut self, at: usize, layer: &Layer, slot: Option<u32>, mut claim: Claim) {
        let span = claim.span;
        if let Some(slot) = slot
            && self.changed(slot, span) == claim.over
        {
            self.put_before(slot, &mut claim);
            let now = self.changed(slot, span);
            for other in self.pending[..at].iter_mut().flat_map(|other| &mut other.layers) {
                let of_place = |other: &&mut Claim| other.span == span;
                let claims = other.claims.iter_mut().filter(|_| other.node.is(&layer.node));
                for below in claims.filter(of_place).filter(|below| below.over == claim.under) {
                    below.over = now;
                }
            }
            let Claim { before, .. } = claim;
            if self.values.keeps(slot) {
                let stamp = Stamp { changed: 0, marks: Box::default() };
                self.values.undo.push(Undo::Replaced { slot, span, stamp, old: before });
            } else {
                self.values.leftovers.garbage.push(before);
            }
            return;
        }
        let others = self.pending[at..].iter_mut().flat_map(|other| &mut other.layers);
        for other in others.filter(|other| other.node.is(&layer.node)) {
            let mut claims = other.claims.iter_mut();
            if let Some(above) =
                claims.find(|above| above.span == span && above.under == claim.over)
            {
                std::mem::swap(&mut above.before, &mut claim.before);
                above.under = claim.under;
                break;
            }
        }
        self.values.leftovers.garbage.push(claim.before);
    }

    /// A leaf changes places with the value before, and is told if it differs.
    fn put_before(&mut self, slot: u32, claim: &mut Claim) {
        self.values.occupy(slot);
        let revision = self.revision + 1;
        let changes = Changes::new();
        let place = place_at(self.values.slot_mut(slot), claim.span);
        let scribe = Scribe::new(place.marks, revision, &changes);
        let compare = || claim.before.compare(place.value, claim.span, scribe);
        // What cannot be compared is told.
        if catch_unwind(AssertUnwindSafe(compare)).is_err() {
            scribe.mark(claim.span);
        }
        let fits = claim.before.swap(place.value);
        debug_assert!(fits, "a part is of the type of its place");
        if changes.count() > 0 {
            self.wrote(slot, revision);
        }
    }
}
