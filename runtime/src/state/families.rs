//! Families in a store: where their members are, how they come and go, and when a node nobody needs
//! is given back.

use std::any::Any;

use super::lives::{Doubts, Pins, Recent};
use super::undo::Undo;
use super::{ObserverId, State, Values};
use crate::clock::Time;
use crate::error::{Error, Failure, Name};
use crate::family::{AnyKeys, EachNode, Lifespan};
use crate::handle::{AnyKey, NodeRef, Which};
use crate::meta::{Kind, Meta};
use crate::slot::{AnyBody, AnySlot, Body, Inputs, KeyAt, Slot, Stored};
use crate::value::Tools;

mod frozen;

/// The slot of a member that is being made.
pub(super) const MAKING: u32 = u32::MAX;

/// No slot of keys: the node is of no family.
pub(super) const NONE: u32 = KeyAt::NONE;

/// What is known of a node besides its value, and what it has to do with families.
#[derive(Clone, Copy)]
pub(super) struct Home {
    pub(super) meta: &'static Meta,
    /// Changes when what stands in the slot is another thing; no two things ever have the same.
    pub(super) generation: u64,
    /// The slot of the keys of the family, of a member.
    pub(super) keys: u32,
    /// Where the table of keys has a member; the number of the family, of the keys and of the node
    /// for all members.
    pub(super) entry: u32,
    pub(super) role: Role,
    /// Invariant: in the table, too. Of members of atoms alone.
    pub(super) present: bool,
    /// Whether it waits to be looked at when the turn ends.
    pub(super) in_doubt: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing stands in the slot.
    Free,
    /// The place of a node of a compiled graph that a `cfg` removed.
    Removed,
    Plain,
    Keys,
    Each,
    Member,
}

impl Home {
    /// Of no family.
    pub(super) fn new(meta: &'static Meta, generation: u64, role: Role) -> Self {
        Self { meta, generation, keys: NONE, entry: 0, role, present: false, in_doubt: false }
    }
}

/// What a store keeps of one family.
pub(super) struct Family {
    pub(super) keys: u32,
    /// The node on which those depend who read every member, once there is one.
    pub(super) each: Option<u32>,
    pub(super) life: Lifespan,
    /// The members by their last use, where they live by it.
    pub(super) recent: Recent,
}

/// All that a store keeps of families.
#[derive(Default)]
pub(crate) struct Families {
    pub(super) list: Vec<Family>,
    pub(super) doubts: Doubts,
    pub(super) pins: Pins,
    /// The time of the store, for members that live by it.
    pub(crate) clock: Option<Clock>,
    /// The families of such.
    pub(super) clocked: Vec<usize>,
    /// Nobody writes to the store: nothing comes or goes.
    pub(super) is_frozen: bool,
}

pub(crate) type Clock = Box<dyn Fn() -> Time + Send>;

/// A member that was taken out.
pub(super) struct Taken {
    pub(super) old: Option<Box<dyn AnySlot>>,
    pub(super) failure: Option<Failure>,
    /// When it came, for those who ask what changed.
    pub(super) born: u64,
    /// Who observed it.
    pub(super) watchers: Vec<ObserverId>,
}

static EACH: Body<EachNode> = Body::atom(|| EachNode { keys: NONE }, Tools::new());

impl Values {
    /// Puts a node of its own into a slot.
    pub(super) fn add(&mut self, slot: u32, meta: &'static Meta, made: Box<dyn AnySlot>) {
        self.slots.add(slot, made);
        self.settle(slot, meta, Role::Plain);
    }

    /// A node of its own stands in a slot now.
    pub(super) fn settle(&mut self, slot: u32, meta: &'static Meta, role: Role) {
        let home = Home::new(meta, self.next_generation(), role);
        match self.homes.get_mut(slot as usize) {
            Some(free) => *free = home,
            None => self.homes.push(home),
        }
    }

