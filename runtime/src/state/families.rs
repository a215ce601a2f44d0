//! Families in a store: where their members are, how they come and go, and when a node nobody needs
//! is given back.

use std::any::Any;
use std::time::Duration;

use rustc_hash::FxHashMap;

use super::recent::Recent;
use super::undo::Undo;
use super::{State, Values};
use crate::clock::Time;
use crate::error::{Error, Name};
use crate::family::{AnyKeys, EachNode, Lifespan};
use crate::graph::give_room_back;
use crate::handle::{AnyKey, NodeRef, Which};
use crate::meta::{Kind, Meta};
use crate::slot::{AnyBody, AnySlot, Body, Slot, Slots, Stored};
use crate::value::Tools;

/// The slot of a member that is being made.
pub(super) const MAKING: u32 = u32::MAX;

/// No slot of keys: the node is of no family.
const NONE: u32 = u32::MAX;

/// What a node has to do with families.
#[derive(Clone, Copy)]
pub(super) struct Home {
    /// Changes when what stands in the slot is another thing; no two things ever have the same.
    generation: u64,
    /// The slot of the keys of the family, of a member.
    keys: u32,
    /// Where the table of keys has a member; the number of the family, of the keys and of the node
    /// for all members.
    entry: u32,
    role: Role,
    /// Invariant: in the table, too. Of members of atoms alone.
    present: bool,
    /// Whether it waits to be looked at when the turn ends.
    in_doubt: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Nothing stands in the slot.
    Free,
    Plain,
    Keys,
    Each,
    Member,
}

/// What a store keeps of one family.
pub(super) struct Family {
    pub(super) keys: u32,
    /// The node on which those depend who read every member, once there is one.
    pub(super) each: Option<u32>,
    life: Lifespan,
    /// The members by their last use, where they live by it.
    recent: Recent,
}

/// What is looked at when the turn ends.
#[derive(Default)]
pub(super) struct Doubts {
    /// Nodes that may not be needed any more, by slot and generation.
    nodes: Vec<(u32, u64)>,
    /// Members that nobody observes any more.
    left: Vec<(u32, u64)>,
    /// Families that may have too many members.
    crowded: Vec<usize>,
}

impl Doubts {
    pub(super) fn is_empty(&self) -> bool {
        self.nodes.is_empty() && self.left.is_empty() && self.crowded.is_empty()
    }
}

/// How many bound handles and watches hold a node, by its generation.
pub(super) type Pins = FxHashMap<u64, u32>;

static EACH: Body<EachNode> = Body::atom(|| EachNode { keys: NONE }, Tools::new());

impl Values {
    /// Puts a node of its own into a slot.
    pub(super) fn add(&mut self, slot: u32, meta: &'static Meta, made: Box<dyn AnySlot>) {
        let home = Home {
            generation: self.next_generation(),
            keys: NONE,
            entry: 0,
            role: Role::Plain,
            present: false,
            in_doubt: false,
        };
        let at = slot as usize;
        let mut names = self.busy.names.lock();
        if at == self.slots.len() {
            self.metas.push(meta);
            self.slots.push(Some(made));
            self.failures.push(None);
            self.homes.push(home);
            names.push(meta.name);
        } else {
            self.metas[at] = meta;
            self.slots[at] = Some(made);
            self.homes[at] = home;
            names[at] = meta.name;
        }
    }

    /// Gives the memory of the slots from `bound` on back, which are free.
    fn trim(&mut self, bound: usize) {
        if bound == self.metas.len() {
            return;
        }
        self.metas.truncate(bound);
        give_room_back(&mut self.metas);
        self.slots.truncate(bound);
        give_room_back(&mut self.slots);
        self.failures.truncate(bound);
        give_room_back(&mut self.failures);
        self.homes.truncate(bound);
        give_room_back(&mut self.homes);
        let mut names = self.busy.names.lock();
        names.truncate(bound);
        give_room_back(&mut names);
    }

    fn next_generation(&mut self) -> u64 {
        self.generations += 1;
        self.generations
    }

