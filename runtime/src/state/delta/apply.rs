//! Applies what was read: values change places, which cannot fail.

use std::any::Any;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::collect::Filter;
use super::leaves::{each_leaf, with_leaf};
use super::{Delta, DeltaError, ROOT, What};
use crate::codec::AnyPiece;
use crate::error::Error;
use crate::handle::{AnyKey, NodeRef, Which};
use crate::meta::{Meta, Span};
use crate::slot::{AnySlot, Inputs};
use crate::state::State;
use crate::state::undo::{Stamp, Undo};

/// What is to become of one atom.
pub(crate) struct Staged {
    pub(super) meta: &'static Meta,
    pub(super) key: Option<Arc<dyn AnyKey>>,
    pub(super) removed: bool,
    pub(in crate::state) parts: Vec<(u16, Box<dyn AnyPiece>)>,
}

impl Staged {
    pub(in crate::state) fn new(meta: &'static Meta, key: Option<Arc<dyn AnyKey>>) -> Self {
        Self { meta, key, removed: false, parts: Vec::new() }
    }

    /// The id of the atom, or of the member.
    pub(super) fn id(&self) -> u64 {
        let id = self.meta.id;
        self.key.as_ref().map_or(id, |key| key.id_in(id)).as_u64()
    }

    pub(in crate::state) fn node(&self) -> NodeRef<'_> {
        let which = self.key.as_ref().map_or(Which::Only, |key| Which::Member(&**key));
        NodeRef { meta: self.meta, which }
    }
}

impl State {
    /// The value of the atom that is to change; made, if there is none yet.
    pub(in crate::state) fn root_of(&mut self, staged: &Staged) -> Result<&dyn Any, DeltaError> {
        let slot = self.slot(staged.node())?;
        self.ensure(slot)?;
        let root = self.values.slot_ref(slot).root();
        root.ok_or_else(|| DeltaError::UnknownAtom { name: staged.meta.name.to_owned() })
    }