    pub(super) fn next_generation(&mut self) -> u64 {
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
        let family = self.homes[slot as usize].meta.family.expect("keys are of a family");
        family.read(self.slot_ref(slot))
    }

    /// The same, to be changed; copies the table if somebody else holds it.
    pub(super) fn keys_mut(&mut self, slot: u32) -> &mut dyn AnyKeys {
        let family = self.homes[slot as usize].meta.family.expect("keys are of a family");
        let slot = self.slot_mut(slot);
        slot.make_unique();
        family.lend(slot)
    }

    /// The key of a member.
    #[inline]
    pub(super) fn key(&self, slot: u32) -> Option<&dyn AnyKey> {
        self.key_at(slot).of(&self.slots)
    }

    #[inline]
    pub(super) fn key_at(&self, slot: u32) -> KeyAt {
        let Home { meta, keys, entry, .. } = self.homes[slot as usize];
        KeyAt { meta, keys, entry }
    }

    /// The name of what stands in a slot.
    pub(crate) fn name(&self, slot: u32) -> Name {
        let meta = self.homes[slot as usize].meta;
        match self.key(slot) {
            None => meta.name.into(),
            Some(key) => meta.member_name(key).into(),
        }
    }

    /// Whether what stands in a slot is computed; the keys of a family are not.
    #[inline]
    pub(crate) fn is_computed(&self, slot: u32) -> bool {
        let Home { meta, role, .. } = self.homes[slot as usize];
        meta.kind == Kind::Computed && matches!(role, Role::Plain | Role::Member)
    }

    /// Whether an atom stands in a slot that is no part of a family.
    pub(super) fn is_plain_atom(&self, slot: u32) -> bool {
        let Home { meta, role, .. } = self.homes[slot as usize];
        meta.kind == Kind::Atom && role == Role::Plain
    }

    /// Whether what stands in a slot is there: a member was written and not removed since.
    pub(super) fn is_there(&self, slot: u32) -> bool {
        let home = &self.homes[slot as usize];
        home.keys == NONE || home.present
    }

    #[inline]
    pub(super) fn is_member(&self, slot: u32) -> bool {
        self.homes[slot as usize].keys != NONE
    }
}

impl State {
    /// A family begins, with its keys in this slot.
    pub(super) fn found(&mut self, keys: u32) {
        let meta = self.meta(keys);
        let family = meta.family.expect("keys are of a family");
        let home = &mut self.values.homes[keys as usize];
        home.role = Role::Keys;
        home.entry = self.families.list.len() as u32;
        let life = if self.families.is_frozen { Lifespan::Keep } else { family.life };
        self.families.list.push(Family { keys, each: None, life, recent: Recent::default() });
        if matches!(life, Lifespan::Ttl(_)) {
            self.families.clocked.push(self.families.list.len() - 1);
        }
        // The table is there from the start, so that it can be looked into.
        self.graph.has_value(keys);
        let inputs = Inputs::none();
        self.values.slot_mut(keys).recompute(&inputs, &mut Vec::new(), None);
    }

