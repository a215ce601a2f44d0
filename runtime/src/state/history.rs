//! The history of a store: what its turns replaced, as a tree of points in time.
//!
//! A turn leaves an entry, which leads from the point before it to the one after it and back: it holds
//! the values of the other side. Applying it exchanges them with those of the store, so that one list
//! serves undo and redo, and nothing is copied.
//!
//! How turns become entries is in `record`, which points there are in `tree`, how to get to one in
//! `travel`, and how to leave one out in `skip`.

use std::borrow::Cow;
use std::time::Duration;

use super::{Amount, State};
use crate::clock::Time;
use crate::slot::Garbage;

mod change;
mod layers;
mod members;
mod record;
mod revert;
mod skip;
mod travel;
mod tree;
mod view;

use change::Change;
pub(super) use layers::Pending;
use tree::Entry;
use tree::Tree;
pub(crate) use view::{BranchAt, EntryAt};

/// What a history keeps, and how turns are merged.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) max_entries: usize,
    pub(crate) max_bytes: usize,
    pub(crate) merge_within: Option<Duration>,
    pub(crate) keeps_branches: bool,
}

/// What the entry of a turn is called.
///
/// ```
/// use atomata::history::Label;
///
/// assert_eq!(Label::from("cut").text(), "cut");
/// assert!(Label::merging("typing").merges());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    text: Cow<'static, str>,
    merges: bool,
}

impl Label {
    /// A label whose turns are one entry, as long as they follow each other.
    pub fn merging(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into(), merges: true }
    }

    pub(super) fn name(&self) -> &Cow<'static, str> {
        &self.text
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether turns of this label that follow each other are one entry.
    pub fn merges(&self) -> bool {
        self.merges
    }
}

impl<T: Into<Cow<'static, str>>> From<T> for Label {
    fn from(text: T) -> Self {
        Self { text: text.into(), merges: false }
    }
}

/// The history of one store.
pub(crate) struct Timeline {
    rules: Rules,
    tree: Tree,
    /// The entry that the next turn may be merged into.
    open: Option<u64>,
    /// How many groups are open, and the entry of these.
    groups: u32,
    group: Option<u64>,
    /// Undos, redos and other travels.
    travels: u64,
    /// How often an entry was skipped or taken back in, which makes points other states than they were.
    #[cfg(all(debug_assertions, feature = "devtools"))]
    skips: u64,
    /// How many bytes a budget leaves to the entries.
    room: usize,
}

/// What a turn brings along for its entry.
struct Turn {
    changes: Vec<Change>,
    label: Option<Label>,
    at: Time,
}

impl Timeline {
    pub(super) fn new(rules: Rules) -> Self {
        let tree = Tree::new();
        Self {
            rules,
            tree,
            open: None,
            groups: 0,
            group: None,
            travels: 0,
            #[cfg(all(debug_assertions, feature = "devtools"))]
            skips: 0,
            room: usize::MAX,
        }
    }

    /// Forgets all points but the present one.
    pub(super) fn clear(&mut self, garbage: &mut Garbage) {
        self.tree.clear(garbage);
        self.close_entry();
    }

    /// The entries, and those of them that lead to a pinned point.
    pub(super) fn amounts(&self) -> (Amount, Amount) {
        let all = Amount { count: self.tree.len(), bytes: self.tree.bytes() };
        (all, self.tree.pinned())
    }

    /// Drops entries, the oldest first, until so much is free; says how much is. Pinned points stay.
    pub(super) fn free(&mut self, enough: usize, garbage: &mut Garbage) -> usize {
        let before = self.tree.bytes();
        self.tree.prune(usize::MAX, before.saturating_sub(enough), garbage);
        before - self.tree.bytes()
    }

    /// What was recorded so far is an entry of its own.
    pub(super) fn close_entry(&mut self) {
        self.open = None;
        self.group = None;
    }

    pub(super) fn begin_group(&mut self) {
        if self.groups == 0 {
            self.close_entry();
        }
        self.groups += 1;
    }

    pub(super) fn end_group(&mut self) {
        self.groups -= 1;
        if self.groups == 0 {
            self.close_entry();
        }
    }

    /// The entry that a turn is merged into.
    fn merges_into(&self, turn: &Turn) -> Option<u64> {
        let here = self.tree.here();
        if self.tree.is_pinned(here) {
            return None;
        }
        if self.groups > 0 {
            return self.group.filter(|&group| group == here);
        }
        let open = self.open.filter(|&open| open == here)?;
        let entry = self.tree.entry(open)?;
        let same = entry.label == turn.label;
        let by_label = turn.label.as_ref().is_some_and(Label::merges);
        let by_time = self.rules.merge_within.is_some_and(|most| turn.at.since(entry.last) <= most);
        (same && (by_label || by_time)).then_some(open)
    }

    /// Adds what a turn changed.
    fn add(&mut self, turn: Turn, garbage: &mut Garbage) {
        let into = self.merges_into(&turn);
        let Turn { changes, label, at } = turn;
        let added = match into {
            Some(entry) => {
                self.tree.extend(entry, changes, at, garbage);
                entry
            }
            None => {
                let entry = Entry::new(changes, label, at);
                self.tree.push(entry, self.rules.keeps_branches, garbage)
            }
        };
        self.open = Some(added);
        if self.groups > 0 {
            self.group = Some(added);
        }
        let bytes = self.rules.max_bytes.min(self.room);
        self.tree.prune(self.rules.max_entries, bytes, garbage);
    }
}

impl State {
    /// Drops entries of the history until so much is free; says how much is.
    pub(crate) fn free_history(&mut self, enough: usize) -> usize {
        let garbage = &mut self.values.leftovers.garbage;
        self.history.as_mut().map_or(0, |history| history.free(enough, garbage))
    }

    /// The history has so many bytes from now on, if its own rules do not say less.
    pub(crate) fn limit_history(&mut self, room: usize) {
        if let Some(history) = &mut self.history {
            history.room = room;
        }
    }
}
