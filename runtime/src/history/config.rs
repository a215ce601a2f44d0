//! What a history keeps, said before the store is made.

use std::time::Duration;

use crate::state::Rules;
use crate::store::Builder;
use crate::tier::Tier;

/// What the history of a store keeps, and which turns it merges.
///
/// ```
/// use std::time::Duration;
/// use atomata::{History, Store};
///
/// let history = History::new()
///     .max_snapshots(200)
///     .max_bytes(16 << 20)
///     .merge_within(Duration::from_millis(300))
///     .keep_branches();
/// let store = Store::builder().history(history).build();
/// ```
#[derive(Clone, Debug)]
#[must_use = "a history is given to a builder"]
pub struct History {
    rules: Rules,
}

impl Default for History {
    fn default() -> Self {
        Self::new()
    }
}

impl History {
    /// The 50 last entries, however large, one for each turn, without branches.
    pub const fn new() -> Self {
        let rules = Rules {
            max_entries: 50,
            max_bytes: usize::MAX,
            merge_within: None,
            keeps_branches: false,
        };
        Self { rules }
    }

    /// How many entries are kept; 50 by default. Beyond that the oldest one is dropped.
    pub const fn max_snapshots(mut self, most: usize) -> Self {
        self.rules.max_entries = most;
        self
    }

    /// How many bytes the entries may take; no limit by default. Beyond that the oldest ones are dropped,
    /// at last the one that was just made.
    ///
    /// The size of an entry is an estimate: that of the values in it and of what they own directly (the
    /// text of a `String`, the buffer of a `Vec`), not of what lies behind that.
    pub const fn max_bytes(mut self, bytes: usize) -> Self {
        self.rules.max_bytes = bytes;
        self
    }

    /// A turn that ends within this time of the one before, by the store's clock, and has the same label
    /// or none like that one, is merged into its entry; none is by default.
    pub const fn merge_within(mut self, time: Duration) -> Self {
        self.rules.merge_within = Some(time);
        self
    }

    /// A write after an undo keeps what was undone as a branch; it is cut off by default.
    pub const fn keep_branches(mut self) -> Self {
        self.rules.keeps_branches = true;
        self
    }
}

impl<G: Tier> Builder<G> {
    /// The store keeps a history: [`undo`](crate::Store::undo), [`redo`](crate::Store::redo) and
    /// [`history`](crate::Store::history) work.
    ///
    /// What is written while the store is made ([`initial`](Self::initial)) is no part of it.
    ///
    /// ```
    /// use atomata::{History, Store, atom};
    ///
    /// #[atom]
    /// static ZOOM: u32 = 100;
    ///
    /// let store = Store::builder().history(History::new()).build();
    /// store.set(ZOOM, 200);
    /// assert!(store.undo());
    /// assert_eq!(store.get(ZOOM), 100);
    /// ```
    #[must_use]
    pub fn history(self, history: History) -> Self {
        self.recording(history.rules)
    }
}