    #[inline]
    pub(crate) fn generation(&self, slot: u32) -> u64 {
        self.homes.get(slot as usize).map_or(0, |home| home.generation)
    }

    /// The number of the family whose keys or node for all members this is.
    pub(super) fn family_at(&self, slot: u32) -> usize {
        self.homes[slot as usize].entry as usize
    }

    /// The table of keys in a slot.
    #[inline]
    pub(super) fn keys(&self, slot: u32) -> &dyn AnyKeys {
        let family = self.metas[slot as usize].family.expect("keys are of a family");
        family.read(self.slot_ref(slot))
    }

    /// The same, to be changed; copies the table if somebody else holds it.
    pub(super) fn keys_mut(&mut self, slot: u32) -> &mut dyn AnyKeys {
        let family = self.metas[slot as usize].family.expect("keys are of a family");
        let slot = self.slot_mut(slot);
        slot.make_unique();
        family.lend(slot)
    }

    /// The key of a member.
    #[inline]
    pub(super) fn key(&self, slot: u32) -> Option<&dyn AnyKey> {
        key_of(slot, &self.homes, &self.metas, &self.slots)
    }

    /// The name of what stands in a slot.
    pub(crate) fn name(&self, slot: u32) -> Name {
        let meta = self.metas[slot as usize];
        match self.key(slot) {
            None => meta.name.into(),
            Some(key) => meta.member_name(key).into(),
        }
    }

    /// Whether what stands in a slot is computed; the keys of a family are not.
    #[inline]
    pub(crate) fn is_computed(&self, slot: u32) -> bool {
        let kind = self.metas[slot as usize].kind;
        kind == Kind::Computed
            && matches!(self.homes[slot as usize].role, Role::Plain | Role::Member)
    }

    /// Whether an atom stands in a slot that is no part of a family.
    pub(super) fn is_plain_atom(&self, slot: u32) -> bool {
        self.homes[slot as usize].role == Role::Plain
            && self.metas[slot as usize].kind == Kind::Atom
    }

    #[inline]
    pub(super) fn is_member(&self, slot: u32) -> bool {
        self.homes[slot as usize].keys != NONE
    }
}

/// As [`Values::key`], while a slot is out.
#[inline]
pub(super) fn key_of<'a>(
    slot: u32,
    homes: &[Home],
    metas: &[&'static Meta],
    slots: &'a Slots,
) -> Option<&'a dyn AnyKey> {
    let Home { keys, entry, .. } = homes[slot as usize];
    let family = metas[slot as usize].family?;
    if keys == NONE {
        return None;
    }
    let keys = slots[keys as usize].as_deref().expect("the keys stay in place");
    Some(family.read(keys).key(entry))
}

impl State {
    /// A family begins, with its keys in this slot.
    pub(super) fn found(&mut self, keys: u32) {
        let meta = self.meta(keys);
        let family = meta.family.expect("keys are of a family");
        let home = &mut self.values.homes[keys as usize];
        home.role = Role::Keys;
        home.entry = self.families.len() as u32;
        let life = if self.is_frozen { Lifespan::Keep } else { family.life };
        self.families.push(Family { keys, each: None, life, recent: Recent::default() });
        self.has_clocked |= matches!(life, Lifespan::Ttl(_));
        // The table is there from the start, so that it can be looked into.
        self.graph.pull(keys, 0, |_, _| crate::graph::Outcome::Same);
        let inputs = crate::slot::Inputs::none();
        self.values.slot_mut(keys).recompute(&inputs, &mut Vec::new(), None);
    }

    /// A new node is a member of a family.
    pub(super) fn join(&mut self, slot: u32, keys: u32, entry: u32) {
        self.values.keys_mut(keys).set_slot(entry, slot);
        let home = &mut self.values.homes[slot as usize];
        home.role = Role::Member;
        home.keys = keys;
        home.entry = entry;
        self.doubt(slot);
        self.crowd(keys);
    }

