//! Taking an optimistic update out from between the others.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::change::Kept;
use super::layers::{Claim, Layer, Pending};
use crate::fields::{Changes, Scribe, marks_of};
use crate::meta::Span;
use crate::slot::AnySlot;
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
        let is_on_top = if layer.is_gone { slot.is_none() } else { top == Some(layer.over) };
        let mut member = layer.member.take();
        if is_on_top && let Some(before) = member.take() {
            self.revert_member(at, &layer, before);
        } else {
            for claim in std::mem::take(&mut layer.claims) {
                self.revert_claim(at, &layer, slot, claim);
            }
        }
        // What is written here is nobody's write: who lay on top does so still.
        let now = self.slot_of(&layer.node).map(|slot| self.graph.changed(slot));
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
                if let Some(before) = member.take() {
                    let old = below_or_above.member.replace(before);
                    self.values.leftovers.garbage.extend(old.flatten().map(|kept| kept.slot as _));
                }
            }
        }
        self.values.leftovers.garbage.extend(member.flatten().map(|kept| kept.slot as _));
    }

    /// The member that came goes, or the one that went comes back.
    fn revert_member(&mut self, at: usize, layer: &Layer, before: Option<Kept>) {
        if let Some((slot, taken)) = self.take_out(&layer.node) {
            let Kept { slot: old, order } = taken;
            if self.values.keeps(slot) {
                let (generation, failure) = (self.values.generation(slot), None);
                let (changed, watchers) = (self.graph.changed(slot), Vec::new());
                let entry = self.values.key_at(slot).entry;
                let old = Some(old);
                self.values.undo.push(Undo::Left {
                    slot,
                    changed,
                    old,
                    entry,
                    order,
                    generation,
                    failure,
                    born: 0,
                    watchers,
                });
            } else {
                self.values.leftovers.garbage.push(old);
            }
        }
        let Some(kept) = before else { return };
        let marks: Vec<u64> = kept.slot.marks().iter().map(Cell::get).collect();
        let Some((slot, keys)) = self.put_in(&layer.node, kept) else { return };
        self.sort_members(keys);
        let now = self.graph.changed(slot);
        for other in self.pending[..at].iter_mut().flat_map(|other| &mut other.layers) {
            for claim in other.claims.iter_mut().filter(|_| other.node.is(&layer.node)) {
                let was = mark_in(&marks, claim.span).unwrap_or(layer.under);
                if claim.over == was {
                    claim.over = now;
                }
            }
        }
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
            if let Some(Some(kept)) = &mut other.member
                && kept.mark(span).unwrap_or(other.under) == claim.over
            {
                kept.put(span, &mut *claim.before);
                kept.set_mark(span, claim.under);
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

/// The revision of a leaf; nothing where fields are not tracked.
fn mark_in(marks: &[u64], span: Span) -> Option<u64> {
    if span.is_whole() { None } else { marks.get(usize::from(span.from)).copied() }
}

impl Kept {
    fn mark(&self, span: Span) -> Option<u64> {
        if span.is_whole() { None } else { Some(self.slot.marks()[usize::from(span.from)].get()) }
    }

    fn set_mark(&self, span: Span, revision: u64) {
        let marks = marks_of(AnySlot::marks(&*self.slot), span);
        for mark in marks {
            mark.set(revision);
        }
    }
}
