//! Reading: every read is up to date, whatever waits to be told.

use std::fmt;

use super::source::Get;
use super::{Store, expect};
use crate::error::Error;
use crate::handle::{Keyed, MemberHandle, Read};
use crate::state::State;
use crate::tier::{Begin, ELSEWHERE, Holds, Tier};
use crate::value::Shared;

impl<G: Tier> Store<G> {
    /// A copy of the value, or a tuple of copies of one moment.
    ///
    /// Costs a lock and a clone; a computed is computed first if something it depends on changed.
    ///
    /// # Panics
    /// If the value cannot be computed; [`try_get`](Self::try_get) returns the error instead.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static WIDTH: u32 = 80;
    /// #[atom]
    /// static HEIGHT: u32 = 24;
    ///
    /// let store = Store::new();
    /// assert_eq!(store.get(WIDTH), 80);
    /// assert_eq!(store.get((WIDTH, HEIGHT)), (80, 24));
    /// ```
    #[track_caller]
    #[inline]
    pub fn get<S: Get>(&self, source: S) -> S::Output
    where
        G: Holds<S>,
    {
        expect(self.try_get(source))
    }

    /// As [`get`](Self::get), with the error instead of a panic.
    ///
    /// # Errors
    /// [`Error::Failed`] if a compute function or an initial value panicked, [`Error::Cycle`] and
    /// [`Error::Collision`] if the node cannot be registered, [`Error::BeingUpdated`] inside of an
    /// update of the atom or of one it depends on.
    #[inline]
    #[track_caller]
    pub fn try_get<S: Get>(&self, source: S) -> Result<S::Output, Error>
    where
        G: Holds<S>,
    {
        let look = |state: &mut State| {
            if <G::Nodes as Begin>::COMPILED && G::AT != ELSEWHERE {
                state.note_read(G::AT);
                return source.read_from(state.look_at::<G::Nodes>(G::AT, G::find)?);
            }
            source.peek(state)
        };
        self.inner.look_or_work(look, |state| source.output(state))
    }

    /// Calls a function with the value, and holds nothing meanwhile.
    ///
    /// The function may use the store; what it writes does not change the value in its hand.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static NAMES: Vec<String> = vec!["Ada".to_owned()];
    ///
    /// let store = Store::new();
    /// assert_eq!(store.with(NAMES, |names| names.len()), 1);
    /// ```
    #[track_caller]
    pub fn with<H: Read, R>(&self, handle: H, read: impl FnOnce(&H::Value) -> R) -> R
    where
        G: Holds<H>,
    {
        read(&self.share(handle))
    }

    /// As [`with`](Self::with), with the error instead of a panic.
    ///
    /// # Errors
    /// As [`try_get`](Self::try_get).
    #[track_caller]
    pub fn try_with<H: Read, R>(
        &self,
        handle: H,
        read: impl FnOnce(&H::Value) -> R,
    ) -> Result<R, Error>
    where
        G: Holds<H>,
    {
        Ok(read(&*self.try_share(handle)?))
    }

    /// The value, owned and cheap to keep: reading without a closure.
    ///
    /// A `Copy` value is copied; another one is put behind an `Arc` by the first share, and the next
    /// write to it while the share is held copies it once.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static NAMES: Vec<String> = vec!["Ada".to_owned()];
    ///
    /// let store = Store::new();
    /// let names = store.share(NAMES);
    /// store.update(NAMES, |names| names.clear());
    /// assert_eq!(*names, ["Ada"]);
    /// ```
    #[track_caller]
    pub fn share<H: Read>(&self, handle: H) -> Shared<H::Value>
    where
        G: Holds<H>,
    {
        expect(self.try_share(handle))
    }

    /// As [`share`](Self::share), with the error instead of a panic.
    ///
    /// # Errors
    /// As [`try_get`](Self::try_get).
    #[track_caller]
    pub fn try_share<H: Read>(&self, handle: H) -> Result<Shared<H::Value>, Error>
    where
        G: Holds<H>,
    {
        self.inner.work(|state| state.shared(handle.place()))
    }

    /// Reads several values of one moment; writers wait until the function ends.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static LEFT: i64 = 50;
    /// #[atom]
    /// static RIGHT: i64 = 50;
    ///
    /// let store = Store::new();
    /// let sum = store.read(|view| view.get(LEFT) + view.get(RIGHT));
    /// assert_eq!(sum, 100);
    /// ```
    pub fn read<R>(&self, read: impl FnOnce(&View<'_, G>) -> R) -> R {
        let _turn = self.inner.open_turn();
        read(&View { store: self })
    }
}

/// The values of one moment, for the length of a [`Store::read`].
pub struct View<'a, G: Tier> {
    store: &'a Store<G>,
}

impl<G: Tier> View<'_, G> {
    /// As [`Store::get`].
    ///
    /// # Panics
    /// As [`Store::get`].
    #[track_caller]
    pub fn get<S: Get>(&self, source: S) -> S::Output
    where
        G: Holds<S>,
    {
        self.store.get(source)
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
        self.store.with(handle, read)
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
        self.store.share(handle)
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
        self.store.keys(family)
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
        self.store.contains(member)
    }
}

impl<G: Tier> fmt::Debug for View<'_, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("View")
    }
}