    /// A new node is the member of a family that the table of keys has at this entry.
    pub(super) fn join(&mut self, slot: u32, keys: u32, entry: u32) {
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
        if let Some(each) = self.families.list[family].each {
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
        self.graph.has_value(each);
        self.families.list[family].each = Some(each);
        each
    }

    pub(super) fn family_of(&self, member: u32) -> &Family {
        &self.families.list[self.values.family_at(self.values.homes[member as usize].keys)]
    }

    pub(super) fn family_of_mut(&mut self, member: u32) -> &mut Family {
        let keys = self.values.homes[member as usize].keys;
        &mut self.families.list[self.values.family_at(keys)]
    }

    /// The node for all members of the family of this one, if somebody reads them.
    #[inline]
    pub(super) fn each_of(&self, slot: u32) -> Option<u32> {
        if self.values.is_member(slot) { self.family_of(slot).each } else { None }
    }

    /// Whether the member is there.
    pub(crate) fn contains(&mut self, node: NodeRef<'_>) -> Result<bool, Error> {
        self.expire_all();
        self.thaw(node);
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
        self.find_member(node.meta, key)
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
        self.came(slot, entry);
    }

    /// As `come`, for one that was there before and comes back.
    pub(super) fn come_in_order(&mut self, slot: u32, order: u32) {
        let Home { keys, entry: from, .. } = self.values.homes[slot as usize];
        let entry = self.values.keys_mut(keys).come_out_of_order(from, order);
        self.came(slot, entry);
    }

    fn came(&mut self, slot: u32, entry: u32) {
        let keys = self.values.homes[slot as usize].keys;
        let home = &mut self.values.homes[slot as usize];
        home.entry = entry;
        home.present = true;
        // One that was made to be written is needed, as a rule, without another look at it.
        let doubts = &mut self.families.doubts.nodes;
        if doubts.last() == Some(&(slot, home.generation)) {
            doubts.pop();
            home.in_doubt = false;
        }
        if self.values.keeps(slot) {
            let changed = self.graph.changed(slot);
            self.values.undo.push(Undo::Came { slot, changed });
        }
        self.keys_changed(keys);
        self.note_change(slot, self.revision);
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
    pub(crate) fn can_remove(&mut self, node: NodeRef<'_>) -> Result<Option<u32>, Error> {
        self.thaw(node);
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

    pub(super) fn remove_slot(&mut self, slot: u32) {
        let Home { keys, entry, generation, .. } = self.values.homes[slot as usize];
        let order = self.values.keys(keys).order(entry);
        let keeps = self.values.keeps(slot);
        let Taken { old, failure, born, watchers } = self.take_member(slot);
        let watchers = if self.values.transactions > 0 {
            watchers
        } else {
            self.end_observers(&watchers);
            Vec::new()
        };
        if keeps {
            let undo = Undo::Left { slot, old, entry, order, generation, failure, born, watchers };
            self.values.undo.push(undo);
        } else if let Some(old) = old {
            self.values.leftovers.garbage.push(old);
        }
        self.values.homes[slot as usize].in_doubt = false;
        self.doubt(slot);
    }

    /// Takes a member out, with its value.
    pub(super) fn take_member(&mut self, slot: u32) -> Taken {
        let Home { keys, entry, generation, .. } = self.values.homes[slot as usize];
        let fresh = self.meta(slot).body.slot();
        // All of its fields changed.
        for mark in fresh.marks() {
            mark.set(self.revision + 1);
        }
        let old = self.values.slots.put(slot, Some(fresh));
        let failure = self.values.failures.remove(&slot);
        self.values.keys_mut(keys).go(entry);
        self.revision += 1;
        let revision = self.revision;
        let born = self.note_removal(slot, generation, revision);
        let next = self.values.next_generation();
        let home = &mut self.values.homes[slot as usize];
        home.present = false;
        home.generation = next;
        self.mark_whole(slot, revision, false);
        self.graph.invalidate(slot);
        self.keys_changed(keys);
        self.family_of_mut(slot).recent.forget(slot);
        Taken { old, failure, born, watchers: self.observers_at(slot) }
    }

    /// Members came or went.
    pub(super) fn keys_changed(&mut self, keys: u32) {
        self.revision += 1;
        let revision = self.revision;
        let each = self.families.list[self.values.family_at(keys)].each;
        for source in std::iter::once(keys).chain(each) {
            self.mark_whole(source, revision, false);
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
    pub(super) fn come_back(&mut self, slot: u32, entry: u32, order: u32, generation: u64) {
        let Home { keys, entry: from, .. } = self.values.homes[slot as usize];
        self.values.keys_mut(keys).come_back(from, entry, order);
        let home = &mut self.values.homes[slot as usize];
        home.entry = entry;
        home.generation = generation;
        home.present = true;
        // What was noted of the one that came after is of no concern to this one.
        home.in_doubt = false;
        self.doubt(slot);
        self.use_member(slot);
    }
}
