//! What a store takes in memory: asked for, held to a budget, given back.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use super::inner::Inner;
#[cfg(feature = "serial")]
use super::serializer::{Caches, drop_oldest};
use super::{Store, expect};
use crate::error::Error;
#[cfg(feature = "serial")]
use crate::state::Amount;
use crate::state::{Freed, Memory, State};
use crate::tier::Tier;

impl<G: Tier> Store<G> {
    /// What the store takes in memory: by kind, by group, and what takes most.
    ///
    /// Nothing is counted while the store is used: it is all found out when it is asked for, which costs a
    /// look at each node, each of its dependencies and each entry of the history, and no walk through a
    /// value.
    ///
    /// # Panics
    /// From a function that runs under the lock.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static TEXT: String = String::new();
    ///
    /// let store = Store::new();
    /// store.set(TEXT, "x".repeat(1_000));
    /// let memory = store.memory();
    /// assert_eq!(memory.largest[0].name, "TEXT");
    /// assert!((1_000..1_200).contains(&memory.atoms.bytes));
    /// println!("{memory}");
    /// ```
    #[track_caller]
    pub fn memory(&self) -> Memory {
        let mut memory = self.inner.work(|state| state.memory());
        memory.graph.bytes += size_of::<Inner>() - size_of::<State>();
        #[cfg(feature = "serial")]
        {
            let caches = &self.inner.memory.caches;
            memory.caches = Amount { count: caches.count(), bytes: caches.bytes() };
        }
        memory
    }

    /// Frees at once what can be had again, and says how much that is, by estimate:
    ///
    /// * what [`Serializer`](crate::Serializer)s keep of what they wrote; it is written again;
    /// * what [`Version`](crate::Version)s, streams and serializers keep of plain collections to compare
    ///   them; the next change of each is told as a whole;
    /// * the values of computeds that nobody observes, holds in place or depends on in what is observed;
    ///   each is computed when it is read;
    /// * room in the lists of the store that is not in use.
    ///
    /// Nobody reads another value afterwards or is told of anything, and the history stays as it is. Costs
    /// the nodes and their dependencies.
    ///
    /// # Panics
    /// Inside of a turn; [`try_collect`](Self::try_collect) returns the error.
    ///
    /// ```
    /// use atomata::{Store, atom, computed};
    ///
    /// #[atom]
    /// static WORD: String = "tea ".to_owned();
    ///
    /// #[computed(deps = [WORD])]
    /// fn text(word: &str) -> String {
    ///     word.repeat(1_000)
    /// }
    ///
    /// let store = Store::new();
    /// assert_eq!(store.get(TEXT).len(), 4_000);
    /// assert!(store.collect().computeds >= 4_000);
    /// assert_eq!(store.get(TEXT).len(), 4_000);
    /// ```
    #[track_caller]
    pub fn collect(&self) -> Freed {
        expect(self.try_collect())
    }

    /// As [`collect`](Self::collect), with the error instead of a panic.
    ///
    /// # Errors
    /// [`Error::InsideTurn`] inside of a turn; nothing is freed then.
    #[track_caller]
    pub fn try_collect(&self) -> Result<Freed, Error> {
        let freed = self.outermost("collect", State::collect_memory)?;
        #[cfg(feature = "serial")]
        let freed = Freed { caches: drop_oldest(&self.inner.memory.caches, usize::MAX), ..freed };
        Ok(freed)
    }
}

/// How much memory a store may take, by estimate, and when it warns; given to
/// [`Builder::memory_budget`](crate::Builder::memory_budget).
///
/// What counts is the present values, the history, and what serializers and versions keep. It is looked at at
/// the end of each flush that told something, and when a serializer or a stream of deltas has written. That
/// costs a few of the values, in turns: a store of many thousand nodes notices that one has grown a
/// number of flushes later.
///
/// Beyond the budget goes what is not the present state, until the rest is within it: first what serializers
/// keep, what was asked for longest ago first; then what versions keep to compare plain collections; then
/// entries of the history, the oldest first. Pinned points and present values stay, whatever they take.
/// Between two looks the history is held to what the values leave of the budget.
///
/// ```
/// use atomata::{History, MemoryBudget, Store, atom};
///
/// #[atom]
/// static TEXT: String = String::new();
///
/// let budget = MemoryBudget::new(10_000);
/// let store = Store::builder().immediate().history(History::new()).memory_budget(budget).build();
/// let _telling = store.subscribe(TEXT, |_| ());
/// for at in 0..50 {
///     store.set(TEXT, at.to_string().repeat(500));
/// }
/// assert!(store.history().bytes() < 10_000 && store.can_undo());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MemoryBudget {
    bytes: usize,
    warn_at: f64,
}

