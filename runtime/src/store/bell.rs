//! Wakes those who wait for a store to change.

use std::task::Waker;
use std::time::Instant;

use crate::sync::{Condvar, Mutex};

/// Rings at the end of each turn that changed something, once somebody asked what changed.
#[derive(Default)]
pub(super) struct Bell {
    state: Mutex<Rung>,
    rung: Condvar,
}

#[derive(Default)]
struct Rung {
    /// How often it rang.
    times: u64,
    /// The store is gone.
    silent: bool,
    wakers: Vec<Waker>,
}

impl Bell {
    pub(super) fn ring(&self) {
        self.wake(|rung| rung.times += 1);
    }

    /// Nothing comes any more.
    pub(super) fn fall_silent(&self) {
        self.wake(|rung| rung.silent = true);
    }

    fn wake(&self, note: impl FnOnce(&mut Rung)) {
        let wakers = {
            let mut state = self.state.lock();
            note(&mut state);
            std::mem::take(&mut state.wakers)
        };
        self.rung.notify_all();
        wakers.into_iter().for_each(Waker::wake);
    }

    /// How often it rang; to be asked before looking.
    pub(super) fn times(&self) -> u64 {
        self.state.lock().times
    }

    /// Waits until it has rung since; false where it has not by then, or will not.
    pub(super) fn wait(&self, since: u64, until: Option<Instant>) -> bool {
        let mut state = self.state.lock();
        while state.times == since && !state.silent {
            match until {
                None => self.rung.wait(&mut state),
                Some(until) if self.rung.wait_until(&mut state, until).timed_out() => break,
                Some(_) => {}
            }
        }
        state.times != since
    }

    /// Wakes once it has rung since; `None` where it has already, `Some(true)` where it will not.
    #[cfg(feature = "tokio")]
    pub(super) fn register(&self, since: u64, waker: &Waker) -> Option<bool> {
        let mut state = self.state.lock();
        if state.times != since {
            return None;
        }
        if !state.silent && !state.wakers.iter().any(|known| known.will_wake(waker)) {
            state.wakers.push(waker.clone());
        }
        Some(state.silent)
    }
}
