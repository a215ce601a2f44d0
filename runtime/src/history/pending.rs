//! Optimistic updates: made now, confirmed or reverted later.

use std::fmt;

use super::verbs::expect;
use crate::error::Error;
use crate::store::{Store, Tx, WeakStore};
use crate::tier::{Dynamic, Tier};

impl<G: Tier> Store<G> {
    /// Writes now what somebody else, a server as a rule, is still to agree to, and what may have to be
    /// taken back.
    ///
    /// It is a transaction: other threads see all of it or nothing, and after a panic nothing has changed.
    /// Updates can be confirmed and reverted in any order; at the end each field has the value that was
    /// written last and not reverted. See [`Pending::revert`].
    ///
    /// Costs a copy of each field that it changes. Needs no history; where there is one, the update
    /// and its revert are entries like others.
    ///
    /// It may make members of a family, and not remove any: a removal could not be taken back from between
    /// later updates to the same member.
    ///
    /// # Panics
    /// Inside of an open turn, or if it removes a member; [`try_optimistic`](Self::try_optimistic) returns
    /// the error.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static LIKES: u32 = 10;
    ///
    /// let store = Store::new();
    /// let first = store.optimistic(|tx| tx.set(LIKES, 11));
    /// let second = store.optimistic(|tx| tx.set(LIKES, 12));
    /// assert_eq!(store.get(LIKES), 12);
    /// first.revert(); // the second one lies on it
    /// assert_eq!(store.get(LIKES), 12);
    /// second.revert();
    /// assert_eq!(store.get(LIKES), 10);
    /// ```
    #[track_caller]
    pub fn optimistic(&self, update: impl FnOnce(&Tx<'_, G>)) -> Pending<G> {
        expect(self.try_optimistic(update))
    }

    /// As [`optimistic`](Self::optimistic), with the error instead of a panic.
    ///
    /// # Errors
    /// [`Error::InsideTurn`] inside of an open turn; the function has not run then.
    /// [`Error::RemovedOptimistically`] if it removes a member of a family; nothing has changed then.
    #[track_caller]
    pub fn try_optimistic(&self, update: impl FnOnce(&Tx<'_, G>)) -> Result<Pending<G>, Error> {
        let id = self.claimed("optimistic", update)?;
        Ok(Pending { store: self.downgrade(), id: Some(id) })
    }
}

/// An optimistic update that is neither confirmed nor reverted; see [`Store::optimistic`].
///
/// *Identity*: one update. *Life*: until it is confirmed, reverted or dropped. A dropped one stays, as if it
/// had been confirmed. It keeps no store alive.
#[must_use = "an update that is dropped stays; `confirm` it to say so"]
pub struct Pending<G: Tier = Dynamic> {
    store: WeakStore<G>,
    id: Option<u64>,
}

impl<G: Tier> Pending<G> {
    /// The update stays for good.
    pub fn confirm(self) {}

    /// Takes the update back, in one turn that subscribers are told of.
    ///
    /// Each field that nobody has written since gets the value before the update. Where another
    /// optimistic update wrote to it since, its value stays for now, and reverting that one, too, leads
    /// back to the value before this one. Where anybody else wrote to it, that stays. A write that
    /// changed nothing is none.
    ///
    /// A member of a family that the update made is one such place as a whole: it stays if anybody but later optimistic updates has written to it.
    ///
    /// # Panics
    /// Inside of an open turn; [`try_revert`](Self::try_revert) returns the error.
    #[track_caller]
    pub fn revert(mut self) {
        expect(self.try_revert());
    }

    /// As [`revert`](Self::revert), with the error instead of a panic. Once it succeeded, it does
    /// nothing.
    ///
    /// # Errors
    /// [`Error::InsideTurn`] inside of an open turn; the update is as it was then.
    #[track_caller]
    pub fn try_revert(&mut self) -> Result<(), Error> {
        if let (Some(id), Some(store)) = (self.id, self.store.upgrade()) {
            store.outermost("revert", |state| state.revert(id))?;
        }
        self.id = None;
        Ok(())
    }
}

impl<G: Tier> Drop for Pending<G> {
    fn drop(&mut self) {
        if let (Some(id), Some(store)) = (self.id, self.store.upgrade()) {
            store.leave_pending(id);
        }
    }
}

impl<G: Tier> fmt::Debug for Pending<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").field("id", &self.id).finish_non_exhaustive()
    }
}
