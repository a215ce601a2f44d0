//! The view of a history.

use std::fmt;

use super::Label;
use super::verbs::expect;
use crate::clock::Time;
use crate::error::Error;
use crate::state::{BranchAt, EntryAt, State};
use crate::store::Store;
use crate::tier::{Dynamic, Tier};

/// A moment that a history knows: before its first entry, or after one of them.
///
/// *Identity*: a moment of one store. *Life*: until it is pruned or cut off; a pinned one stays. An entry
/// that a later turn is merged into keeps its point, which is after that turn then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    store: u64,
    number: u64,
}

/// What one turn changed, or several that were merged.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// The moment after it.
    pub point: Point,
    /// Its label.
    pub label: Option<Label>,
    /// When its first turn ended, by the store's clock.
    pub at: Time,
    /// When its last turn ended.
    pub last: Time,
    /// How many turns were merged into it.
    pub turns: u32,
    /// An estimate of the memory it takes.
    pub bytes: usize,
    /// Whether its point is pinned.
    pub is_pinned: bool,
    /// Whether it is in effect: an undo leads back over it, and not a redo over it again.
    pub is_done: bool,
}

/// One way in which the history went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Branch {
    /// Its last point.
    pub tip: Point,
    /// The last point it has in common with the branch at hand.
    pub fork: Point,
    /// How many entries it has from there; 0 for the branch at hand.
    pub entries: usize,
}

/// The history of a store, by [`Store::history`].
///
/// Each method looks at the store at that moment and costs a lock.
pub struct Timeline<'a, G: Tier = Dynamic> {
    store: &'a Store<G>,
}

impl<'a, G: Tier> Timeline<'a, G> {
    pub(super) fn of(store: &'a Store<G>) -> Self {
        Self { store }
    }

    /// The entries of the branch at hand, the oldest first; those that were undone come last.
    ///
    /// ```
    /// use atomata::{History, Store, atom};
    ///
    /// #[atom]
    /// static ZOOM: u32 = 100;
    ///
    /// let store = Store::builder().history(History::new()).build();
    /// store.labelled("zoom in", |tx| tx.set(ZOOM, 150));
    /// store.set(ZOOM, 200);
    /// store.undo();
    /// let entries = store.history().entries();
    /// assert_eq!(entries[0].label.as_ref().map(|label| label.text()), Some("zoom in"));
    /// assert_eq!((entries[0].is_done, entries[1].is_done), (true, false));
    /// ```
    pub fn entries(&self) -> Vec<Entry> {
        self.store.state(|state| {
            let entries = state.entries();
            entries.into_iter().map(|entry| entry_of(state, entry)).collect()
        })
    }

    /// What an undo would take back: the text for a menu is its label. Costs the list of entries.
    ///
    /// ```
    /// use atomata::{History, Store, atom};
    ///
    /// #[atom]
    /// static ZOOM: u32 = 100;
    ///
    /// let store = Store::builder().history(History::new()).build();
    /// store.labelled("zoom in", |tx| tx.set(ZOOM, 150));
    /// let next = store.history().next_undo().and_then(|entry| entry.label);
    /// assert_eq!(next.as_ref().map(|label| label.text()), Some("zoom in"));
    /// store.undo();
    /// assert!(store.history().next_undo().is_none());
    /// assert!(store.history().next_redo().is_some());
    /// ```
    pub fn next_undo(&self) -> Option<Entry> {
        self.entries().into_iter().rfind(|entry| entry.is_done)
    }

    /// What a redo would make again. Costs the list of entries.
    pub fn next_redo(&self) -> Option<Entry> {
        self.entries().into_iter().find(|entry| !entry.is_done)
    }

    /// The present.
    pub fn position(&self) -> Point {
        self.store.state(|state| point(state, state.points().map_or(0, |(_, here)| here)))
    }

    /// The moment before the first entry that is kept.
    pub fn start(&self) -> Point {
        self.store.state(|state| point(state, state.points().map_or(0, |(start, _)| start)))
    }

    /// How many bytes the history takes, by estimate.
    pub fn bytes(&self) -> usize {
        self.store.state(|state| state.history_size().0)
    }

    /// Goes to any point of any branch, in one turn with one notification; what was undone on the way
    /// can be redone.
    ///
    /// Subscribers are told of what differs between the two moments, whatever lies between them. Over
    /// more than one entry it costs a copy of each atom of which a field was changed.
    ///
    /// # Panics
    /// If there is no such point, or inside of a turn, a subscriber or a hook;
    /// [`try_go_to`](Self::try_go_to) returns the error.
    ///
    /// ```
    /// use atomata::{History, Store, atom};
    ///
    /// #[atom]
    /// static ZOOM: u32 = 100;
    ///
    /// let store = Store::builder().history(History::new()).build();
    /// let start = store.history().position();
    /// for zoom in [110, 120, 130] {
    ///     store.set(ZOOM, zoom);
    /// }
    /// store.history().go_to(start);
    /// assert_eq!(store.get(ZOOM), 100);
    /// assert!(store.can_redo());
    /// ```
    #[track_caller]
    pub fn go_to(&self, point: Point) {
        expect(self.try_go_to(point));
    }