    /// The node on which those depend who read every member of a family.
    pub(super) fn each_node(&mut self, keys: u32) -> u32 {
        let family = self.values.family_at(keys);
        if let Some(each) = self.families[family].each {
            return each;
        }
        let mut made = EACH.slot();
        let place: &mut dyn Any = &mut *made;
        if let Some(place) = place.downcast_mut::<Slot<EachNode>>() {
            place.value = Some(Stored::Own(EachNode { keys }));
        }
        let each = self.add_node(self.meta(keys), &[], made);
        let home = &mut self.values.homes[each as usize];
        home.role = Role::Each;
        home.entry = family as u32;
        self.graph.pull(each, 0, |_, _| crate::graph::Outcome::Same);
        self.families[family].each = Some(each);
        each
    }

    fn family_of(&self, member: u32) -> &Family {
        &self.families[self.values.family_at(self.values.homes[member as usize].keys)]
    }

    fn family_of_mut(&mut self, member: u32) -> &mut Family {
        let keys = self.values.homes[member as usize].keys;
        &mut self.families[self.values.family_at(keys)]
    }

    /// The node for all members of the family of this one, if somebody reads them.
    #[inline]
    pub(super) fn each_of(&self, slot: u32) -> Option<u32> {
        if self.values.is_member(slot) { self.family_of(slot).each } else { None }
    }

    /// A member is used: it is the last one to go.
    #[inline]
    pub(super) fn use_member(&mut self, slot: u32) {
        let life = self.family_of(slot).life;
        if matches!(life, Lifespan::Ttl(_)) {
            self.expire_all();
        }
        // What is not there has nothing to lose.
        if matches!(life, Lifespan::Keep | Lifespan::Unobserved)
            || !(self.values.homes[slot as usize].present || self.values.is_computed(slot))
        {
            return;
        }
        match life {
            Lifespan::Keep | Lifespan::Unobserved => {}
            Lifespan::Lru(_) => self.family_of_mut(slot).recent.touch(slot, Time::ORIGIN),
            Lifespan::Ttl(_) => {
                let now = self.now();
                self.family_of_mut(slot).recent.touch(slot, now);
            }
        }
    }

    fn now(&self) -> Time {
        self.clock.as_ref().map_or(Time::ORIGIN, |clock| clock())
    }

    /// Whether the member is there.
    pub(crate) fn contains(&mut self, node: NodeRef<'_>) -> Result<bool, Error> {
        self.expire_all();
        match self.find_without_use(node)? {
            Some(slot) => Ok(self.values.homes[slot as usize].present),
            None => Ok(false),
        }
    }

    /// The slot of a member that has one.
    fn find_without_use(&self, node: NodeRef<'_>) -> Result<Option<u32>, Error> {
        let key = match node.which {
            Which::Bound(pinned) if pinned.store == self.number => {
                let alive = self.values.generation(pinned.slot) == pinned.generation;
                return Ok(alive.then_some(pinned.slot));
            }
            _ => node.key(),
        };
        let Some(key) = key else { return Ok(None) };
        Ok(self.find_member(node.meta, key)?.map(|found| found.slot))
    }

    /// An atom is about to be written: from now on the member is there.
    #[inline]
    pub(crate) fn come(&mut self, slot: u32) {
        let Home { keys, present, .. } = self.values.homes[slot as usize];
        if keys != NONE && !present {
            self.come_anew(slot, keys);
        }
    }

    #[cold]
    fn come_anew(&mut self, slot: u32, keys: u32) {
        let from = self.values.homes[slot as usize].entry;
        let entry = self.values.keys_mut(keys).come(from);
        let home = &mut self.values.homes[slot as usize];
        home.entry = entry;
        home.present = true;
        // One that was made to be written is needed, as a rule, without another look at it.
        if self.doubts.nodes.last() == Some(&(slot, home.generation)) {
            self.doubts.nodes.pop();
            home.in_doubt = false;
        }
        if self.values.transactions > 0 {
            self.values.undo.push(Undo::Came { slot });
        }
        self.keys_changed(keys);
        self.use_member(slot);
        self.crowd(keys);
    }

