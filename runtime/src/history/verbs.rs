//! What is done with a history through the store.

use std::fmt;

use super::{Label, Timeline};
use crate::error::Error;
use crate::state::State;
use crate::store::{Store, Tx, WeakStore};
use crate::tier::{Dynamic, Tier};

impl<G: Tier> Store<G> {
    /// Takes the last entry of the history back; false if there is none, or no history.
    ///
    /// It is a turn like a write: other threads wait, subscribers are told of what differs, computeds
    /// are right. Costs what the entry changed: values are exchanged, not copied, and compared once.
    ///
    /// # Panics
    /// Inside of a turn, a subscriber or a hook; [`try_undo`](Self::try_undo) returns the error.
    ///
    /// ```
    /// use atomata::{History, Store, atom};
    ///
    /// #[atom]
    /// static ZOOM: u32 = 100;
    ///
    /// let store = Store::builder().history(History::new()).build();
    /// store.set(ZOOM, 150);
    /// store.set(ZOOM, 200);
    /// assert!(store.undo());
    /// assert_eq!(store.get(ZOOM), 150);
    /// assert!(store.redo());
    /// assert_eq!(store.get(ZOOM), 200);
    /// assert!(!store.redo());
    /// ```
    #[track_caller]
    pub fn undo(&self) -> bool {
        expect(self.try_undo())
    }

    /// As [`undo`](Self::undo), with the error instead of a panic.
    ///
    /// # Errors
    /// [`Error::InsideTurn`] inside of a turn, a subscriber or a hook.
    #[track_caller]
    pub fn try_undo(&self) -> Result<bool, Error> {
        self.apart("undo", |state| state.travel_by(true))
    }

    /// Makes what was undone last again; false if there is nothing, or no history.
    ///
    /// # Panics
    /// As [`undo`](Self::undo).
    #[track_caller]
    pub fn redo(&self) -> bool {
        expect(self.try_redo())
    }

    /// As [`redo`](Self::redo), with the error instead of a panic.
    ///
    /// # Errors
    /// As [`try_undo`](Self::try_undo).
    #[track_caller]
    pub fn try_redo(&self) -> Result<bool, Error> {
        self.apart("redo", |state| state.travel_by(false))
    }

    /// Whether there is something to undo.
    #[track_caller]
    pub fn can_undo(&self) -> bool {
        self.state(|state| state.can_travel(true))
    }

    /// Whether there is something to redo.
    #[track_caller]
    pub fn can_redo(&self) -> bool {
        self.state(|state| state.can_travel(false))
    }

    /// As [`batch`](Self::batch), and gives the entry that the turn leaves in the history a label.
    ///
    /// Inside of another turn it labels that one, unless it has a label already. A turn with a label
    /// that merges ([`Label::merging`]) is added to the entry before it if that has the same label, is
    /// the last one, and nothing was undone, pinned or grouped since.
    ///
    /// ```
    /// use atomata::{History, Store, atom, history::Label};
    ///
    /// #[atom]
    /// static TEXT: String = String::new();
    ///
    /// let store = Store::builder().history(History::new()).build();
    /// for letter in ["a", "b", "c"] {
    ///     store.labelled(Label::merging("typing"), |tx| tx.update(TEXT, |text| text.push_str(letter)));
    /// }
    /// store.labelled("clear", |tx| tx.set(TEXT, String::new()));
    /// store.undo();
    /// assert_eq!(store.get(TEXT), "abc");
    /// store.undo();
    /// assert_eq!(store.get(TEXT), "");
    /// ```
    #[track_caller]
    pub fn labelled<R>(&self, label: impl Into<Label>, batch: impl FnOnce(&Tx<'_, G>) -> R) -> R {
        let label = label.into();
        self.batch(|tx| {
            tx.state(|state| state.label_turn(label));
            batch(tx)
        })
    }

    /// Makes one entry of all turns until the group is dropped, whoever makes them: of a drag, a stroke.
    ///
    /// An undo meanwhile takes back what the group has so far, and what comes after is another entry.
    /// A group inside of a group is a part of it. It keeps no store alive.
    ///
    /// ```
    /// use atomata::{History, Store, atom};
    ///
    /// #[atom]
    /// static LEFT: i32 = 0;
    ///
    /// let store = Store::builder().history(History::new()).build();
    /// let drag = store.grouped();
    /// for left in 1..=100 {
    ///     store.set(LEFT, left);
    /// }
    /// drop(drag);
    /// store.undo();
    /// assert_eq!(store.get(LEFT), 0);
    /// ```
    #[track_caller]
    pub fn grouped(&self) -> Grouping<G> {
        self.state(State::begin_group);
        Grouping { store: self.downgrade() }
    }

    /// The history: its entries, where the store stands in it, its branches.
    pub fn history(&self) -> Timeline<'_, G> {
        Timeline::of(self)
    }
}

/// Turns of which one entry is made, until it is dropped; see [`Store::grouped`].
#[must_use = "the group ends when it is dropped"]
pub struct Grouping<G: Tier = Dynamic> {
    store: WeakStore<G>,
}

impl<G: Tier> Drop for Grouping<G> {
    fn drop(&mut self) {
        if let Some(store) = self.store.upgrade() {
            store.leave_group();
        }
    }
}

impl<G: Tier> fmt::Debug for Grouping<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Grouping")
    }
}

/// The value, or a panic with the sentence of the error at the caller's line.
#[track_caller]
pub(super) fn expect<T>(result: Result<T, Error>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}
