//! Optimistic updates: what each wrote lies on what was there before as a layer, which can be taken out
//! from between the others.
//!
//! Layers lie on places: on the leaves of a node one by one, and on a member of a family as a whole, if
//! it came. One lies *directly* on another if the place had the revision then that the other one
//! had left it with. A write of anybody else's in between parts them for good.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::change::Named;
use crate::error::Name;
use crate::meta::Span;
use crate::state::State;
use crate::state::undo::Undo;
use crate::value::AnyPart;

/// An optimistic update that is neither confirmed nor reverted.
pub(in crate::state) struct Pending {
    id: u64,
    pub(super) layers: Vec<Layer>,
}

impl Pending {
    /// An estimate of the memory it takes.
    pub(in crate::state) fn bytes(&self) -> usize {
        let layers = self.layers.iter().map(|layer| {
            let claims = layer.claims.iter().map(|claim| claim.before.bytes());
            let lists = layer.claims.capacity() * size_of::<Claim>();
            size_of::<Layer>() + lists + claims.sum::<usize>()
        });
        size_of::<Self>() + layers.sum::<usize>()
    }
}

/// What it wrote to one node.
pub(super) struct Layer {
    pub(super) node: Named,
    /// The revisions of the node before and after it.
    pub(super) under: u64,
    pub(super) over: u64,
    /// The node is a member that was not there before.
    pub(super) came: bool,
    pub(super) claims: Vec<Claim>,
}

/// What it wrote to one leaf.
pub(super) struct Claim {
    pub(super) span: Span,
    /// The revisions of the leaf before and after it.
    pub(super) under: u64,
    pub(super) over: u64,
    pub(super) before: Box<dyn AnyPart>,
}

/// The layer of one slot, while it is gathered.
struct Gathered {
    slot: u32,
    layer: Layer,
    /// The marks before, as far as they are known.
    marks: Vec<Option<u64>>,
}

impl State {
    /// The first member that the transaction at hand removed.
    pub(crate) fn removed_inside(&self) -> Option<Name> {
        self.values.undo.iter().find_map(|step| match step {
            Undo::Left { slot, .. } => Some(self.values.name(*slot)),
            _ => None,
        })
    }

    /// Notes what the transaction at hand, an optimistic update, wrote so far.
    pub(crate) fn claim(&mut self) -> u64 {
        let mut undo = std::mem::take(&mut self.values.undo);
        let mut all: Vec<Gathered> = Vec::new();
        let result = catch_unwind(AssertUnwindSafe(|| {
            for step in &mut undo {
                self.gather_step(&mut all, step);
            }
        }));
        self.values.undo = undo;
        if let Err(payload) = result {
            // A copy of the user's panicked; the transaction takes all back.
            resume_unwind(payload);
        }
        let mut layers = Vec::new();
        for Gathered { slot, mut layer, .. } in all {
            layer.over = self.graph.changed(slot);
            for claim in &mut layer.claims {
                claim.over = self.changed(slot, claim.span);
            }
            if layer.came || !layer.claims.is_empty() {
                layers.push(layer);
            }
        }
        self.pending_ids += 1;
        self.pending.push(Pending { id: self.pending_ids, layers });
        self.pending_ids
    }

    fn gather_step(&mut self, all: &mut Vec<Gathered>, step: &mut Undo) {
        match step {
            Undo::Replaced { slot, span, stamp, old } => {
                let gathered = self.gathered(all, *slot, stamp.changed);
                self.gather_value(&mut all[gathered], *span, &stamp.marks, &**old);
            }
            Undo::Fields { slot, changed, before } => {
                let gathered = self.gathered(all, *slot, *changed);
                for before in before {
                    let part = &*before.old;
                    self.gather_value(&mut all[gathered], before.span, &before.marks, part);
                }
            }
            Undo::Came { slot, changed } => {
                let gathered = self.gathered(all, *slot, *changed);
                all[gathered].layer.came = true;
            }
            _ => {}
        }
    }

    /// The layer of a slot, which begins with the first step that concerns it.
    fn gathered(&self, all: &mut Vec<Gathered>, slot: u32, under: u64) -> usize {
        if let Some(at) = all.iter().rposition(|gathered| gathered.slot == slot) {
            return at;
        }
        let node = self.named(slot);
        let layer = Layer { node, under, over: under, came: false, claims: Vec::new() };
        let marks = vec![None; self.values.slot_ref(slot).marks().len()];
        all.push(Gathered { slot, layer, marks });
        all.len() - 1
    }

    /// Claims the leaves of a value that changed since.
    fn gather_value(
        &self,
        gathered: &mut Gathered,
        span: Span,
        before: &[u64],
        part: &dyn AnyPart,
    ) {
        let Gathered { slot, layer, marks } = gathered;
        if layer.came {
            return;
        }
        if marks.is_empty() {
            if layer.claims.is_empty() && self.graph.changed(*slot) != layer.under {
                let leaves = part.leaves(Span::WHOLE, &|_| true);
                let claim = |(span, before)| Claim { span, under: layer.under, over: 0, before };
                layer.claims.extend(leaves.into_iter().map(claim));
            }
            return;
        }
        let now = self.values.slot_ref(*slot).marks();
        let first = if span.is_whole() { 0 } else { usize::from(span.from) };
        let is_new = |at: usize| marks[at].is_none() && now[at].get() != before[at - first];
        let is_wanted = |mark: u16| is_new(usize::from(mark));
        let leaves = part.leaves(span, &is_wanted);
        let claim = |(span, part): (Span, _)| {
            let under = before[usize::from(span.from) - first];
            Claim { span, under, over: 0, before: part }
        };
        layer.claims.extend(leaves.into_iter().map(claim));
        for (mark, &before) in marks[first..].iter_mut().zip(before) {
            mark.get_or_insert(before);
        }
    }

    /// An optimistic update stays for good.
    pub(crate) fn confirm(&mut self, id: u64) {
        if let Some(at) = self.pending.iter().position(|pending| pending.id == id) {
            let confirmed = self.pending.remove(at);
            self.values.leftovers.garbage.push(Box::new(confirmed));
        }
    }

    /// Takes an optimistic update out, with where it was among those that are left.
    pub(super) fn take_pending(&mut self, id: u64) -> Option<(usize, Pending)> {
        let at = self.pending.iter().position(|pending| pending.id == id)?;
        Some((at, self.pending.remove(at)))
    }
}