    /// As [`go_to`](Self::go_to), with the error instead of a panic.
    ///
    /// # Errors
    /// [`Error::NoSuchPoint`], [`Error::NoHistory`] and [`Error::InsideTurn`]. On an error nothing has
    /// changed.
    #[track_caller]
    pub fn try_go_to(&self, point: Point) -> Result<(), Error> {
        self.store.apart("go_to", |state| {
            known(state, point, "go_to")?;
            state.travel_to(point.number);
            Ok(())
        })?
    }

    /// Keeps a point: whatever is pruned or cut off, it can be gone to.
    ///
    /// The entries between two pinned points may be merged into one. What leads to pinned points is
    /// kept beyond the limits of the history.
    ///
    /// # Panics
    /// If there is no such point; [`try_pin`](Self::try_pin) returns the error.
    ///
    /// ```
    /// use atomata::{History, Store, atom};
    ///
    /// #[atom]
    /// static ZOOM: u32 = 100;
    ///
    /// let store = Store::builder().history(History::new().max_snapshots(3)).build();
    /// store.set(ZOOM, 42);
    /// let saved = store.history().position();
    /// store.history().pin(saved);
    /// for zoom in 110..200 {
    ///     store.set(ZOOM, zoom);
    /// }
    /// store.history().go_to(saved);
    /// assert_eq!(store.get(ZOOM), 42);
    /// ```
    #[track_caller]
    pub fn pin(&self, point: Point) {
        expect(self.try_pin(point));
    }

    /// As [`pin`](Self::pin), with the error instead of a panic.
    ///
    /// # Errors
    /// [`Error::NoSuchPoint`] and [`Error::NoHistory`].
    pub fn try_pin(&self, point: Point) -> Result<(), Error> {
        self.store.state(|state| {
            known(state, point, "pin")?;
            state.pin_point(point.number, true);
            Ok(())
        })
    }

    /// Lets a pinned point go; false if there is no such point any more.
    pub fn unpin(&self, point: Point) -> bool {
        self.store.state(|state| {
            known(state, point, "unpin").is_ok() && state.pin_point(point.number, false)
        })
    }

    /// The branches, the oldest first, with the one at hand; see [`History::keep_branches`](super::History::keep_branches).
    pub fn branches(&self) -> Vec<Branch> {
        self.store.state(|state| {
            let branch = |branch: BranchAt| {
                let BranchAt { tip, fork, len } = branch;
                Branch { tip: point(state, tip), fork: point(state, fork), entries: len }
            };
            state.branches().into_iter().map(branch).collect()
        })
    }

    /// Goes to the last point of a branch.
    ///
    /// # Panics
    /// As [`go_to`](Self::go_to).
    ///
    /// ```
    /// use atomata::{History, Store, atom};
    ///
    /// #[atom]
    /// static ZOOM: u32 = 100;
    ///
    /// let store = Store::builder().history(History::new().keep_branches()).build();
    /// store.set(ZOOM, 50);
    /// store.undo();
    /// store.set(ZOOM, 200);
    /// let timeline = store.history();
    /// let aside = timeline.branches().into_iter().find(|branch| branch.entries > 0).unwrap();
    /// timeline.switch_to(aside);
    /// assert_eq!(store.get(ZOOM), 50);
    /// ```
    #[track_caller]
    pub fn switch_to(&self, branch: Branch) {
        expect(self.try_switch_to(branch));
    }

    /// As [`switch_to`](Self::switch_to), with the error instead of a panic.
    ///
    /// # Errors
    /// As [`try_go_to`](Self::try_go_to).
    #[track_caller]
    pub fn try_switch_to(&self, branch: Branch) -> Result<(), Error> {
        self.try_go_to(branch.tip)
    }

    /// Forgets all points, pinned ones, too. Values stay as they are.
    pub fn clear(&self) {
        self.store.state(State::clear_history);
    }
}

impl<G: Tier> fmt::Debug for Timeline<'_, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Timeline").field(self.store).finish()
    }
}

fn point(state: &State, number: u64) -> Point {
    Point { store: state.number(), number }
}

fn entry_of(state: &State, entry: EntryAt) -> Entry {
    let EntryAt { point: number, label, at, last, turns, bytes, pinned, done } = entry;
    let point = point(state, number);
    Entry { point, label, at, last, turns, bytes, is_pinned: pinned, is_done: done }
}

fn known(state: &State, point: Point, verb: &'static str) -> Result<(), Error> {
    if state.points().is_none() {
        return Err(Error::NoHistory { verb });
    }
    let known = point.store == state.number() && state.has_point(point.number);
    if known { Ok(()) } else { Err(Error::NoSuchPoint { point: point.number }) }
}
