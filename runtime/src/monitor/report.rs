//! What a monitor found, as values.

use std::time::Duration;

use super::{Limit, OverBudgets};
use crate::state::Stats;

/// What a store did since its monitor was attached.
///
/// It prints as a table, and serializes; durations are then nanoseconds. Made by
/// [`Store::report`](crate::Store::report).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MonitorReport {
    /// For how long.
    pub monitored: Duration,
    /// There was no monitor before this report. `stats` are those of the store's whole life then, and there is
    /// nothing else yet.
    pub is_first: bool,
    /// What was counted meanwhile: exact, whatever was lost.
    pub stats: Stats,
    /// How long flushes took.
    pub flushes: Spread,
    /// How long turns of several operations held the store.
    pub updates: Spread,
    /// How long the subscribers to one place took.
    pub calls: Spread,
    /// What was written to bytes.
    pub serialized: Serialization,
    /// What the store was last found to hold, in bytes.
    pub memory: Option<u64>,
    /// The groups, by name.
    pub groups: Vec<GroupReport>,
    /// The atoms and computeds that are counted for themselves, those first on which most time was spent.
    pub nodes: Vec<NodeReport>,
    /// What the budgets of the monitor allow.
    pub limits: Vec<Limit>,
    /// What was over budget.
    pub over: Option<OverBudgets>,
    /// Events that were lost, because the monitor was slower than the store.
    pub lost: u64,
}

/// How long something took that was measured some times.
///
/// The quantiles come from logarithmic buckets: each is at most a quarter more than the exact one. Where a
/// sample was measured, they are those of the sample, and `max` is the longest that was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Spread {
    /// How often it was measured.
    pub measured: u64,
    /// Half of them took no longer.
    pub p50: Duration,
    /// 95 of a hundred took no longer.
    pub p95: Duration,
    /// 99 of a hundred took no longer.
    pub p99: Duration,
    /// The longest.
    pub max: Duration,
}

/// What was written to bytes by serializers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Serialization {
    /// How often.
    pub times: u64,
    /// How many bytes in all.
    pub bytes: u64,
    /// How many fewer than full states would have had.
    pub saved: u64,
    /// How long it took.
    pub took: Spread,
}

/// What was counted in one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct GroupReport {
    /// Its name.
    pub name: &'static str,
    /// Writes that changed something.
    pub writes: u64,
    /// Writes of what was there already.
    pub equal_writes: u64,
    /// Computeds that ran.
    pub ran: u64,
    /// Of these, the ones that came to the same value.
    pub unchanged: u64,
    /// Subscribers called.
    pub told: u64,
}

/// What was counted of one atom or computed; of a family, of all its members.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NodeReport {
    /// Its name.
    pub name: &'static str,
    /// Its group.
    pub group: &'static str,
    /// Whether it is computed.
    pub is_computed: bool,
    /// Writes that changed something.
    pub writes: u64,
    /// Writes of what was there already.
    pub equal_writes: u64,
    /// How often it ran.
    pub ran: u64,
    /// Of these, how often it came to the same value.
    pub unchanged: u64,
    /// How often it was looked at and did not have to run.
    pub skipped: u64,
    /// How often it, or something it depends on, panicked.
    pub failed: u64,
    /// How many subscribers were called.
    pub told: u64,
    /// How long its runs took.
    pub runs: Spread,
    /// How long its subscribers took.
    pub calls: Spread,
}