    /// Takes a member out; false if it is not there. What depends on it sees the initial value.
    pub(crate) fn remove(&mut self, node: NodeRef<'_>) -> Result<bool, Error> {
        self.expire_all();
        let there = self.can_remove(node)?;
        if let Some(slot) = there {
            self.remove_slot(slot);
        }
        Ok(there.is_some())
    }

    /// The slot of a member that is there, unless it is being updated.
    pub(crate) fn can_remove(&self, node: NodeRef<'_>) -> Result<Option<u32>, Error> {
        let slot = self.find_without_use(node)?;
        let slot = slot.filter(|&slot| self.values.homes[slot as usize].present);
        if let Some(slot) = slot
            && self.checked_out.contains(&slot)
        {
            let name = self.values.name(slot);
            return Err(Error::BeingUpdated { wanted: name.clone(), updated: name });
        }
        Ok(slot)
    }

    fn remove_slot(&mut self, slot: u32) {
        let Home { keys, entry, generation, .. } = self.values.homes[slot as usize];
        let fresh = self.meta(slot).body.slot();
        let old = self.values.slots[slot as usize].replace(fresh);
        let failure = self.values.failures[slot as usize].clone();
        self.values.set_failure(slot, None);
        self.values.keys_mut(keys).go(entry);
        let next = self.values.next_generation();
        let home = &mut self.values.homes[slot as usize];
        home.present = false;
        home.generation = next;
        self.revision += 1;
        let revision = self.revision;
        let reached = self.graph.mark(slot, revision, |_| true);
        self.graph.invalidate(slot);
        self.put_in_line(slot, revision, reached, false);
        self.keys_changed(keys);
        self.family_of_mut(slot).recent.forget(slot);
        let watchers = self.observers_at(slot);
        if self.values.transactions > 0 {
            let undo = Undo::Left { slot, old, entry, generation, failure, watchers };
            self.values.undo.push(undo);
        } else {
            if let Some(old) = old {
                self.values.leftovers.garbage.push(old);
            }
            self.end_observers(&watchers);
        }
        self.values.homes[slot as usize].in_doubt = false;
        self.doubt(slot);
    }

    /// Members came or went.
    fn keys_changed(&mut self, keys: u32) {
        self.revision += 1;
        let revision = self.revision;
        let each = self.families[self.values.family_at(keys)].each;
        for source in std::iter::once(keys).chain(each) {
            let reached = self.graph.mark(source, revision, |_| true);
            self.put_in_line(source, revision, reached, false);
        }
    }

    /// A transaction that made a member is taken back.
    pub(super) fn uncome(&mut self, slot: u32) {
        let Home { keys, entry, .. } = self.values.homes[slot as usize];
        self.values.keys_mut(keys).go(entry);
        self.values.homes[slot as usize].present = false;
        self.family_of_mut(slot).recent.forget(slot);
        self.doubt(slot);
    }

    /// A transaction that removed a member is taken back.
    pub(super) fn come_back(&mut self, slot: u32, entry: u32, generation: u64) {
        let Home { keys, entry: from, .. } = self.values.homes[slot as usize];
        self.values.keys_mut(keys).come_back(from, entry);
        let home = &mut self.values.homes[slot as usize];
        home.entry = entry;
        home.generation = generation;
        home.present = true;
        // What was noted of it was noted of the one that it is no longer.
        home.in_doubt = false;
        let now = self.now();
        if matches!(self.family_of(slot).life, Lifespan::Lru(_) | Lifespan::Ttl(_)) {
            self.family_of_mut(slot).recent.touch(slot, now);
        }
    }

    /// Hands the members that are there to a state that keeps the values of this moment.
    pub(super) fn freeze_families(&mut self, frozen: &mut Self) {
        for family in 0..self.families.len() {
            let keys = self.families[family].keys;
            let meta = self.meta(keys);
            if meta.kind != Kind::Atom {
                continue;
            }
            let frozen_keys = frozen.register_family(meta);
            for (entry, slot) in self.values.keys(keys).members() {
                let twin = self.values.slot_mut(slot).twin();
                let key = self.values.keys(keys).key(entry);
                let at = frozen.values.keys_mut(frozen_keys).add(key, MAKING);
                let slot = frozen.add_node(meta, &[], twin);
                frozen.join(slot, frozen_keys, at);
                frozen.come(slot);
            }
        }
    }

