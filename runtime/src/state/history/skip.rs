//! Entries that are skipped: they stay where they are, and nothing changes by them.
//!
//! An entry holds values of the other side of its places and not how they came about, so that to skip one is to go
//! back to before it and on again without it: what the later entries hold is exchanged with what is there then. A
//! place that a later one wrote, too, has that one's value; a part of a member that did not come changes nothing.
//!
//! DevTools alone skip; elsewhere no entry can be skipped, which costs nothing.

#[cfg(all(debug_assertions, feature = "devtools"))]
use crate::state::State;

/// Whether an entry is skipped.
///
/// Invariant: an entry that is skipped holds the values after it, like one that is undone.
#[derive(Default)]
pub(super) struct Skip {
    #[cfg(all(debug_assertions, feature = "devtools"))]
    on: bool,
}

impl Skip {
    #[inline]
    #[cfg_attr(
        not(all(debug_assertions, feature = "devtools")),
        expect(clippy::unused_self, reason = "nothing is skipped there")
    )]
    pub(super) fn is_on(&self) -> bool {
        #[cfg(all(debug_assertions, feature = "devtools"))]
        return self.on;
        #[cfg(not(all(debug_assertions, feature = "devtools")))]
        false
    }
}

#[cfg(all(debug_assertions, feature = "devtools"))]
impl State {
    /// How often an entry was skipped or taken back in.
    pub(crate) fn skips(&self) -> u64 {
        self.history.as_ref().map_or(0, |history| history.skips)
    }

    pub(crate) fn is_skipped(&self, point: u64) -> bool {
        let entry = self.history.as_ref().and_then(|history| history.tree.entry(point));
        entry.is_some_and(|entry| entry.skip.is_on())
    }

    /// Skips the entry that leads to a point, or takes it back in; false if none does. The present point stays what
    /// it is, with other values. Costs the entries between, there and back.
    pub(crate) fn skip_entry(&mut self, point: u64, on: bool) -> bool {
        let Some(history) = &mut self.history else { return false };
        let (Some(entry), Some(from)) = (history.tree.entry(point), history.tree.origin_of(point))
        else {
            return false;
        };
        if entry.skip.is_on() == on {
            return true;
        }
        history.close_entry();
        history.skips += 1;
        let here = history.tree.here();
        let is_done = history.tree.line(here).contains(&point);
        let set = move |state: &mut Self| {
            let history = state.history.as_mut();
            if let Some(entry) = history.and_then(|history| history.tree.entry_mut(point)) {
                entry.skip.on = on;
            }
        };
        if !is_done {
            set(self);
            return true;
        }
        let back = history.tree.way_to(from);
        self.travel(true, |state, travel| {
            state.make_steps(back, travel);
            set(state);
            let on = state.history.as_ref().map(|history| history.tree.way_to(here));
            state.make_steps(on.unwrap_or_default(), travel);
        });
        true
    }
}
