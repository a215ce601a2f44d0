//! What a store and its flushes did, in numbers.

use std::time::Duration;

use crate::error::Name;

/// Counters of what a store did since it was made.
///
/// ```
/// use atomata::{Store, atom};
///
/// #[atom]
/// static TAX: f64 = 0.2;
///
/// let store = Store::new();
/// store.set(TAX, 0.3);
/// store.set(TAX, 0.3);
/// assert_eq!((store.stats().writes, store.stats().equal_writes), (1, 1));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Writes that changed something.
    pub writes: u64,
    /// Writes of what was there already, cut off at once.
    pub equal_writes: u64,
    /// Compute functions that ran.
    pub recomputed: u64,
    /// Of these, the ones that came to the same value, where propagation stopped.
    pub unchanged: u64,
    /// Computeds that were looked at because something upstream had changed, and did not have to run
    /// because nothing they depend on had. What lies behind them was not even looked at.
    pub skipped: u64,
    /// Writes that fell into a window with an earlier one to the same atom.
    pub coalesced: u64,
    /// Subscribers that were called.
    pub notified: u64,
    /// Calls that one notification per write would have made, less those that were made.
    pub saved: u64,
    /// Flushes.
    pub flushes: u64,
    /// Passes of flushes: one, and one more for each round of writes by subscribers.
    pub passes: u64,
    /// Atoms and computeds in use at the moment.
    pub nodes: usize,
    /// Subscriptions and effects at the moment.
    pub subscriptions: usize,
}

impl Stats {
    /// What was counted since an earlier look; `nodes` and `subscriptions` stay those of the moment.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::new();
    /// store.set(TAX, 0.3);
    /// let earlier = store.stats();
    /// store.set(TAX, 0.4);
    /// assert_eq!(store.stats().since(&earlier).writes, 1);
    /// ```
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            writes: self.writes - earlier.writes,
            equal_writes: self.equal_writes - earlier.equal_writes,
            recomputed: self.recomputed - earlier.recomputed,
            unchanged: self.unchanged - earlier.unchanged,
            skipped: self.skipped - earlier.skipped,
            coalesced: self.coalesced - earlier.coalesced,
            notified: self.notified - earlier.notified,
            saved: self.saved - earlier.saved,
            flushes: self.flushes - earlier.flushes,
            passes: self.passes - earlier.passes,
            ..*self
        }
    }
}

/// What one flush did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Writes that were told, or found to leave everything observed as it was.
    pub writes: u64,
    /// Of these, the ones that came after another one to the same atom.
    pub coalesced: u64,
    /// Subscribers called.
    pub notified: u64,
    /// Calls that one notification per write would have made beyond these.
    pub saved: u64,
    /// Rounds: one, and one more for each round of writes by subscribers.
    pub passes: u32,
    /// From before the first pass to after the last, by the scheduler's clock.
    pub duration: Duration,
    /// The groups that had something to tell, in no particular order; filled in where a hook listens.
    pub groups: Vec<&'static str>,
    /// What was still written after 100 passes; the notifications were dropped, the values stay.
    pub runaway: Vec<Name>,
}

/// What the passes of a flush did so far.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) writes: u64,
    pub(crate) coalesced: u64,
    pub(crate) notified: u64,
    pub(crate) saved: u64,
    pub(crate) passes: u32,
}

impl Stats {
    /// Counts the first pass of a flush.
    #[inline]
    pub(super) fn count(&mut self, tally: &Tally) {
        self.flushes += 1;
        self.passes += 1;
        self.notified += tally.notified;
        self.saved += tally.saved;
    }
}

impl Tally {
    /// The only pass, for one write.
    #[inline]
    pub(crate) fn of_one(reached: u32, notified: u32) -> Self {
        let saved = u64::from(reached.saturating_sub(notified));
        Self { writes: 1, coalesced: 0, notified: notified.into(), saved, passes: 1 }
    }
}

impl Report {
    pub(crate) fn count(&mut self, tally: Tally) {
        let Tally { writes, coalesced, notified, saved, passes } = tally;
        (self.writes, self.coalesced) = (writes, coalesced);
        (self.notified, self.saved, self.passes) = (notified, saved, passes);
    }
}
