//! What a transaction keeps to take its writes back.

use std::any::Any;

use super::{ObserverId, State};
use crate::error::Failure;
use crate::fields::{Before, marks_of};
use crate::meta::Span;
use crate::slot::AnySlot;
use crate::value::AnyPart;

/// One step back. Steps are taken in reverse order.
pub(super) enum Undo {
    /// A value was replaced.
    Replaced { slot: u32, span: Span, marks: Box<[u64]>, old: Box<dyn AnyPart> },
    /// Fields were accessed through a guard.
    Fields { slot: u32, before: Vec<Before> },
    /// A computed was computed anew.
    Computed { slot: u32, old: Box<dyn Any + Send>, failure: Option<Failure> },
    /// A computed failed, or recovered.
    Failure { slot: u32, failure: Option<Failure> },
    /// A write was put in line to be told.
    Queued { slot: u32, first: bool, reached: u32, counts: bool },
    /// A change was noted for those who ask what changed.
    #[cfg(feature = "serial")]
    Noted { slot: u32, changed: u64, born: u64 },
    /// A member of a family came.
    Came { slot: u32 },
    /// A member of a family was removed.
    Left {
        slot: u32,
        old: Option<Box<dyn AnySlot>>,
        entry: u32,
        generation: u64,
        failure: Option<Failure>,
        /// When it came, for those who ask what changed.
        born: u64,
        /// Those that end with it, once nothing can be taken back.
        watchers: Vec<ObserverId>,
    },
}

/// Where a transaction began.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Savepoint {
    undo: usize,
    journal: usize,
    writes: u64,
    equal_writes: u64,
    coalesced: u64,
}

impl State {
    pub(crate) fn begin_transaction(&mut self) -> Savepoint {
        self.values.transactions += 1;
        let stats = &self.values.stats;
        Savepoint {
            undo: self.values.undo.len(),
            journal: self.graph.savepoint(),
            writes: stats.writes,
            equal_writes: stats.equal_writes,
            coalesced: stats.coalesced,
        }
    }

    pub(crate) fn commit_transaction(&mut self) {
        self.values.transactions -= 1;
        if self.values.transactions == 0 {
            self.graph.commit();
            let undo = std::mem::take(&mut self.values.undo);
            for step in &undo {
                if let Undo::Left { watchers, .. } = step {
                    self.end_observers(watchers);
                }
            }
            self.values.leftovers.garbage.push(Box::new(undo));
            let taken_back = std::mem::take(&mut self.taken_back);
            self.look_again(taken_back);
        }
    }

    pub(crate) fn roll_back_transaction(&mut self, savepoint: Savepoint) {
        let steps = self.values.undo.split_off(savepoint.undo);
        for step in steps.into_iter().rev() {
            self.step_back(step);
        }
        self.graph.roll_back(savepoint.journal);
        // What was read inside is another value now.
        self.revision += 1;
        self.taken_back = true;
        let stats = &mut self.values.stats;
        stats.writes = savepoint.writes;
        stats.equal_writes = savepoint.equal_writes;
        stats.coalesced = savepoint.coalesced;
        self.commit_transaction();
        #[cfg(debug_assertions)]
        self.check_invariants();
    }

    fn step_back(&mut self, step: Undo) {
        match step {
            Undo::Replaced { slot, span, marks, old } => self.put_back(slot, span, &marks, old),
            Undo::Fields { slot, before } => {
                for Before { span, marks, old } in before.into_iter().rev() {
                    self.put_back(slot, span, &marks, old);
                }
            }
            Undo::Computed { slot, old, failure } => {
                let mut old = Some(old);
                self.values.slot_mut(slot).restore(&mut old);
                self.values.leftovers.garbage.extend(old);
                self.values.set_failure(slot, failure);
            }
            Undo::Failure { slot, failure } => {
                self.values.set_failure(slot, failure);
            }
            Undo::Queued { slot, first, reached, counts } => {
                self.groups.unqueue(slot, first, reached, counts);
            }
            #[cfg(feature = "serial")]
            Undo::Noted { slot, changed, born } => self.unnote_change(slot, changed, born),
            Undo::Came { slot } => self.uncome(slot),
            Undo::Left { slot, old, entry, generation, failure, born, .. } => {
                self.unnote_removal(slot, generation, born);
                let initial = self.values.slots.put(slot, old);
                if let Some(initial) = initial {
                    self.values.leftovers.garbage.push(initial);
                }
                self.values.set_failure(slot, failure);
                self.come_back(slot, entry, generation);
            }
        }
    }

    /// Puts an old value and its marks back. The one that stood there is dropped after the lock.
    fn put_back(&mut self, slot: u32, span: Span, marks: &[u64], mut old: Box<dyn AnyPart>) {
        let place = self.values.slot_mut(slot);
        change_places(place, span, &mut *old);
        put_marks_back(place, span, marks);
        self.values.leftovers.garbage.push(old);
    }
}

/// A part changes places with the value at its place.
pub(super) fn change_places(slot: &mut dyn AnySlot, span: Span, part: &mut dyn AnyPart) {
    let changed = if span.is_whole() {
        part.swap(slot.stored())
    } else {
        slot.make_unique();
        part.swap(slot.place(Some(span.from)))
    };
    debug_assert!(changed, "a part is of the type of its place");
}

fn put_marks_back(slot: &dyn AnySlot, span: Span, marks: &[u64]) {
    for (cell, &mark) in marks_of(slot.marks(), span).iter().zip(marks) {
        cell.set(mark);
    }
}
