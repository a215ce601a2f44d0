//! Undo, redo, time travel and branches.
//!
//! A store that is made with a [`History`](crate::History) records what its turns replace:
//!
//! ```
//! use atomata::{History, Store, atom, computed};
//! use serde::{Deserialize, Serialize};
//!
//! #[atom]
//! #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
//! struct Drawing {
//!     lines: Vec<(i32, i32)>,
//!     title: String,
//! }
//!
//! #[computed(deps = [Drawing.lines])]
//! fn length(lines: &[(i32, i32)]) -> usize {
//!     lines.len()
//! }
//!
//! let store = Store::builder().history(History::new()).build();
//! store.update(Drawing, |drawing| drawing.lines.push((0, 0)));
//! store.labelled("name it", |tx| tx.set(Drawing.title, "dots".to_owned()));
//! store.undo();
//! store.undo();
//! assert_eq!(store.get((LENGTH, Drawing.title)), (0, String::new()));
//! store.redo();
//! assert_eq!(store.get(LENGTH), 1);
//! ```
//!
//! # What it costs
//!
//! Nothing where no history is kept. Where one is, a replaced value moves into the history, and a field
//! is copied at its first mutable access through a guard in a turn; the copy is compared when the turn
//! ends. So `set` a large value rather than change it in place, or split it into fields. An undo
//! exchanges values with the history: what is undone costs no memory twice.
//!
//! # What is an entry
//!
//! Every outermost turn leaves one entry: a lone write, an `update`, a `modify`, a `batch` or a
//! `transaction`, with all that is nested in it. A turn after which every value is equal to what it was
//! before leaves none, and what a failed transaction took back is in none. What a subscriber writes is a
//! turn of its own. It cuts off what could be redone, like any other write: what follows from other
//! values belongs into a computed, and what is no part of the document into a `transient` atom.
//!
//! To [`load`](crate::Store::load) is a turn like others, for the atoms that were used before; where a document is opened,
//! [`clear`](crate::history::Timeline::clear) the history after it. `transient` atoms are not recorded, and neither are families with a `life`, whose members end by
//! themselves: an undo leaves both as they are.
//!
//! Members of families come and go by undo and redo as by [`set`](crate::Store::set) and
//! [`remove`](crate::Store::remove): subscriptions to one that goes end; one that comes back has its
//! value and its place among the keys.
//!
//! # Which turns are merged
//!
//! A turn is added to the entry before it, if that is the last one, nothing was undone or gone to since,
//! and its point is not pinned; and if one of these holds:
//!
//! 1. both were made in the same [`grouped`](crate::Store::grouped);
//! 2. outside of groups, both have the same label, and the label
//!    [merges](crate::history::Label::merging);
//! 3. outside of groups, the turn ended within [`merge_within`](crate::History::merge_within) of the one
//!    before, and both have the same label or none.
//!
//! # Points, pins and branches
//!
//! [`Store::history`](crate::Store::history) lists the entries and goes to any point, in one turn with one
//! notification. A write after an undo cuts off what was undone;
//! with [`keep_branches`](crate::History::keep_branches) it becomes a branch that can be switched to.
//!
//! Beyond [`max_snapshots`](crate::History::max_snapshots) entries or
//! [`max_bytes`](crate::History::max_bytes) the branches that are not at hand are dropped, the oldest first,
//! then the oldest entries. A pinned point is kept with what leads there: of the entries between it and
//! its neighbours one is made, so that an undo skips a few turns and never tears.
//!
//! ```
//! use atomata::{History, Store, atom};
//!
//! #[atom]
//! static ZOOM: u32 = 100;
//!
//! let store = Store::builder().history(History::new().keep_branches()).build();
//! store.set(ZOOM, 150);
//! let saved = store.history().position();
//! store.history().pin(saved);
//! store.set(ZOOM, 200);
//! store.undo();
//! store.set(ZOOM, 50); // the other way to go on
//! assert_eq!(store.history().branches().len(), 2);
//! store.history().go_to(saved);
//! assert_eq!(store.get(ZOOM), 150);
//! ```
