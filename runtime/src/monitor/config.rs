//! What a monitor counts and what it holds a store to, said before it is attached.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Budget;
use crate::event::OverBudget;
use crate::handle::Read;
use crate::meta::Meta;

/// What a monitor is to do: what it measures, and the budgets it holds a store to.
///
/// ```
/// use std::time::Duration;
/// use atomata::{Monitor, Store, atom};
///
/// #[atom]
/// static VOLUME: u8 = 5;
///
/// let store = Store::builder()
///     .immediate()
///     .monitor(Monitor::new().per_flush(Duration::from_millis(8)))
///     .build();
/// store.set(VOLUME, 6);
/// assert_eq!(store.report().stats.writes, 1);
/// println!("{}", store.report());
/// ```
#[derive(Clone)]
pub struct Monitor {
    pub(super) per_update: Option<Duration>,
    pub(super) per_flush: Option<Duration>,
    pub(super) budgets: Vec<(&'static Meta, Budget)>,
    pub(super) max_nodes: usize,
    pub(super) measure_all: bool,
    pub(super) on_over_budget: Option<OnOverBudget>,
}

pub(super) type OnOverBudget = Arc<dyn Fn(&OverBudget) + Send + Sync>;

impl Monitor {
    /// A monitor without budgets, of up to 1,024 atoms and computeds.
    pub fn new() -> Self {
        Self {
            per_update: None,
            per_flush: None,
            budgets: Vec::new(),
            max_nodes: 1024,
            measure_all: false,
            on_over_budget: None,
        }
    }

    /// The longest that a turn of several operations may hold the store: an `update`, `modify`, `batch` or
    /// `transaction`. A lone `set` is not measured.
    ///
    /// With a budget everything is measured, and events are told at once; see
    /// [`measure_all`](Self::measure_all) for what that costs.
    #[must_use]
    pub fn per_update(mut self, most: Duration) -> Self {
        self.per_update = Some(most);
        self
    }

    /// The longest that a flush may take, with its computeds and its subscribers. Costs as
    /// [`per_update`](Self::per_update).
    #[must_use]
    pub fn per_flush(mut self, most: Duration) -> Self {
        self.per_flush = Some(most);
        self
    }

    /// What one atom or computed may take; of a family, each member. Costs as
    /// [`per_update`](Self::per_update).
    #[must_use]
    pub fn budget(mut self, handle: impl Read, budget: Budget) -> Self {
        let meta = handle.place().node.meta;
        self.budgets.retain(|(known, _)| known.id != meta.id);
        self.budgets.push((meta, budget));
        self
    }

    /// How many atoms and computeds are counted each for itself, a family as one; 1,024 by default. Those
    /// that come later are counted in their group alone. Each costs a hundred bytes, and 700 more once it
    /// was measured.
    #[must_use]
    pub fn max_nodes(mut self, most: usize) -> Self {
        self.max_nodes = most;
        self
    }

    /// Measures each flush, turn and run of a computed, instead of one in 32 and all that are slow. Costs
    /// two readings of the clock each, of 25 ns.
    #[must_use]
    pub fn measure_all(mut self, all: bool) -> Self {
        self.measure_all = all;
        self
    }

    /// Calls a function when something took more than its budget, with nothing held.
    #[must_use]
    pub fn on_over_budget(mut self, call: impl Fn(&OverBudget) + Send + Sync + 'static) -> Self {
        self.on_over_budget = Some(Arc::new(call));
        self
    }

    pub(super) fn has_budgets(&self) -> bool {
        self.per_update.is_some() || self.per_flush.is_some() || !self.budgets.is_empty()
    }
}

impl Default for Monitor {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Monitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Monitor")
            .field("limits", &self.limits())
            .field("max_nodes", &self.max_nodes)
            .finish_non_exhaustive()
    }
}