    /// What a delta would change.
    pub(crate) fn stage(&mut self, delta: &Delta) -> Result<Vec<Staged>, DeltaError> {
        let mut all = Vec::new();
        for change in &delta.changes {
            let mut staged = Staged::new(change.meta, change.key.clone());
            let tools = change.meta.body.tools();
            let mut copy = |leaf: super::leaves::Leaf<'_>| {
                let part = leaf.codec(change.meta)?.copy(leaf.value);
                let part = part.map_err(|unfit| leaf.unread(change.meta, unfit))?;
                staged.parts.push((leaf.mark, part));
                Ok(())
            };
            match &change.what {
                What::Founded => continue,
                What::Removed(_) => staged.removed = true,
                What::Whole { after, .. } => each_leaf(tools, &**after, &mut copy)?,
                What::Parts(changed) => {
                    for place in changed {
                        let copied = with_leaf(tools, &*place.after, place.mark, &mut copy);
                        copied.unwrap_or(Ok(()))?;
                    }
                }
            }
            if !staged.removed {
                self.root_of(&staged)?;
            }
            all.push(staged);
        }
        Ok(all)
    }

    /// Changes what was staged, all at once; of a full state, what it does not have begins anew.
    pub(crate) fn apply(&mut self, staged: Vec<Staged>, full: bool) -> Result<(), Error> {
        let others = if full { self.not_among(&staged)? } else { Vec::new() };
        let mut targets = Vec::with_capacity(staged.len());
        for change in staged {
            let slot = if change.removed {
                self.can_remove(change.node())?
            } else {
                Some(self.slot(change.node())?)
            };
            targets.extend(slot.map(|slot| (slot, change)));
        }
        // A member that was removed and made again has all of its new value here: it stays.
        let puts = targets.iter().filter(|(_, change)| !change.removed);
        let puts: FxHashSet<u32> = puts.map(|&(slot, _)| slot).collect();
        targets.retain(|(slot, change)| !(change.removed && puts.contains(slot)));
        // Nothing fails from here on.
        if full {
            self.forget_kept();
        }
        for other in others {
            match other {
                Other::Leaves(slot) => self.remove_slot(slot),
                Other::Resets(slot, initial) => self.put_parts(slot, initial),
            }
        }
        for (slot, change) in targets {
            if change.removed {
                self.remove_slot(slot);
            } else {
                self.come(slot);
                self.put_parts(slot, change.parts);
            }
        }
        Ok(())
    }

    /// Puts values into their places, where they differ from what stands there.
    pub(in crate::state) fn put_parts(&mut self, slot: u32, parts: Vec<(u16, Box<dyn AnyPiece>)>) {
        self.values.occupy(slot);
        let meta = self.meta(slot);
        for (mark, mut part) in parts {
            let root = self.values.slot_ref(slot).root();
            let logs = self.values.keeps(slot);
            let is_same = root.and_then(|root| {
                with_leaf(meta.body.tools(), root, mark, |leaf| {
                    let Some(differs) = part.edits(leaf.value) else {
                        return leaf.tools.same(leaf.value, part.value());
                    };
                    if logs && let Some(whole) = part.settled(leaf.value) {
                        // What was there before is kept as a whole.
                        part = whole;
                    }
                    !differs
                })
            });
            if is_same != Some(false) {
                self.values.leftovers.garbage.push(Box::new(part));
                continue;
            }
            let revision = self.revision + 1;
            let span = span_of(mark);
            let stamp = self.stamp(slot, span);
            let place = self.values.slot_mut(slot);
            place.make_unique();
            part.swap(place_in(place, mark));
            self.keep_old(slot, mark, stamp, part);
            if mark == ROOT {
                self.wrote(slot, revision);
            } else {
                self.values.slot_ref(slot).marks()[usize::from(mark)].set(revision);
                self.wrote_part(slot, span, revision);
            }
        }
    }

    /// The value before leaves, or goes into the log of a transaction.
    fn keep_old(&mut self, slot: u32, mark: u16, stamp: Stamp, old: Box<dyn AnyPiece>) {
        let span = span_of(mark);
        if !self.values.keeps(slot) {
            self.values.leftovers.garbage.push(Box::new(old));
            return;
        }
        let tools = self.meta(slot).body.tools();
        let part = with_leaf(tools, &(), mark, |leaf| leaf.tools.codec()?.part(old, leaf.tools));
        if let Some(old) = part.flatten() {
            self.values.undo.push(Undo::Replaced { slot, span, stamp, old });
        }
    }

    /// What there is besides, and what becomes of it.
    fn not_among(&mut self, staged: &[Staged]) -> Result<Vec<Other>, Error> {
        let mut named = Vec::new();
        for change in staged {
            named.push(self.slot(change.node())?);
        }
        named.sort_unstable();
        let mut others = Vec::new();
        for slot in self.sent(&Filter::default()) {
            if named.binary_search(&slot).is_ok() {
                continue;
            }
            if self.values.is_member(slot) {
                let name = self.values.name(slot);
                if self.checked_out.contains(&slot) {
                    return Err(Error::BeingUpdated { wanted: name.clone(), updated: name });
                }
                others.push(Other::Leaves(slot));
            } else {
                others.push(Other::Resets(slot, self.initial_parts(slot)));
            }
        }
        Ok(others)
    }

    /// The values that an atom began with.
    pub(in crate::state) fn initial_parts(&mut self, slot: u32) -> Vec<(u16, Box<dyn AnyPiece>)> {
        self.values.occupy(slot);
        let generation = self.values.generation(slot);
        let tools = self.meta(slot).body.tools();
        let mut parts = Vec::new();
        let mut copy = |root: &dyn Any| {
            let copied = each_leaf(tools, root, &mut |leaf| {
                let copy = leaf.tools.codec().and_then(|codec| codec.copy(leaf.value).ok());
                parts.extend(copy.map(|copy| (leaf.mark, copy)));
                Ok(())
            });
            debug_assert!(copied.is_ok(), "copying a leaf cannot fail");
        };
        if let Some((_, given)) = self.initials.iter().find(|(of, _)| *of == generation) {
            given.root().map(copy);
            return parts;
        }
        let mut fresh: Box<dyn AnySlot> = self.meta(slot).body.slot();
        let key = self.values.key_at(slot);
        let inputs = Inputs { slots: &self.values.slots, deps: &[], key };
        fresh.recompute(&inputs, &mut Vec::new(), None);
        fresh.root().map(&mut copy);
        parts
    }
}

/// The place that owns a mark, in a slot that is the only holder of its value.
pub(in crate::state) fn place_in(slot: &mut dyn AnySlot, mark: u16) -> &mut dyn Any {
    if mark == ROOT { slot.root_mut() } else { slot.place(mark).value }
}

fn span_of(mark: u16) -> Span {
    if mark == ROOT { Span::WHOLE } else { Span { from: mark, len: 1 } }
}

/// The mark of the first field of a value with fields.
pub(in crate::state) fn first_in(mark: u16) -> u16 {
    span_of(mark).inner()
}

/// What becomes of an atom that a full state does not have.
enum Other {
    Leaves(u32),
    Resets(u32, Vec<(u16, Box<dyn AnyPiece>)>),
}
