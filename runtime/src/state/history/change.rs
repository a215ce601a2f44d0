//! What an entry holds: for each place that differs between its two sides, the value of the other side.

use std::any::Any;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::handle::AnyKey;
use crate::meta::Span;
use crate::slot::{AnySlot, Garbage};
use crate::state::undo::change_places;
use crate::value::AnyPart;

/// A node of a store, by what stays: the slot of a member is used again.
#[derive(Clone)]
pub(super) enum Named {
    /// Of no family.
    Plain(u32),
    Member {
        /// The slot of the keys.
        keys: u32,
        key: Arc<dyn AnyKey>,
        /// The id of the member.
        id: u64,
    },
}

impl Named {
    /// The same number for the same node, and seldom for two.
    fn number(&self) -> u64 {
        match self {
            Self::Plain(slot) => u64::from(*slot),
            Self::Member { id, .. } => *id,
        }
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Plain(slot), Self::Plain(other)) => slot == other,
            (Self::Member { keys, key, .. }, Self::Member { keys: of, key: other, .. }) => {
                keys == of && key.is(&**other)
            }
            _ => false,
        }
    }
}

/// How one node is on the other side of an entry.
pub(super) struct Change {
    pub(super) node: Named,
    pub(super) what: What,
    /// An estimate of the memory it takes.
    bytes: usize,
}

/// Invariant: of one node of an entry the spans have nothing in common, and there is either one `Member`
/// or any number of `Value`s.
pub(super) enum What {
    Value {
        span: Span,
        /// Changes of the place are not told.
        silent: bool,
        part: Box<dyn AnyPart>,
    },
    /// The member, if it is there.
    Member(Option<Kept>),
}

/// A member that is not there.
pub(super) struct Kept {
    pub(super) slot: Box<dyn AnySlot>,
    /// Where it stands among the others.
    pub(super) order: u32,
}

/// What a change costs besides its value.
const OVERHEAD: usize = size_of::<Change>() + 32;

impl Change {
    pub(super) fn new(node: Named, what: What) -> Self {
        let mut change = Self { node, what, bytes: 0 };
        change.measure(None);
        change
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Estimates what it takes, besides the value that stands at its place, if that is to be had: two
    /// versions of a list share what is equal in them.
    pub(super) fn measure(&mut self, place: Option<&dyn Any>) {
        let held = match (&self.what, place) {
            (What::Value { part, .. }, Some(place)) => part.bytes_beside(place),
            (What::Value { part, .. }, None) => part.bytes(),
            (What::Member(Some(kept)), _) => kept.slot.bytes(),
            (What::Member(None), _) => 0,
        };
        self.bytes = OVERHEAD + held;
    }
}

/// Puts changes of several turns together, from the farthest side to the nearest: of a place that is
/// changed more than once, the first value is the one that counts.
#[derive(Default)]
pub(super) struct Together {
    changes: Vec<Option<Change>>,
    /// The places of the changes in the list, by the numbers of their nodes.
    known: FxHashMap<u64, Vec<u32>>,
}

impl Together {
    pub(super) fn of(far: Vec<Change>, near: Vec<Change>, garbage: &mut Garbage) -> Vec<Change> {
        let mut together = Self::default();
        for change in far.into_iter().chain(near) {
            together.add(change, garbage);
        }
        together.finish()
    }

    pub(super) fn finish(self) -> Vec<Change> {
        self.changes.into_iter().flatten().collect()
    }

    pub(super) fn add(&mut self, mut change: Change, garbage: &mut Garbage) {
        let Self { changes, known } = self;
        let places = known.entry(change.node.number()).or_default();
        let is_known = |at: &u32, change: &Change| {
            changes[*at as usize].as_ref().is_some_and(|known| known.node.is(&change.node))
        };
        let same: Vec<u32> = places.iter().copied().filter(|at| is_known(at, &change)).collect();
        for &at in &same {
            if let Some(known) = &mut changes[at as usize]
                && covers(&known.what, &change.what)
            {
                if let (What::Value { silent, .. }, What::Value { silent: new, .. }) =
                    (&mut known.what, &change.what)
                {
                    *silent &= *new;
                }
                garbage.push(change.what.into_garbage());
                return;
            }
        }
        // A part of what is added was kept before, when it was another value.
        for at in same {
            let known = &mut changes[at as usize];
            if known.as_ref().is_some_and(|known| covers(&change.what, &known.what))
                && let Some(part) = known.take()
            {
                garbage.push(fold(part.what, &mut change.what));
            }
        }
        places.retain(|at| changes[*at as usize].is_some());
        places.push(changes.len() as u32);
        changes.push(Some(change));
    }
}

/// Whether all that the other one says of a node is said by this one.
fn covers(what: &What, other: &What) -> bool {
    match (what, other) {
        (What::Member(_), _) => true,
        (What::Value { .. }, What::Member(_)) => false,
        (What::Value { span, .. }, What::Value { span: other, .. }) => span.contains(*other),
    }
}

/// Puts the value of a part into the whole; what is left is to be dropped after the lock.
fn fold(part: What, whole: &mut What) -> Box<dyn Any + Send> {
    let What::Value { span, part: mut old, silent } = part else {
        return part.into_garbage();
    };
    match whole {
        What::Value { span: outer, part, silent: all_silent } => {
            *all_silent &= silent;
            if let Some(field) = part.field(span.from - outer.inner()) {
                let changed = old.swap(field);
                debug_assert!(changed, "a part is of the type of its place");
            }
        }
        What::Member(Some(kept)) => change_places(&mut *kept.slot, span, &mut *old),
        What::Member(None) => {}
    }
    old
}

impl What {
    pub(super) fn into_garbage(self) -> Box<dyn Any + Send> {
        match self {
            Self::Value { part, .. } => part,
            Self::Member(Some(kept)) => kept.slot,
            Self::Member(None) => Box::new(()),
        }
    }
}
