//! Budgets, and what exceeded them.

use std::error::Error as StdError;
use std::fmt;
use std::panic::Location;
use std::time::Duration;

use super::Monitor;
use crate::event::{Amount, Budgeted, OverBudget, Times};

/// So many excesses are kept, the first ones.
const MOST: usize = 64;

/// What one atom or computed may take.
///
/// ```
/// use std::time::Duration;
/// use atomata::{Monitor, Store, atom, monitor::Budget};
///
/// #[atom]
/// static CURSOR: u32 = 0;
///
/// let monitor = Monitor::new().budget(CURSOR, Budget::new().writes(2));
/// let store = Store::builder().manual().monitor(monitor).build();
/// store.subscribe(CURSOR, |_| ()).detach();
/// for at in 1..=5 {
///     store.set(CURSOR, at);
/// }
/// store.flush();
/// let over = store.within_budget().unwrap_err();
/// assert!(over.to_string().contains("`CURSOR` was written 5 times between two flushes"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    pub(super) run: Option<Duration>,
    pub(super) calls: Option<Duration>,
    pub(super) writes: Option<u64>,
}

impl Budget {
    /// Nothing is limited.
    pub const fn new() -> Self {
        Self { run: None, calls: None, writes: None }
    }

    /// The longest that one run of the computed may take.
    #[must_use]
    pub const fn run(mut self, most: Duration) -> Self {
        self.run = Some(most);
        self
    }

    /// The longest that its subscribers may take together in one pass.
    #[must_use]
    pub const fn calls(mut self, most: Duration) -> Self {
        self.calls = Some(most);
        self
    }

    /// How often the atom may be written between two flushes.
    #[must_use]
    pub const fn writes(mut self, most: u64) -> Self {
        self.writes = Some(most);
        self
    }
}

/// One limit that a monitor holds a store to.
///
/// ```
/// use std::time::Duration;
/// use atomata::{Monitor, Store};
///
/// let monitor = Monitor::new().per_flush(Duration::from_millis(8));
/// let store = Store::builder().monitor(monitor).build();
/// assert_eq!(store.report().limits[0].to_string(), "a flush: at most 8.0ms");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limit {
    /// What is limited; of a family, each member.
    pub what: Budgeted,
    /// How much it may take.
    pub allowed: Amount,
}

impl Limit {
    fn time(what: Budgeted, most: Duration) -> Self {
        Self { what, allowed: Amount::Time(most) }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: at most {}", self.what, self.allowed)
    }
}

/// What was found to be over budget: the error of [`Store::within_budget`](crate::Store::within_budget).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverBudgets {
    /// The first 64 of them.
    pub first: Vec<OverBudget>,
    /// How many there were.
    pub count: u64,
}

impl fmt::Display for OverBudgets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "over budget, {}; see in `Store::report` what costs most, or allow more in the `Monitor`:",
            Times(self.count)
        )?;
        for over in &self.first {
            write!(f, "\n  {over}")?;
        }
        let more = self.count - self.first.len() as u64;
        if more > 0 { write!(f, "\n  and {more} more") } else { Ok(()) }
    }
}

impl StdError for OverBudgets {}

/// The excesses that a monitor has found.
#[derive(Debug, Default)]
pub(super) struct Excesses {
    first: Vec<OverBudget>,
    count: u64,
    /// Those of the batch at hand.
    pub(super) new: Vec<OverBudget>,
    /// The line that last wrote or began a turn.
    pub(super) at: Option<&'static Location<'static>>,
}

impl Excesses {
    pub(super) fn check(
        &mut self,
        most: Option<Duration>,
        took: Option<Duration>,
        what: impl FnOnce() -> Budgeted,
    ) {
        if let (Some(most), Some(took)) = (most, took)
            && took > most
        {
            self.add(what(), Amount::Time(took), Amount::Time(most));
        }
    }

    pub(super) fn add(&mut self, what: Budgeted, took: Amount, allowed: Amount) {
        let over = OverBudget { what, took, allowed, at: self.at };
        self.count += 1;
        if self.first.len() < MOST {
            self.first.push(over.clone());
        }
        if self.new.len() < MOST {
            self.new.push(over);
        }
    }

    pub(super) fn found(&self) -> Result<(), OverBudgets> {
        if self.count == 0 {
            return Ok(());
        }
        Err(OverBudgets { first: self.first.clone(), count: self.count })
    }
}

impl Monitor {
    pub(super) fn budget_of(&self, id: crate::id::Id) -> Budget {
        let found = self.budgets.iter().find(|(known, _)| known.id == id);
        found.map_or(Budget::new(), |&(_, budget)| budget)
    }

    /// What a store is held to.
    pub(super) fn limits(&self) -> Vec<Limit> {
        let of_all = [(Budgeted::Update(None), self.per_update), (Budgeted::Flush, self.per_flush)];
        let mut limits: Vec<Limit> =
            of_all.into_iter().filter_map(|(what, most)| Some(Limit::time(what, most?))).collect();
        for (meta, Budget { run, calls, writes }) in &self.budgets {
            limits.extend(run.map(|most| Limit::time(Budgeted::Run(meta.name.into()), most)));
            limits.extend(calls.map(|most| Limit::time(Budgeted::Calls(meta.name.into()), most)));
            limits.extend(writes.map(|most| Limit {
                what: Budgeted::Writes(meta.name.into()),
                allowed: Amount::Times(most),
            }));
        }
        limits
    }
}
