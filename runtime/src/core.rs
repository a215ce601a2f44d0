//! The turn: the one lock of a store, re-entrant for the thread that holds it.
//!
//! Lock order: the turn, then the borrow of the state, then any small lock of `store` or of a
//! scheduler. The borrow is never held while user code runs, save compute functions, initial values,
//! `eq`, `Clone`, `PartialEq` and, for `memory`, `Serialize` of values; entering the store from those is found as a failed borrow.

use std::cell::{Cell, RefCell, RefMut};
use std::mem;
use std::sync::Arc;

use crate::state::{Busy, Leftovers, State};
use crate::sync::{ReentrantMutex, ReentrantMutexGuard};

/// The state of a store behind its turn.
pub(crate) struct Core {
    turn: ReentrantMutex<Turn>,
    busy: Arc<Busy>,
}

/// What the thread that holds the turn may touch.
pub(crate) struct Turn {
    state: RefCell<State>,
    /// How many turns of this thread are open, one inside the other.
    depth: Cell<u32>,
    /// A flush that was asked for inside of a turn.
    flush_at_end: Cell<bool>,
}

/// The turn, held by this thread.
pub(crate) type Held<'a> = ReentrantMutexGuard<'a, Turn>;

impl Core {
    pub(crate) fn new(state: State) -> Self {
        let busy = state.busy();
        let turn = Turn {
            state: RefCell::new(state),
            depth: Cell::new(0),
            flush_at_end: Cell::new(false),
        };
        Self { turn: ReentrantMutex::new(turn), busy }
    }

    /// Waits for the turn.
    #[inline]
    pub(crate) fn hold(&self) -> Held<'_> {
        self.turn.lock()
    }

    /// Waits for the turn, for code that may run while it is held.
    ///
    /// # Panics
    /// If this thread computes, compares or clones a value of the store: a turn that began there could
    /// only panic when it ends, in a destructor.
    #[track_caller]
    pub(crate) fn enter(&self) -> Held<'_> {
        let turn = self.hold();
        if turn.state.try_borrow_mut().is_err() {
            self.entered_from_inside();
        }
        turn
    }

    /// Whether the turn can be had without waiting and nothing runs under it.
    pub(crate) fn try_hold(&self) -> Option<Held<'_>> {
        self.turn.try_lock().filter(|turn| turn.state.try_borrow_mut().is_ok())
    }

    /// The state, for one operation under the turn.
    #[inline]
    #[track_caller]
    pub(crate) fn state<'a>(&self, turn: &'a Turn) -> RefMut<'a, State> {
        let mut state = self.glance(turn);
        state.visit();
        state
    }

    /// As `state`, for a look at it, or a write that leaves it as calm as it is.
    #[inline]
    #[track_caller]
    pub(crate) fn glance<'a>(&self, turn: &'a Turn) -> RefMut<'a, State> {
        match turn.state.try_borrow_mut() {
            Ok(state) => state,
            Err(_) => self.entered_from_inside(),
        }
    }

    /// Works on the state under the turn, and hands out what is to be done without it.
    #[inline]
    #[track_caller]
    pub(crate) fn work<R>(
        &self,
        turn: &Turn,
        work: impl FnOnce(&mut State) -> R,
    ) -> (R, Option<Leftovers>) {
        let mut state = self.state(turn);
        let result = work(&mut state);
        state.publish();
        if state.has_doubts() && !turn.is_open() {
            state.give_back_unneeded();
        }
        let leftovers = &mut state.values.leftovers;
        if leftovers.is_empty() {
            return (result, None);
        }
        let garbage = mem::take(&mut leftovers.garbage);
        let has_events = leftovers.tap.is_ripe() && !turn.is_open();
        leftovers.tap.hand_over(!turn.is_open());
        // `on_error` and `on_end` are called with nothing held, so what happened in a turn is told at
        // its end.
        if turn.is_open() {
            return (result, Some(Leftovers { garbage, ..Leftovers::default() }));
        }
        let (reports, ended) = (mem::take(&mut leftovers.reports), mem::take(&mut leftovers.ended));
        (result, Some(Leftovers { garbage, reports, ended, has_events, ..Leftovers::default() }))
    }

    #[cold]
    #[track_caller]
    fn entered_from_inside(&self) -> ! {
        panic!(
            "the store was entered while `{}` was being computed, compared or cloned; \
             compute from the dependencies alone, and write from a subscriber or an effect",
            self.busy.name()
        )
    }
}

impl Turn {
    /// Opens a turn of several operations.
    pub(crate) fn open(&self) {
        self.depth.set(self.depth.get() + 1);
    }

    pub(crate) fn close(&self) {
        self.depth.set(self.depth.get() - 1);
    }

    /// Whether this operation stands inside a turn of several.
    #[inline]
    pub(crate) fn is_open(&self) -> bool {
        self.depth.get() > 0
    }

    pub(crate) fn flush_at_end(&self) {
        self.flush_at_end.set(true);
    }

    pub(crate) fn take_flush_at_end(&self) -> bool {
        self.flush_at_end.take()
    }
}