impl MemoryBudget {
    /// So many bytes. A warning is given beyond 0.8 of it.
    pub const fn new(bytes: usize) -> Self {
        Self { bytes, warn_at: 0.8 }
    }

    /// Beyond which part of the budget a warning is given, once, until the store takes less in between; see
    /// [`Store::on_memory_warning`].
    #[must_use]
    pub const fn warn_at(mut self, part: f64) -> Self {
        self.warn_at = part;
        self
    }

    fn threshold(&self) -> usize {
        (self.bytes as f64 * self.warn_at) as usize
    }
}

/// A store takes more than the threshold of its budget.
///
/// The numbers are of the moment before anything was freed for it, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemoryWarning {
    /// The budget.
    pub budget: usize,
    /// The threshold.
    pub threshold: usize,
    /// What the present values take, as far as they were looked at.
    pub values: usize,
    /// What the history takes.
    pub history: usize,
    /// What versions keep to compare plain collections.
    pub bases: usize,
    /// What serializers keep.
    pub caches: usize,
    /// What was freed.
    pub freed: Freed,
}

impl MemoryWarning {
    /// All of it, before anything was freed.
    pub fn total(&self) -> usize {
        self.values + self.history + self.bases + self.caches
    }
}

impl fmt::Display for MemoryWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { budget, values, history, bases, caches, freed, .. } = self;
        let (total, freed) = (self.total(), freed.total());
        write!(
            f,
            "the store takes {total} of the {budget} bytes of its budget: values {values}, history {history}, \
             what versions compare with {bases}, what serializers keep {caches}; {freed} bytes were freed"
        )
    }
}

/// Holds a store to its budget.
pub(crate) struct Keeper {
    budget: Option<MemoryBudget>,
    /// A warning was given, and the store has not taken less since.
    has_warned: AtomicBool,
    #[cfg(feature = "serial")]
    pub(super) caches: Caches,
}

impl Keeper {
    pub(super) fn new(budget: Option<MemoryBudget>) -> Self {
        Self {
            budget,
            has_warned: AtomicBool::new(false),
            #[cfg(feature = "serial")]
            caches: Caches::default(),
        }
    }

    pub(super) fn has_budget(&self) -> bool {
        self.budget.is_some()
    }

    fn cached(&self) -> usize {
        #[cfg(feature = "serial")]
        return self.caches.bytes();
        #[cfg(not(feature = "serial"))]
        0
    }

    #[cfg_attr(not(feature = "serial"), expect(clippy::unused_self, reason = "nothing is cached"))]
    fn free_caches(&self, enough: usize) -> usize {
        #[cfg(feature = "serial")]
        return drop_oldest(&self.caches, enough);
        #[cfg(not(feature = "serial"))]
        {
            let _ = enough;
            0
        }
    }
}

impl Inner {
    /// Frees what there is no room for.
    #[cfg(feature = "serial")]
    pub(super) fn make_room(&self) {
        if let Some(budget) = self.memory.budget {
            self.prune(budget);
        }
    }

    /// Frees what there is no room for, at the end of a flush; the warning, if one is due.
    pub(super) fn keep_to_budget(&self) -> Option<MemoryWarning> {
        let seen = self.prune(self.memory.budget?);
        let warns = seen.total() > seen.threshold;
        let has_warned = self.memory.has_warned.swap(warns, Ordering::Relaxed);
        (warns && !has_warned).then_some(seen)
    }

    fn prune(&self, budget: MemoryBudget) -> MemoryWarning {
        self.core_work(|state| {
            let mut seen = MemoryWarning {
                budget: budget.bytes,
                threshold: budget.threshold(),
                values: state.follow_sizes(),
                history: state.history_size().0,
                bases: state.base_bytes(),
                caches: self.memory.cached(),
                freed: Freed::default(),
            };
            let over = seen.total().saturating_sub(budget.bytes);
            let freed = &mut seen.freed;
            freed.caches = if over > 0 { self.memory.free_caches(over) } else { 0 };
            let over = over.saturating_sub(freed.caches);
            freed.bases = if over > 0 { state.free_bases(over) } else { 0 };
            let over = over.saturating_sub(freed.bases);
            freed.history = if over > 0 { state.free_history(over) } else { 0 };
            state.limit_history(budget.bytes.saturating_sub(seen.values));
            seen
        })
    }
}
