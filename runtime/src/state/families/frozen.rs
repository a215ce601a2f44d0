//! Families of a snapshot, and what all families promise.

#[cfg(debug_assertions)]
use super::Role;
use super::State;
use crate::meta::Kind;

impl State {
    /// Hands the members that are there to a state that keeps the values of this moment.
    pub(in crate::state) fn freeze_families(&mut self, frozen: &mut Self) {
        for family in 0..self.families.list.len() {
            let keys = self.families.list[family].keys;
            let meta = self.meta(keys);
            if meta.kind != Kind::Atom {
                continue;
            }
            let frozen_keys = frozen.register_family(meta);
            for (entry, slot) in self.values.keys(keys).members() {
                let twin = self.values.slot_mut(slot).twin();
                let key = self.values.keys(keys).key(entry);
                let slot = frozen.add_node(meta, &[], twin);
                let at = frozen.values.keys_mut(frozen_keys).add(key, slot);
                frozen.join(slot, frozen_keys, at);
                frozen.come(slot);
            }
        }
    }

    /// Holds what the fields promise; costs the families.
    #[cfg(debug_assertions)]
    pub(in crate::state) fn check_families(&self) {
        let values = &self.values;
        let homes = values.homes.iter().enumerate();
        let free = homes.filter(|(_, home)| home.role == Role::Free).count();
        assert_eq!(free, self.graph.free().len(), "what is free is free in the graph");
        let mut members = 0;
        for (index, family) in self.families.list.iter().enumerate() {
            assert_eq!(values.family_at(family.keys), index);
            values.keys(family.keys).check_invariants(&mut |entry, slot, present| {
                let home = values.homes[slot as usize];
                let told = (home.role, home.keys, home.entry, home.present);
                let known = (Role::Member, family.keys, entry, present);
                assert_eq!(told, known, "what a member and its table say of each other");
                members += 1;
            });
        }
        let homes = values.homes.iter().filter(|home| home.role == Role::Member);
        assert_eq!(homes.count(), members, "each member is in a table");
        for (slot, home) in values.homes.iter().enumerate() {
            let there = home.role == Role::Free || values.slots.is_there(slot as u32);
            assert!(there || self.checked_out.contains(&(slot as u32)), "slot {slot} is empty");
        }
    }
}
