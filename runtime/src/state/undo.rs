//! What a turn keeps to take its writes back: a transaction that fails, and the history.

use std::any::Any;

use super::history::Label;
use super::{ObserverId, State, Values};
use crate::error::Failure;
use crate::family::Lifespan;
use crate::fields::{Before, marks_of};
use crate::meta::Span;
use crate::slot::{AnySlot, Lent};
use crate::value::AnyPart;

/// One step back. Steps are taken in reverse order.
pub(super) enum Undo {
    /// A value was replaced.
    Replaced { slot: u32, span: Span, stamp: Stamp, old: Box<dyn AnyPart> },
    /// Fields were accessed through a guard.
    Fields { slot: u32, changed: u64, before: Vec<Before> },
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
    Came { slot: u32, changed: u64 },
    /// The turn has a label in the history.
    Labelled(Label),
    /// A member of a family was removed.
    Left {
        slot: u32,
        old: Option<Box<dyn AnySlot>>,
        entry: u32,
        order: u32,
        generation: u64,
        failure: Option<Failure>,
        /// When it came, for those who ask what changed.
        born: u64,
        /// Those that end with it, once nothing can be taken back.
        watchers: Vec<ObserverId>,
    },
}

/// What a place bore before it was written.
pub(super) struct Stamp {
    /// The revision of the last change of the node.
    pub(super) changed: u64,
    /// The marks of the place, of which a whole node without fields has none.
    pub(super) marks: Box<[u64]>,
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

impl Undo {
    /// Whether the history has a use for it.
    fn is_recorded(&self) -> bool {
        match self {
            #[cfg(feature = "serial")]
            Self::Noted { .. } => false,
            Self::Computed { .. } | Self::Failure { .. } | Self::Queued { .. } => false,
            Self::Replaced { .. }
            | Self::Fields { .. }
            | Self::Came { .. }
            | Self::Left { .. }
            | Self::Labelled(_) => true,
        }
    }
}

/// So many steps are looked at for one that has kept a place already.
const REMEMBERED: usize = 16;

impl Values {
    /// Whether what is written to a node may have to be put back.
    #[inline]
    pub(super) fn keeps(&self, slot: u32) -> bool {
        self.logs && (self.transactions > 0 || self.is_recorded(slot))
    }

    /// Whether the history records a node. Members that end by themselves are a cache.
    #[cold]
    pub(super) fn is_recorded(&self, slot: u32) -> bool {
        let home = &self.homes[slot as usize];
        let life = home.meta.family.map_or(Lifespan::Keep, |family| family.life);
        self.records && !home.meta.transient && life == Lifespan::Keep
    }

    /// As `keeps`, for a place of the node.
    #[inline]
    pub(super) fn is_to_be_kept(&self, slot: u32, span: Span) -> bool {
        self.keeps(slot) && !self.kept(slot).iter().any(|kept| kept.contains(span))
    }

    /// The places of a node that the turn has kept lately, which need not be kept again. In a
    /// transaction each savepoint has to have its own.
    pub(super) fn kept(&self, slot: u32) -> Vec<Span> {
        let steps: &[Undo] = if self.transactions > 0 { &[] } else { &self.undo };
        let mut kept = Vec::new();
        for step in steps.iter().rev().take(REMEMBERED) {
            match step {
                Undo::Replaced { slot: at, span, .. } if *at == slot => kept.push(*span),
                Undo::Fields { slot: at, before, .. } if *at == slot => {
                    kept.extend(before.iter().map(|before| before.span));
                }
                // What was there before is another member.
                Undo::Came { slot: at, .. } | Undo::Left { slot: at, .. } if *at == slot => break,
                _ => {}
            }
        }
        kept
    }
}

impl State {
    pub(crate) fn begin_transaction(&mut self) -> Savepoint {
        self.values.transactions += 1;
        self.values.logs = true;
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
            self.values.logs = self.values.records;
            let mut undo = std::mem::take(&mut self.values.undo);
            for step in &mut undo {
                if let Undo::Left { watchers, .. } = step {
                    self.end_observers(&std::mem::take(watchers));
                }
            }
            if self.values.records {
                let (kept, rest) = undo.into_iter().partition(Undo::is_recorded);
                (self.values.undo, undo) = (kept, rest);
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
            Undo::Replaced { slot, span, stamp, old } => {
                self.put_back(slot, span, &stamp.marks, old);
            }
            Undo::Fields { slot, before, .. } => {
                for Before { span, marks, old, .. } in before.into_iter().rev() {
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
            Undo::Came { slot, .. } => self.uncome(slot),
            Undo::Labelled(_) => {}
            Undo::Left { slot, old, entry, order, generation, failure, born, .. } => {
                self.unnote_removal(slot, generation, born);
                let initial = self.values.slots.put(slot, old);
                if let Some(initial) = initial {
                    self.values.leftovers.garbage.push(initial);
                }
                self.values.set_failure(slot, failure);
                self.come_back(slot, entry, order, generation);
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
    let changed = part.swap(place_at(slot, span).value);
    debug_assert!(changed, "a part is of the type of its place");
}

/// The place of a part: of a field, in a value that nobody else holds.
pub(super) fn place_at(slot: &mut dyn AnySlot, span: Span) -> Lent<'_, dyn Any> {
    if span.is_whole() {
        return slot.stored();
    }
    slot.make_unique();
    slot.place(span.from)
}

fn put_marks_back(slot: &dyn AnySlot, span: Span, marks: &[u64]) {
    for (cell, &mark) in marks_of(slot.marks(), span).iter().zip(marks) {
        cell.set(mark);
    }
}
