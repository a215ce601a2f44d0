//! The ends of lives: members that nobody needs any more, and the nodes that are given back.

use std::time::Duration;

use rustc_hash::FxHashMap;

use super::families::{Home, NONE, Role};
use super::{State, Values};
use crate::clock::Time;
use crate::family::Lifespan;
use crate::graph::give_room_back;

mod recent;

pub(in crate::state) use recent::Recent;

/// What is looked at when the turn ends.
#[derive(Default)]
pub(super) struct Doubts {
    /// Nodes that may not be needed any more, by slot and generation.
    pub(super) nodes: Vec<(u32, u64)>,
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

impl Values {
    /// Gives the memory of the slots from `bound` on back, which are free.
    pub(super) fn trim(&mut self, bound: usize) {
        if bound == self.slots.len() {
            return;
        }
        give_room_back(self.slots.truncate(bound));
        self.homes.truncate(bound);
        give_room_back(&mut self.homes);
    }
}

impl State {
    /// A member is used: it is the last one to go.
    #[inline]
    pub(super) fn use_member(&mut self, slot: u32) {
        let at = match self.family_of(slot).life {
            Lifespan::Keep | Lifespan::Unobserved => return,
            Lifespan::Lru(_) => Time::ORIGIN,
            Lifespan::Ttl(_) => {
                self.expire_all();
                self.now()
            }
        };
        // What is not there has nothing to lose.
        if self.values.homes[slot as usize].present || self.values.is_computed(slot) {
            self.family_of_mut(slot).recent.touch(slot, at);
        }
    }

    pub(super) fn now(&self) -> Time {
        self.families.clock.as_ref().map_or(Time::ORIGIN, |clock| clock())
    }

    /// Holds a node in place for a bound handle or a watch.
    pub(crate) fn pin(&mut self, slot: u32) -> u64 {
        let generation = self.values.generation(slot);
        *self.families.pins.entry(generation).or_default() += 1;
        generation
    }

    pub(crate) fn unpin(&mut self, slot: u32, generation: u64) {
        let Some(count) = self.families.pins.get_mut(&generation) else { return };
        *count -= 1;
        if *count > 0 {
            return;
        }
        let pins = &mut self.families.pins;
        pins.remove(&generation);
        if pins.capacity() > 256 && pins.len() < pins.capacity() / 4 {
            pins.shrink_to(pins.len() * 2);
        }
        if self.values.generation(slot) == generation {
            self.leave(slot);
        }
    }

    pub(super) fn is_pinned(&self, slot: u32) -> bool {
        !self.families.pins.is_empty()
            && self.families.pins.contains_key(&self.values.generation(slot))
    }

    fn is_observed(&self, slot: u32) -> bool {
        self.graph.is_used(slot) || self.is_pinned(slot)
    }

    /// Nobody observes a node any more.
    pub(super) fn leave(&mut self, slot: u32) {
        if self.values.is_member(slot) {
            self.families.doubts.left.push((slot, self.values.generation(slot)));
            self.doubt(slot);
            let keys = self.values.homes[slot as usize].keys;
            self.crowd(keys);
        }
    }

    /// A node may not be needed any more.
    pub(super) fn doubt(&mut self, slot: u32) {
        let home = &mut self.values.homes[slot as usize];
        if home.keys != NONE && !std::mem::replace(&mut home.in_doubt, true) {
            self.families.doubts.nodes.push((slot, home.generation));
        }
    }

    pub(super) fn crowd(&mut self, keys: u32) {
        let family = self.values.family_at(keys);
        if matches!(self.families.list[family].life, Lifespan::Lru(_))
            && !self.families.doubts.crowded.contains(&family)
        {
            self.families.doubts.crowded.push(family);
        }
    }

    /// Whether the end of the turn has something to do for families.
    #[inline]
    pub(crate) fn has_doubts(&self) -> bool {
        !self.families.doubts.is_empty()
    }

    /// Lets the members go whose life is over, at the end of a turn.
    #[cold]
    pub(crate) fn end_lives(&mut self) {
        self.expire_all();
        for (slot, generation) in std::mem::take(&mut self.families.doubts.left) {
            if self.values.generation(slot) == generation
                && self.values.homes[slot as usize].present
                && self.family_of(slot).life == Lifespan::Unobserved
                && !self.is_observed(slot)
            {
                self.remove_slot(slot);
            }
        }
        while let Some(family) = self.families.doubts.crowded.pop() {
            self.make_room(family);
        }
    }

    /// Lets the nodes go that nobody needs, at the end of a turn. Nothing is to be told of it.
    #[cold]
    pub(crate) fn give_back_unneeded(&mut self) {
        debug_assert!(self.values.transactions == 0, "nothing goes while it may be taken back");
        while let Some((slot, generation)) = self.families.doubts.nodes.pop() {
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
        give_room_back(&mut self.families.doubts.nodes);
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
        let Home { meta, keys, entry, .. } = self.values.homes[slot as usize];
        self.groups.forget(slot);
        self.family_of_mut(slot).recent.forget(slot);
        let mut left = Vec::new();
        self.graph.remove(slot, |dep| left.push(dep));
        self.values.set_failure(slot, None);
        self.forget_changes(slot);
        if let Some(old) = self.values.slots.take(slot, meta) {
            self.values.leftovers.garbage.push(old);
        }
        let generation = self.values.next_generation();
        self.values.homes[slot as usize] = Home::new(meta, generation, Role::Free);
        let key = self.values.keys_mut(keys).forget(entry);
        self.values.leftovers.garbage.extend(key);
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
        let Lifespan::Lru(most) = self.families.list[family].life else { return };
        for _ in 0..self.families.list[family].recent.len() {
            let recent = &mut self.families.list[family].recent;
            let Some((slot, at)) = recent.oldest().filter(|_| recent.len() > most) else { return };
            // One that is observed is in use.
            if self.is_observed(slot) {
                self.families.list[family].recent.touch(slot, at);
            } else {
                self.let_go(slot);
            }
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
        if !self.families.clocked.is_empty() {
            let now = self.now();
            for at in 0..self.families.clocked.len() {
                self.expire(self.families.clocked[at], now);
            }
        }
    }

    fn expire(&mut self, family: usize, now: Time) {
        let Lifespan::Ttl(life) = self.families.list[family].life else { return };
        let over = |at: Time| now.since(at) >= life && life < Duration::MAX;
        for _ in 0..self.families.list[family].recent.len() {
            let oldest = self.families.list[family].recent.oldest();
            let Some((slot, _)) = oldest.filter(|&(_, at)| over(at)) else { return };
            if self.is_observed(slot) || self.checked_out.contains(&slot) {
                self.families.list[family].recent.touch(slot, now);
            } else {
                self.let_go(slot);
            }
        }
    }
}
