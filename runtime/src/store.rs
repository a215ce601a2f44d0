//! The store: values, their graph and their notifications behind one handle.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Weak};

use crate::error::Error;
use crate::state::Stats;
use crate::tier::{Dynamic, Tier};

#[cfg(feature = "serial")]
mod bell;
mod builder;
#[cfg(feature = "serial")]
mod delta;
#[cfg(feature = "serial")]
mod deltas;
mod ended;
mod entry;
mod families;
mod flush;
mod hooks;
mod inner;
mod leftovers;
#[cfg(all(debug_assertions, feature = "devtools"))]
mod look;
mod members;
mod memory;
mod observer;
mod open_turn;
mod probe;
mod read;
mod reader;
#[cfg(feature = "serial")]
mod replace;
#[cfg(feature = "serial")]
mod save;
#[cfg(feature = "serial")]
mod serializer;
mod settled;
mod snapshot;
mod source;
mod subscribe;
mod turn;
mod watch;
mod windows;
mod write;

pub use builder::{Builder, Group};
#[cfg(feature = "serial")]
pub use deltas::{Applied, Deltas, Follower};
pub use families::Bound;
pub use memory::{MemoryBudget, MemoryWarning};
pub use read::View;
pub use reader::Reader;
#[cfg(feature = "serial")]
pub use serializer::{Output, Serializer, Strategy, Wire};
pub use settled::Settled;
pub use snapshot::Snapshot;
pub use source::{Get, Source};
pub use subscribe::Subscription;
pub use turn::Tx;
pub use watch::Watch;

use inner::Inner;

/// The values of an application's atoms and computeds, and who is told of their changes.
///
/// *Identity*: clones are one store; two stores made separately share nothing. *Life*: until its last
/// clone is dropped; subscriptions, timers and futures do not keep it alive.
///
/// Every method may be called from every thread. A write changes the value at once, and what depends
/// on it is right at the next read; only notifications wait for the flush (see [`Store::flush`]).
///
/// ```
/// use atomata::{Store, atom, computed};
///
/// #[atom]
/// static PRICE: f64 = 100.0;
/// #[atom]
/// static TAX: f64 = 0.2;
///
/// #[computed(deps = [PRICE, TAX])]
/// fn total(price: f64, tax: f64) -> f64 {
///     price * (1.0 + tax)
/// }
///
/// let store = Store::new();
/// store.set(PRICE, 200.0);
/// assert_eq!(store.get(TOTAL), 240.0);
/// ```
pub struct Store<G: Tier = Dynamic> {
    inner: Arc<Inner>,
    tier: PhantomData<fn() -> G>,
}

impl Store {
    /// A store that tells its subscribers at the end of a window of 16 ms, from a background thread
    /// that starts when there is something to tell.
    ///
    /// It is a `Store<Dynamic>`, which holds every atom; where the store of a module with
    /// [`#[atoms]`](crate::atoms) is expected, `Store<state::Graph>`, make it with
    /// [`Store::<state::Graph>::of()`](Store::of).
    pub fn new() -> Self {
        Self::of()
    }

    /// A store that tells its subscribers at the end of each outermost write, on the writing thread.
    pub fn immediate() -> Self {
        Self::builder().immediate().build()
    }

    /// A store that tells its subscribers when [`flush`](Self::flush) is called, on that thread.
    pub fn manual() -> Self {
        Self::builder().manual().build()
    }

    /// A store made to measure.
    pub fn builder() -> Builder {
        Self::builder_of()
    }
}

impl<G: Tier> Store<G> {
    /// A store of this tier, as [`Store::new`] makes one: `Store::<state::Graph>::of()`.
    pub fn of() -> Self {
        Self::builder_of().build()
    }

    /// A builder for a store of this tier.
    pub fn builder_of() -> Builder<G> {
        Builder::new()
    }

    /// A handle that does not keep the store alive.
    pub fn downgrade(&self) -> WeakStore<G> {
        WeakStore { inner: Arc::downgrade(&self.inner), tier: PhantomData }
    }

    /// What the store did since it was made. Costs a lock.
    pub fn stats(&self) -> Stats {
        self.inner.work(|state| state.stats())
    }

    pub(crate) fn check_invariants(&self) {
        #[cfg(debug_assertions)]
        self.inner.core_work(|state| state.check_invariants());
        #[cfg(not(debug_assertions))]
        let _ = self;
    }

    fn from_inner(inner: Arc<Inner>) -> Self {
        Self { inner, tier: PhantomData }
    }
}

impl<G: Tier> Default for Store<G> {
    fn default() -> Self {
        Self::of()
    }
}

impl<G: Tier> Clone for Store<G> {
    fn clone(&self) -> Self {
        Self::from_inner(Arc::clone(&self.inner))
    }
}

/// Equal stores are one store.
impl<G: Tier> PartialEq for Store<G> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }
}

impl<G: Tier> Eq for Store<G> {}

impl<G: Tier> fmt::Debug for Store<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Store");
        match self.inner.try_work(|state| (state.graph.len(), state.observer_count())) {
            Some((nodes, subscriptions)) => {
                out.field("nodes", &nodes).field("subscriptions", &subscriptions).finish()
            }
            None => out.finish_non_exhaustive(),
        }
    }
}

/// A handle to a store that does not keep it alive.
pub struct WeakStore<G: Tier = Dynamic> {
    inner: Weak<Inner>,
    tier: PhantomData<fn() -> G>,
}

impl<G: Tier> WeakStore<G> {
    /// The store, unless its last handle was dropped.
    pub fn upgrade(&self) -> Option<Store<G>> {
        self.inner.upgrade().map(Store::from_inner)
    }
}

impl<G: Tier> Clone for WeakStore<G> {
    fn clone(&self) -> Self {
        Self { inner: Weak::clone(&self.inner), tier: PhantomData }
    }
}

impl<G: Tier> fmt::Debug for WeakStore<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WeakStore")
    }
}

/// The value, or a panic with the sentence of the error at the caller's line.
#[track_caller]
#[inline]
fn expect<T>(result: Result<T, Error>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => refuse(&error),
    }
}

#[track_caller]
#[cold]
fn refuse(error: &Error) -> ! {
    panic!("{error}")
}
