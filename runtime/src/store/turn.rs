//! Turns of several operations: batches and transactions.

use std::fmt;
use std::ops::Deref;

use super::Store;
use super::ended::Ended;
use super::inner::Inner;
use super::open_turn::OpenTurn;
use crate::error::Error;
use crate::state::{Savepoint, State};
use crate::tier::{Dynamic, Tier};

/// The store inside of a batch or a transaction.
///
/// It dereferences to the store, so that a helper over `&Store` works on both.
pub struct Tx<'a, G: Tier = Dynamic> {
    store: &'a Store<G>,
}

impl<G: Tier> Deref for Tx<'_, G> {
    type Target = Store<G>;

    fn deref(&self) -> &Store<G> {
        self.store
    }
}

impl<G: Tier> fmt::Debug for Tx<'_, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tx").field(self.store).finish()
    }
}

impl<G: Tier> Store<G> {
    /// Groups writes: other threads see all of them or none, and subscribers hear of them as one
    /// change. Inside of another turn it joins it.
    ///
    /// A panic keeps what was written so far and goes on to the caller; see
    /// [`transaction`](Self::transaction) for all or nothing. Waiting inside for another thread that
    /// needs the store is a deadlock.
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
    /// store.batch(|tx| {
    ///     tx.set(WIDTH, 120);
    ///     tx.set(HEIGHT, 40);
    /// });
    /// ```
    #[track_caller]
    pub fn batch<R>(&self, batch: impl FnOnce(&Tx<'_, G>) -> R) -> R {
        let _turn = self.inner.open_turn();
        batch(&Tx { store: self })
    }

    /// All or nothing: if the function returns an error or panics, nothing has changed and nobody
    /// hears of it. A transaction inside of another one is a savepoint.
    ///
    /// A replaced value moves into the log; a field that is accessed mutably is cloned at its first
    /// access. Otherwise nothing is copied. Needs unwinding for panics.
    ///
    /// # Errors
    /// What the function returns.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static LEFT: i64 = 10;
    /// #[atom]
    /// static RIGHT: i64 = 0;
    ///
    /// fn move_money(store: &Store, amount: i64) -> Result<(), String> {
    ///     store.transaction(|tx| {
    ///         tx.update(RIGHT, |right| *right += amount);
    ///         tx.update(LEFT, |left| *left -= amount);
    ///         if tx.get(LEFT) < 0 { Err("not enough".to_owned()) } else { Ok(()) }
    ///     })
    /// }
    ///
    /// let store = Store::new();
    /// assert!(move_money(&store, 100).is_err());
    /// assert_eq!(store.get((LEFT, RIGHT)), (10, 0));
    /// ```
    #[track_caller]
    pub fn transaction<R, E>(
        &self,
        transaction: impl FnOnce(&Tx<'_, G>) -> Result<R, E>,
    ) -> Result<R, E> {
        let mut open = Transaction::begin(&self.inner);
        let result = transaction(&Tx { store: self });
        open.succeeded = result.is_ok();
        result
    }
}

impl<G: Tier> Store<G> {
    /// Goes through the history, as a turn of its own, which cannot stand inside of another one.
    #[track_caller]
    pub(crate) fn apart<R>(
        &self,
        verb: &'static str,
        work: impl FnOnce(&mut State) -> R,
    ) -> Result<R, Error> {
        let turn = self.inner.core.enter();
        if turn.is_open() || self.inner.is_flusher() || self.inner.is_hooking() {
            return Err(Error::InsideTurn { verb });
        }
        Ok(self.inner.work_in(turn, |state| {
            let before = state.revision();
            let result = work(state);
            state.note_travel(verb, before);
            result
        }))
    }

    /// Works on the state, inside of a turn or not.
    #[track_caller]
    pub(crate) fn state<R>(&self, work: impl FnOnce(&mut State) -> R) -> R {
        self.inner.work(work)
    }

    /// As `apart`, but that it may stand in a subscriber or a hook.
    #[track_caller]
    pub(crate) fn outermost<R>(
        &self,
        verb: &'static str,
        work: impl FnOnce(&mut State) -> R,
    ) -> Result<R, Error> {
        let turn = self.inner.core.enter();
        if turn.is_open() {
            return Err(Error::InsideTurn { verb });
        }
        Ok(self.inner.work_in(turn, work))
    }

    /// An outermost transaction of which is noted what it wrote; the number of the note.
    #[track_caller]
    pub(crate) fn claimed(
        &self,
        verb: &'static str,
        update: impl FnOnce(&Tx<'_, G>),
    ) -> Result<u64, Error> {
        // Held until the end, so that nobody writes in between.
        let turn = self.inner.core.enter();
        if turn.is_open() {
            return Err(Error::InsideTurn { verb });
        }
        let mut open = Transaction::begin(&self.inner);
        update(&Tx { store: self });
        if let Some(name) = self.inner.work(|state| state.removed_inside()) {
            return Err(Error::RemovedOptimistically { name });
        }
        let id = self.inner.work(State::claim);
        open.succeeded = true;
        drop(open);
        drop(turn);
        Ok(id)
    }

    /// Ends a group of turns, now or when the lock can be had.
    pub(crate) fn leave_group(&self) {
        self.inner.end(Ended::Group);
    }

    /// Forgets an optimistic update, which stays, now or when the lock can be had.
    pub(crate) fn leave_pending(&self, id: u64) {
        self.inner.end(Ended::Pending(id));
    }
}

/// A transaction under way; rolled back on drop unless it succeeded.
struct Transaction<'a> {
    inner: &'a Inner,
    savepoint: Savepoint,
    succeeded: bool,
    // Closed after the rollback, for a field is dropped after `drop` ran.
    _turn: OpenTurn<'a>,
}

impl<'a> Transaction<'a> {
    fn begin(inner: &'a Inner) -> Self {
        let turn = inner.open_turn();
        let savepoint = inner.work(State::begin_transaction);
        Self { inner, savepoint, succeeded: false, _turn: turn }
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        self.inner.work(|state| {
            if self.succeeded {
                state.commit_transaction();
            } else {
                state.roll_back_transaction(self.savepoint);
                state.note_rollback();
            }
        });
    }
}
