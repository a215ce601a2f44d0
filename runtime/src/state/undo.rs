//! What a transaction keeps to take its writes back.

use std::any::Any;

use super::{ObserverId, State};
use crate::error::Failure;
use crate::fields::{Before, marks_of};
use crate::meta::Span;
use crate::slot::AnySlot;

/// One step back. Steps are taken in reverse order.
pub(super) enum Undo {
    /// A value was replaced.
    Replaced { slot: u32, span: Span, marks: Box<[u64]>, restore: RestoreSlot },
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

/// Puts an old value back and returns the one that stood there.
pub(super) type RestoreSlot = Box<dyn FnOnce(&mut dyn AnySlot) -> Box<dyn Any + Send> + Send>;

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
            Undo::Replaced { slot, span, marks, restore } => {
                let place = self.values.slot_mut(slot);
                let garbage = restore(place);
                put_marks_back(place, span, &marks);
                self.values.leftovers.garbage.push(garbage);
            }
            Undo::Fields { slot, before } => {
                let place = self.values.slots.get_mut(slot);
                place.make_unique();
                for Before { span, marks, restore } in before.into_iter().rev() {
                    put_marks_back(place, span, &marks);
                    let garbage = restore(place.place((!span.is_whole()).then_some(span.from)));
                    self.values.leftovers.garbage.extend(garbage);
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
}

fn put_marks_back(slot: &dyn AnySlot, span: Span, marks: &[u64]) {
    for (cell, &mark) in marks_of(slot.marks(), span).iter().zip(marks) {
        cell.set(mark);
    }
}
