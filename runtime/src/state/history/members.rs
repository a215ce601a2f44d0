//! Members of families that come back where they were.

use std::any::Any;

use super::change::{Kept, Named};
use crate::handle::AnyKey;
use crate::state::State;
use crate::state::families::Taken;

impl State {
    /// Where a member stands among the others.
    pub(super) fn order_of(&self, slot: u32) -> u32 {
        let at = self.values.key_at(slot);
        self.values.keys(at.keys).order(at.entry)
    }

    /// Takes a member out that is there.
    pub(super) fn take_out(&mut self, node: &Named) -> Option<(u32, Kept)> {
        let slot = self.slot_of(node)?;
        let order = self.order_of(slot);
        let Taken { old, watchers, .. } = self.take_member(slot);
        self.end_observers(&watchers);
        self.doubt(slot);
        Some((slot, Kept { slot: old?, order }))
    }

    /// Puts a member in that is not there; says which slot it has, and that of the keys.
    pub(super) fn put_in(&mut self, node: &Named, kept: Kept) -> Option<(u32, u32)> {
        let Named::Member { keys, key, .. } = node else { return None };
        let slot = self.member_slot(*keys, &**key);
        self.bring_back(slot, kept);
        Some((slot, *keys))
    }

    /// The slot of a member of the family with these keys, made if there is none.
    pub(super) fn member_slot(&mut self, keys: u32, key: &dyn AnyKey) -> u32 {
        match self.values.keys(keys).find(key) {
            Some(slot) => slot,
            None => self.register_atom(self.meta(keys), key),
        }
    }

    /// Puts a member back that is not there. `sort_members` puts it where it was among the others.
    pub(super) fn bring_back(&mut self, slot: u32, kept: Kept) {
        let Kept { slot: value, order } = kept;
        let has_value = value.has_value();
        let fresh = self.values.slots.put(slot, Some(value));
        self.values.leftovers.garbage.extend(fresh.map(|fresh| fresh as Box<dyn Any + Send>));
        self.values.set_failure(slot, None);
        if has_value {
            self.graph.has_value(slot);
        }
        self.come_in_order(slot, order);
        self.revision += 1;
        let revision = self.revision;
        for mark in self.values.slot_ref(slot).marks() {
            mark.set(revision);
        }
        self.wrote(slot, revision);
    }

    /// Puts the members of a family into their order, after some came back.
    pub(super) fn sort_members(&mut self, keys: u32) {
        let mut moved = Vec::new();
        self.values.keys_mut(keys).sort(&mut |slot, entry| moved.push((slot, entry)));
        for (slot, entry) in moved {
            self.values.homes[slot as usize].entry = entry;
        }
    }
}
