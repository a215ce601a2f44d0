//! Getting to another point: the changes on the way are exchanged with the values of the store.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use rustc_hash::FxHashMap;

use super::change::{Change, Kept, Named, What};
use super::tree::Step;
use crate::fields::{Changes, Scribe};
use crate::meta::Span;
use crate::state::State;
use crate::state::undo::{change_places, place_at};
use crate::value::AnyPart;

/// A travel under way.
#[derive(Default)]
pub(super) struct Travel {
    /// What marks are stamped with where values are compared on the way.
    revision: u64,
    /// The values before, by slot and generation, of what is exchanged more than once perhaps.
    before: Option<FxHashMap<(u32, u64), Box<dyn AnyPart>>>,
    /// Who changed for sure, and is told of it.
    written: Vec<u32>,
    /// The families of which members came back.
    came_back: Vec<u32>,
}

impl State {
    /// Takes the last turn back, or makes the next one again; false if there is none.
    pub(crate) fn travel_by(&mut self, back: bool) -> bool {
        let Some(history) = &self.history else { return false };
        let tree = &history.tree;
        match if back { tree.before() } else { tree.next() } {
            Some(point) => self.travel_to(point),
            None => false,
        }
    }

    /// Goes to another point; false if there is no such point.
    pub(crate) fn travel_to(&mut self, point: u64) -> bool {
        let Some(history) = &mut self.history else { return false };
        if !history.tree.has(point) {
            return false;
        }
        history.close_entry();
        let way = history.tree.way_to(point);
        if way.is_empty() {
            return true;
        }
        self.travel(way.len() > 1, |state, travel| state.make_steps(way, travel));
        true
    }

    /// Travels, and has told what differs then. Of what is exchanged more than once perhaps, the values before are
    /// kept meanwhile.
    pub(super) fn travel(&mut self, is_long: bool, walk: impl FnOnce(&mut Self, &mut Travel)) {
        let Some(history) = &mut self.history else { return };
        history.travels += 1;
        self.revision += 1;
        let mut travel = Travel { revision: self.revision, ..Travel::default() };
        if is_long {
            travel.before = Some(FxHashMap::default());
        }
        // What the turn writes is no turn of its own to be recorded.
        (self.values.records, self.values.logs) = (false, false);
        let result = catch_unwind(AssertUnwindSafe(|| walk(self, &mut travel)));
        (self.values.records, self.values.logs) = (true, true);
        self.tell_of(travel);
        // A copy or a comparison of the user's panicked: the point is one on the way.
        if let Err(payload) = result {
            resume_unwind(payload);
        }
    }

    pub(super) fn make_steps(&mut self, way: Vec<Step>, travel: &mut Travel) {
        for step in way {
            self.make_step(step, travel);
        }
    }

    fn make_step(&mut self, step: Step, travel: &mut Travel) {
        let Some(history) = &mut self.history else { return };
        if history.tree.is_skipped(step) {
            return history.tree.made(step);
        }
        let mut changes = std::mem::take(history.tree.changes(step));
        let written = travel.written.len();
        // User code runs in the first half, which changes nothing.
        let ready = catch_unwind(AssertUnwindSafe(|| {
            changes.iter().map(|change| self.prepare(change, travel)).collect::<Vec<_>>()
        }));
        if let Ok(slots) = &ready {
            for (change, slot) in changes.iter_mut().zip(slots) {
                if let (What::Value { span, part, .. }, Some(slot)) = (&mut change.what, *slot) {
                    let (slot, span) = (self.values.slot_mut(slot), *span);
                    change_places(slot, span, &mut **part);
                    change.measure(Some(place_at(slot, span).value));
                }
            }
            for change in &mut changes {
                if let Change { node, what: What::Member(kept), .. } = change {
                    self.exchange_member(node, kept, travel);
                    change.measure(None);
                }
            }
        }
        let Some(history) = &mut self.history else { return };
        *history.tree.changes(step) = changes;
        match ready {
            Ok(_) => history.tree.made(step),
            Err(payload) => {
                travel.written.truncate(written);
                resume_unwind(payload)
            }
        }
    }

    /// Finds the place of a value, and notes what it was.
    fn prepare(&mut self, change: &Change, travel: &mut Travel) -> Option<u32> {
        let What::Value { span, silent, part } = &change.what else {
            if let (What::Member(Some(_)), Named::Member { keys, key, .. }) =
                (&change.what, &change.node)
            {
                self.member_slot(*keys, &**key);
            }
            return None;
        };
        let slot = self.slot_of(&change.node)?;
        self.values.occupy(slot);
        let generation = self.values.generation(slot);
        let place = self.values.slot_mut(slot);
        if part.is_own() {
            place.make_unique();
        }
        match &mut travel.before {
            Some(before) => {
                if !before.contains_key(&(slot, generation)) {
                    before.extend(place.part().map(|part| ((slot, generation), part)));
                }
                // So that nothing is copied in the second half.
                place_at(place, *span);
            }
            None => {
                let changes = Changes::new();
                let place = place_at(place, *span);
                let scribe = Scribe::new(place.marks, travel.revision, &changes);
                let scribe = if *silent { Scribe::looking(&changes) } else { scribe };
                part.compare(place.value, *span, scribe);
                if changes.count() > 0 && !silent {
                    travel.written.push(slot);
                }
            }
        }
        Some(slot)
    }

    /// Takes a member out, or brings it back.
    fn exchange_member(&mut self, node: &Named, kept: &mut Option<Kept>, travel: &mut Travel) {
        let taken = self.take_out(node);
        if let Some(kept) = kept.take() {
            travel.came_back.extend(self.put_in(node, kept).map(|(_, keys)| keys));
        }
        *kept = taken.map(|(_, kept)| kept);
    }

    /// Marks what differs, and has it told.
    fn tell_of(&mut self, travel: Travel) {
        let Travel { revision, before, mut written, came_back } = travel;
        for keys in came_back {
            self.sort_members(keys);
        }
        let revision = if before.is_some() { self.revision + 1 } else { revision };
        for ((slot, generation), part) in before.into_iter().flatten() {
            if self.values.generation(slot) == generation && self.differs(slot, &*part, revision) {
                written.push(slot);
            }
            self.values.leftovers.garbage.push(part);
        }
        written.sort_unstable();
        written.dedup();
        for slot in written {
            self.wrote(slot, revision);
        }
    }

    /// Marks where a node differs from what it was.
    fn differs(&mut self, slot: u32, part: &dyn AnyPart, revision: u64) -> bool {
        self.values.occupy(slot);
        let place = self.values.slot_mut(slot).stored();
        let changes = Changes::new();
        let scribe = Scribe::new(place.marks, revision, &changes);
        let compare = || part.compare(place.value, Span::WHOLE, scribe);
        // What cannot be compared is told.
        let failed = catch_unwind(AssertUnwindSafe(compare)).is_err();
        if failed {
            scribe.mark(Span::WHOLE);
        }
        changes.count() > 0
    }
}