    /// Holds what the fields promise; costs the families.
    #[cfg(debug_assertions)]
    pub(super) fn check_families(&self) {
        let values = &self.values;
        let homes = values.homes.iter().enumerate();
        let free = homes.filter(|(_, home)| home.role == Role::Free).count();
        assert_eq!(free, self.graph.free().len(), "what is free is free in the graph");
        let mut members = 0;
        for (index, family) in self.families.iter().enumerate() {
            assert_eq!(values.family_at(family.keys), index);
            values.keys(family.keys).check_invariants(&mut |found| {
                let home = values.homes[found.slot as usize];
                let told = (home.role, home.keys, home.entry, home.present);
                let known = (Role::Member, family.keys, found.entry, found.present);
                assert_eq!(told, known, "what a member and its table say of each other");
                members += 1;
            });
        }
        let homes = values.homes.iter().filter(|home| home.role == Role::Member);
        assert_eq!(homes.count(), members, "each member is in a table");
        for (slot, home) in values.homes.iter().enumerate() {
            let there = home.role == Role::Free || values.slots[slot].is_some();
            assert!(there || self.checked_out.contains(&(slot as u32)), "slot {slot} is empty");
        }
    }

    /// Holds a node in place for a bound handle or a watch.
    pub(crate) fn pin(&mut self, slot: u32) -> u64 {
        let generation = self.values.generation(slot);
        *self.pins.entry(generation).or_default() += 1;
        generation
    }

    pub(crate) fn unpin(&mut self, slot: u32, generation: u64) {
        let Some(count) = self.pins.get_mut(&generation) else { return };
        *count -= 1;
        if *count > 0 {
            return;
        }
        self.pins.remove(&generation);
        if self.pins.capacity() > 128 && self.pins.len() < self.pins.capacity() / 4 {
            self.pins.shrink_to(self.pins.len() * 2);
        }
        if self.values.generation(slot) == generation {
            self.leave(slot);
        }
    }

    fn is_pinned(&self, slot: u32) -> bool {
        !self.pins.is_empty() && self.pins.contains_key(&self.values.generation(slot))
    }

    fn is_observed(&self, slot: u32) -> bool {
        self.graph.reach(slot) > 0 || self.is_pinned(slot)
    }

    /// Nobody observes a node any more.
    pub(super) fn leave(&mut self, slot: u32) {
        if self.values.is_member(slot) {
            self.doubts.left.push((slot, self.values.generation(slot)));
            self.doubt(slot);
            let keys = self.values.homes[slot as usize].keys;
            self.crowd(keys);
        }
    }

    /// A node may not be needed any more.
    pub(super) fn doubt(&mut self, slot: u32) {
        let home = &mut self.values.homes[slot as usize];
        if home.keys != NONE && !std::mem::replace(&mut home.in_doubt, true) {
            self.doubts.nodes.push((slot, home.generation));
        }
    }

    fn crowd(&mut self, keys: u32) {
        let family = self.values.family_at(keys);
        if matches!(self.families[family].life, Lifespan::Lru(_))
            && !self.doubts.crowded.contains(&family)
        {
            self.doubts.crowded.push(family);
        }
    }

    /// Whether the end of the turn has something to do for families.
    #[inline]
    pub(crate) fn has_doubts(&self) -> bool {
        !self.doubts.is_empty()
    }

    /// Lets the members go whose life is over, at the end of a turn.
    #[cold]
    pub(crate) fn end_lives(&mut self) {
        self.expire_all();
        for (slot, generation) in std::mem::take(&mut self.doubts.left) {
            if self.values.generation(slot) == generation
                && self.values.homes[slot as usize].present
                && self.family_of(slot).life == Lifespan::Unobserved
                && !self.is_observed(slot)
            {
                self.remove_slot(slot);
            }
        }
        while let Some(family) = self.doubts.crowded.pop() {
            self.make_room(family);
        }
    }

