//! What computing a slot may look at: the slots of its dependencies, and its key.

use std::any::Any;
use std::fmt;

use super::edges::Nothing;
use super::{AnySlot, NOTHING, Slot, Slots, misfit};
use crate::handle::{AnyKey, Key};
use crate::meta::Meta;

/// What a compute function reads its dependencies from.
pub struct Inputs<'a> {
    pub(crate) slots: &'a Slots,
    /// The slots of the dependencies, in the order of `deps`.
    pub(crate) deps: &'a [u32],
    pub(crate) key: KeyAt,
}

/// Where the key of a node is, if it is a member of a family.
#[derive(Clone, Copy)]
pub(crate) struct KeyAt {
    pub(crate) meta: &'static Meta,
    /// The slot of the keys; `NONE` of what is no member.
    pub(crate) keys: u32,
    pub(crate) entry: u32,
}

impl KeyAt {
    pub(crate) const NONE: u32 = u32::MAX;
    pub(crate) const NOWHERE: Self = Self { meta: &NOTHING, keys: Self::NONE, entry: 0 };

    #[inline]
    pub(crate) fn of(self, slots: &Slots) -> Option<&dyn AnyKey> {
        if self.keys == Self::NONE {
            return None;
        }
        let family = self.meta.family?;
        Some(family.read(slots.get(self.keys)).key(self.entry))
    }
}

impl<'a> Inputs<'a> {
    /// For initial values, which depend on nothing.
    pub(crate) fn none() -> Self {
        const NONE: &Slots = &Slots::new();
        Self { slots: NONE, deps: &[], key: KeyAt::NOWHERE }
    }

    /// The slot of the dependency at this place of `deps`.
    #[inline]
    pub(crate) fn dep(&self, index: usize) -> &'a dyn AnySlot {
        self.slot(self.deps[index])
    }

    /// As `dep`, where the dependency may be absent.
    #[inline]
    pub(crate) fn dep_or_nothing(&self, index: usize) -> Option<&'a dyn AnySlot> {
        let slot = self.dep(index);
        let any: &dyn Any = slot;
        if any.is::<Slot<Nothing>>() { None } else { Some(slot) }
    }

    #[inline]
    pub(crate) fn slot(&self, slot: u32) -> &'a dyn AnySlot {
        self.slots.get(slot)
    }

    /// The key of the node, a member of a family.
    ///
    /// # Panics
    /// If the node is not of a family with such keys, which is a bug of the macros.
    #[inline]
    pub fn key<K: Key>(&self) -> &'a K {
        match self.any_key() {
            Some(key) => key_of(key),
            None => misfit(),
        }
    }

    pub(super) fn any_key(&self) -> Option<&'a dyn AnyKey> {
        self.key.of(self.slots)
    }
}

/// The key, whose type is known.
#[inline]
pub(crate) fn key_of<K: Key>(key: &dyn AnyKey) -> &K {
    let key: &dyn Any = key;
    match key.downcast_ref() {
        Some(key) => key,
        None => misfit(),
    }
}

impl fmt::Debug for Inputs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inputs").field("deps", &self.deps).finish_non_exhaustive()
    }
}
