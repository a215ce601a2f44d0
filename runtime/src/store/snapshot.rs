//! Snapshots: the values of one moment, kept.

use std::fmt;

use super::families::keys_of;
use super::source::Get;
use super::{Store, expect};
use crate::core::Core;
use crate::error::Error;
use crate::handle::{Keyed, MemberHandle, Read};
use crate::state::State;
use crate::tier::{Dynamic, Holds, Tier};
use crate::value::Shared;

/// The values of all atoms at one moment. Computeds are evaluated over them when they are read.
///
/// *Identity*: a moment; nothing written later shows in it. *Life*: its own; it keeps no store alive.
/// It shares values with the store until they are written, and costs memory for those alone.
#[must_use = "the values of this moment are gone when the snapshot is dropped; bind it to a name and read from it"]
pub struct Snapshot<G: Tier = Dynamic> {
    core: Core,
    tier: std::marker::PhantomData<fn() -> G>,
}

impl<G: Tier> Store<G> {
    /// The values of this moment. Costs one reference count for each atom in use.
    ///
    /// # Panics
    /// Inside of a turn, where values may be half-way; read through `tx` there.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static SCORE: u32 = 1;
    ///
    /// let store = Store::new();
    /// let before = store.snapshot();
    /// store.set(SCORE, 2);
    /// assert_eq!((before.get(SCORE), store.get(SCORE)), (1, 2));
    /// ```
    #[track_caller]
    pub fn snapshot(&self) -> Snapshot<G> {
        expect(self.try_snapshot())
    }

    /// As [`snapshot`](Self::snapshot), with the error instead of a panic.
    ///
    /// # Errors
    /// [`Error::InsideTurn`] inside of a turn.
    pub fn try_snapshot(&self) -> Result<Snapshot<G>, Error> {
        let turn = self.inner.core.hold();
        if turn.is_open() {
            return Err(Error::InsideTurn { verb: "snapshot" });
        }
        let frozen = self.inner.work_in(turn, State::freeze);
        Ok(Snapshot { core: Core::new(frozen), tier: std::marker::PhantomData })
    }
}

impl<G: Tier> Snapshot<G> {
    /// As [`Store::get`].
    ///
    /// # Panics
    /// As [`Store::get`].
    #[track_caller]
    pub fn get<S: Get>(&self, source: S) -> S::Output
    where
        G: Holds<S>,
    {
        expect(self.try_get(source))
    }

    /// As [`Store::try_get`].
    ///
    /// # Errors
    /// As [`Store::try_get`].
    pub fn try_get<S: Get>(&self, source: S) -> Result<S::Output, Error>
    where
        G: Holds<S>,
    {
        self.work(|state| source.output(state))
    }

    /// As [`Store::with`].
    ///
    /// # Panics
    /// As [`Store::get`].
    #[track_caller]
    pub fn with<H: Read, R>(&self, handle: H, read: impl FnOnce(&H::Value) -> R) -> R
    where
        G: Holds<H>,
    {
        read(&self.share(handle))
    }

    /// As [`Store::share`].
    ///
    /// # Panics
    /// As [`Store::get`].
    #[track_caller]
    pub fn share<H: Read>(&self, handle: H) -> Shared<H::Value>
    where
        G: Holds<H>,
    {
        expect(self.work(|state| state.shared(handle.place())))
    }

    /// As [`Store::keys`].
    ///
    /// # Panics
    /// As [`Store::keys`].
    #[track_caller]
    pub fn keys<F: Keyed>(&self, family: F) -> Vec<F::Key>
    where
        G: Holds<F>,
    {
        expect(self.work(|state| keys_of(state, &family)))
    }

    /// As [`Store::contains`].
    ///
    /// # Panics
    /// As [`Store::contains`].
    #[track_caller]
    pub fn contains<H: MemberHandle>(&self, member: H) -> bool
    where
        G: Holds<H>,
    {
        expect(self.work(|state| state.contains(member.place().node)))
    }

    pub(super) fn work<R>(&self, work: impl FnOnce(&mut State) -> R) -> R {
        let turn = self.core.hold();
        let (result, leftovers) = self.core.work(&turn, work);
        drop(turn);
        // A snapshot has no `on_error`; what failed is returned by the read.
        drop(leftovers);
        result
    }
}

impl<G: Tier> fmt::Debug for Snapshot<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Snapshot")
    }
}