    /// Lets the nodes go that nobody needs, at the end of a turn. Nothing is to be told of it.
    #[cold]
    pub(crate) fn give_back_unneeded(&mut self) {
        debug_assert!(self.values.transactions == 0, "nothing goes while it may be taken back");
        while let Some((slot, generation)) = self.doubts.nodes.pop() {
            if self.values.generation(slot) == generation {
                self.values.homes[slot as usize].in_doubt = false;
                if !self.is_needed(slot) {
                    self.give_back(slot);
                }
            }
        }
        self.trim();
    }

    /// Gives memory back, as far as the nodes that are left leave an end free.
    fn trim(&mut self) {
        let bound = self.graph.trim();
        self.groups.trim(bound);
        self.values.trim(bound);
        give_room_back(&mut self.doubts.nodes);
    }

    fn is_needed(&self, slot: u32) -> bool {
        if !self.graph.is_loose(slot) || self.is_pinned(slot) || self.checked_out.contains(&slot) {
            return true;
        }
        if !self.values.is_computed(slot) {
            return self.values.homes[slot as usize].present;
        }
        let family = self.family_of(slot);
        match family.life {
            Lifespan::Keep => true,
            Lifespan::Unobserved => false,
            Lifespan::Lru(_) | Lifespan::Ttl(_) => family.recent.contains(slot),
        }
    }

    /// Gives the slot of a member back.
    fn give_back(&mut self, slot: u32) {
        let Home { keys, entry, .. } = self.values.homes[slot as usize];
        self.groups.forget(slot);
        self.family_of_mut(slot).recent.forget(slot);
        let mut left = Vec::new();
        self.graph.remove(slot, |dep| left.push(dep));
        self.values.set_failure(slot, None);
        if let Some(old) = self.values.slots[slot as usize].take() {
            self.values.leftovers.garbage.push(old);
        }
        let generation = self.values.next_generation();
        self.values.homes[slot as usize] = Home {
            generation,
            keys: NONE,
            entry: 0,
            role: Role::Free,
            present: false,
            in_doubt: false,
        };
        self.values.keys_mut(keys).forget(entry);
        let mut moved = Vec::new();
        self.values.keys_mut(keys).compact(&mut |slot, entry| moved.push((slot, entry)));
        for (slot, entry) in moved {
            self.values.homes[slot as usize].entry = entry;
        }
        for dep in left {
            self.doubt(dep);
        }
    }

    /// Lets the members go that were used longest ago, where more are there than may be.
    fn make_room(&mut self, family: usize) {
        let Lifespan::Lru(most) = self.families[family].life else { return };
        let excess = self.families[family].recent.len().saturating_sub(most);
        if excess == 0 {
            return;
        }
        // Those that have to go, and no more, are looked for.
        let oldest = self.families[family].recent.oldest_first();
        let unused = oldest.filter(|&slot| !self.is_observed(slot));
        let going: Vec<u32> = unused.take(excess).collect();
        for slot in going {
            self.let_go(slot);
        }
    }

    /// A member lives no longer, though nobody removed it.
    fn let_go(&mut self, slot: u32) {
        self.family_of_mut(slot).recent.forget(slot);
        if self.values.homes[slot as usize].present {
            self.remove_slot(slot);
        } else {
            self.doubt(slot);
        }
    }

    /// Lets the members go whose time is over, in all families.
    pub(crate) fn expire_all(&mut self) {
        if self.has_clocked {
            let now = self.now();
            for family in 0..self.families.len() {
                self.expire(family, now);
            }
        }
    }

    fn expire(&mut self, family: usize, now: Time) {
        let Lifespan::Ttl(life) = self.families[family].life else { return };
        let over = |at: Time| now.since(at) >= life && life < Duration::MAX;
        while let Some((slot, at)) = self.families[family].recent.oldest()
            && over(at)
        {
            if self.is_observed(slot) || self.checked_out.contains(&slot) {
                self.families[family].recent.touch(slot, now);
            } else {
                self.let_go(slot);
            }
        }
    }
}
