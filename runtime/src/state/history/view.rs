//! What is told of a history.

use super::Label;
#[cfg(all(debug_assertions, feature = "devtools"))]
use super::change::Named;
use crate::clock::Time;
#[cfg(all(debug_assertions, feature = "devtools"))]
use crate::error::Name;
use crate::state::State;

/// What is known of an entry.
pub(crate) struct EntryAt {
    pub(crate) point: u64,
    pub(crate) label: Option<Label>,
    pub(crate) at: Time,
    pub(crate) last: Time,
    pub(crate) turns: u32,
    pub(crate) bytes: usize,
    pub(crate) pinned: bool,
    /// Its turns have happened, seen from the present.
    pub(crate) done: bool,
}

/// What is known of a branch.
pub(crate) struct BranchAt {
    pub(crate) tip: u64,
    /// Where it leaves the one at hand.
    pub(crate) fork: u64,
    /// How many entries it has from there.
    pub(crate) len: usize,
}

impl State {
    /// Whether there is something to be taken back, or to be made again.
    pub(crate) fn can_travel(&self, back: bool) -> bool {
        self.history.as_ref().is_some_and(|history| {
            let tree = &history.tree;
            if back { tree.before().is_some() } else { tree.next().is_some() }
        })
    }

    /// The first point and the present one.
    pub(crate) fn points(&self) -> Option<(u64, u64)> {
        self.history.as_ref().map(|history| (history.tree.start(), history.tree.here()))
    }

    pub(crate) fn has_point(&self, point: u64) -> bool {
        self.history.as_ref().is_some_and(|history| history.tree.has(point))
    }

    /// The entries of the branch at hand, the oldest first.
    pub(crate) fn entries(&self) -> Vec<EntryAt> {
        let Some(history) = &self.history else { return Vec::new() };
        let tree = &history.tree;
        let entry_at = |point: u64| {
            let entry = tree.entry(point)?;
            Some(EntryAt {
                point,
                label: entry.label.clone(),
                at: entry.at,
                last: entry.last,
                turns: entry.turns,
                bytes: entry.bytes,
                pinned: tree.is_pinned(point),
                done: point <= tree.here(),
            })
        };
        tree.line(tree.tip()).into_iter().filter_map(entry_at).collect()
    }

    /// The names of what an entry changed, at most so many.
    #[cfg(all(debug_assertions, feature = "devtools"))]
    pub(crate) fn entry_names(&self, point: u64, most: usize) -> Vec<Name> {
        let entry = self.history.as_ref().and_then(|history| history.tree.entry(point));
        let mut names = Vec::new();
        for change in entry.iter().flat_map(|entry| &entry.changes) {
            let name = match &change.node {
                Named::Plain(slot) => self.values.name(*slot),
                Named::Member { keys, key, .. } => self.meta(*keys).member_name(&**key).into(),
            };
            if names.len() == most {
                break;
            }
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The point that redos lead to in the end.
    #[cfg(all(debug_assertions, feature = "devtools"))]
    pub(crate) fn tip(&self) -> Option<u64> {
        self.history.as_ref().map(|history| history.tree.tip())
    }

    /// How many entries and bytes the history may have.
    #[cfg(all(debug_assertions, feature = "devtools"))]
    pub(crate) fn history_limits(&self) -> Option<(usize, usize)> {
        let rules = self.history.as_ref().map(|history| &history.rules);
        rules.map(|rules| (rules.max_entries, rules.max_bytes))
    }

    /// The branches, the oldest first.
    pub(crate) fn branches(&self) -> Vec<BranchAt> {
        let Some(history) = &self.history else { return Vec::new() };
        let tree = &history.tree;
        let branch = |(tip, fork): (u64, u64)| {
            let line = tree.line(tip);
            let len = line.iter().filter(|&&point| point > fork).count();
            BranchAt { tip, fork, len }
        };
        tree.branches().into_iter().map(branch).collect()
    }

    /// Keeps a point, or lets it go; false if there is no such point.
    pub(crate) fn pin_point(&mut self, point: u64, pinned: bool) -> bool {
        self.history.as_mut().is_some_and(|history| history.tree.pin(point, pinned))
    }

    /// How many bytes the history takes, by estimate, and how many entries it has.
    pub(crate) fn history_size(&self) -> (usize, usize) {
        let tree = self.history.as_ref().map(|history| &history.tree);
        tree.map_or((0, 0), |tree| (tree.bytes(), tree.len()))
    }
}
