//! Waiting until everything written so far has been told.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, Waker};

use super::Store;
use super::inner::Inner;
use crate::error::Error;
use crate::sync::{Condvar, Mutex};
use crate::tier::Tier;

/// Those who wait for a revision to be told.
#[derive(Default)]
pub(super) struct Waiters {
    /// Set under the turn, so that a flush that holds it misses nobody.
    are_there: AtomicBool,
    waiting: Mutex<Vec<Arc<Waiter>>>,
}

struct Waiter {
    /// Told once every write up to this revision is.
    target: u64,
    state: Mutex<WaiterState>,
    settled: Condvar,
}

#[derive(Default)]
struct WaiterState {
    settled: bool,
    waker: Option<Waker>,
}

impl Waiters {
    pub(super) fn are_there(&self) -> bool {
        self.are_there.load(Ordering::Relaxed)
    }

    fn add(&self, waiter: &Arc<Waiter>) {
        self.waiting.lock().push(Arc::clone(waiter));
        self.are_there.store(true, Ordering::Relaxed);
    }

    /// Everything written before this revision was told.
    pub(super) fn settle(&self, before: u64) {
        let mut waiting = self.waiting.lock();
        let settled: Vec<_> = waiting.extract_if(.., |waiter| waiter.target < before).collect();
        self.are_there.store(!waiting.is_empty(), Ordering::Relaxed);
        drop(waiting);
        for waiter in settled {
            waiter.settle();
        }
    }

    pub(super) fn settle_all(&self) {
        self.settle(u64::MAX);
    }
}

impl Waiter {
    fn settle(&self) {
        let waker = {
            let mut state = self.state.lock();
            state.settled = true;
            state.waker.take()
        };
        self.settled.notify_all();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<G: Tier> Store<G> {
    /// Resolves once everything written before this call has been told to its subscribers.
    ///
    /// Under [`Store::manual`] that is the next [`flush`](Self::flush). If the store is dropped, it
    /// resolves, because nothing is left to be told.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static VOLUME: u8 = 5;
    ///
    /// let store = Store::new();
    /// let _showing = store.subscribe(VOLUME, |volume| println!("volume {volume}"));
    /// store.set(VOLUME, 6);
    /// store.settled().wait()?; // or `.await`
    /// assert_eq!(store.stats().notified, 1);
    /// # Ok::<(), atomata::Error>(())
    /// ```
    pub fn settled(&self) -> Settled {
        let waiters = &self.inner.waiters;
        let waiter = self.inner.core_work(|state| {
            let settled = !state.in_flight && !state.groups.has_pending();
            let waiter = Arc::new(Waiter {
                target: state.revision(),
                state: Mutex::new(WaiterState { settled, waker: None }),
                settled: Condvar::new(),
            });
            if !settled {
                waiters.add(&waiter);
            }
            waiter
        });
        Settled { waiter, inner: Weak::clone(&self.inner.this) }
    }
}

/// A future that resolves once what was written before it has been told; see [`Store::settled`].
///
/// *Life*: it keeps no store alive, and may be dropped at any time.
#[must_use = "nothing waits before it is awaited, or waited for"]
pub struct Settled {
    waiter: Arc<Waiter>,
    inner: Weak<Inner>,
}

impl Settled {
    /// Waits on this thread; flushes on it, too, unless a flush runs elsewhere.
    ///
    /// # Errors
    /// [`Error::InsideTurn`] inside of a turn, a subscriber or a hook of the store, which would wait
    /// for itself.
    pub fn wait(self) -> Result<(), Error> {
        if let Some(inner) = self.inner.upgrade() {
            if inner.is_inside() {
                return Err(Error::InsideTurn { verb: "settled().wait()" });
            }
            inner.flush_all();
        }
        let mut state = self.waiter.state.lock();
        while !state.settled {
            self.waiter.settled.wait(&mut state);
        }
        Ok(())
    }
}

impl Future for Settled {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.waiter.state.lock();
        if state.settled {
            return Poll::Ready(());
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

impl fmt::Debug for Settled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settled")
            .field("settled", &self.waiter.state.lock().settled)
            .finish_non_exhaustive()
    }
}
