//! What is done with a monitor through the store.

use std::sync::Arc;
use std::time::Duration;

use super::counts::{Counted, Counts, Row};
use super::histogram::Histogram;
use super::{
    FailedNode, GroupReport, Health, LastFlush, Limit, Monitor, MonitorReport, NodeReport,
    OverBudgets, Serialization, Spread,
};
use crate::event::Sums;
use crate::state::Stats;
use crate::store::{Builder, Store};
use crate::tier::Tier;

impl<G: Tier> Builder<G> {
    /// Attaches a monitor; see [`Store::monitor`].
    #[must_use]
    pub fn monitor(self, monitor: Monitor) -> Self {
        self.probing(Box::new(|outbox| Arc::new(Counts::new(monitor, outbox, Stats::default()))))
    }
}

impl<G: Tier> Store<G> {
    /// Attaches a monitor until the store ends. The first one stays: where there is one already, nothing
    /// happens, and the answer is false.
    ///
    /// It works in every build, and is of constant size. What it costs is said in
    /// [`docs::monitor`](crate::docs::monitor).
    ///
    /// ```
    /// use atomata::{Monitor, Store};
    ///
    /// let store = Store::new();
    /// assert!(store.monitor(Monitor::new()));
    /// assert!(!store.monitor(Monitor::new()));
    /// ```
    pub fn monitor(&self, monitor: Monitor) -> bool {
        if self.monitoring().is_some() {
            return false;
        }
        let before = self.stats();
        let make = move |outbox: &_| Arc::new(Counts::new(monitor, outbox, before)) as _;
        self.attach(Box::new(make), Arc::new(|| false));
        true
    }

    /// What the store did since its monitor was attached, as a value that prints as a table and
    /// serializes. Attaches a monitor if there is none, for the next report: this one has the counts of the store's
    /// whole life and nothing else. Costs a lock, and the nodes that were used.
    ///
    /// ```
    /// use atomata::{Monitor, Store, atom};
    ///
    /// #[atom]
    /// static VOLUME: u8 = 5;
    ///
    /// let store = Store::builder().immediate().monitor(Monitor::new()).build();
    /// store.subscribe(VOLUME, |_| ()).detach();
    /// store.set(VOLUME, 6);
    /// let report = store.report();
    /// let volume = report.nodes.iter().find(|node| node.name == "VOLUME").unwrap();
    /// assert_eq!((volume.writes, volume.told), (1, 1));
    /// assert!(report.to_string().contains("VOLUME"));
    /// ```
    pub fn report(&self) -> MonitorReport {
        let known = self.monitoring();
        let is_first = known.is_none();
        let counts = known.unwrap_or_else(|| {
            self.monitor(Monitor::new());
            self.monitoring().expect("a monitor was attached")
        });
        self.tell_probes();
        let stats = self.stats();
        let stats = if is_first { stats } else { stats.since(&counts.before) };
        let counted = counts.counted.lock();
        let mut report = counted.report(counts.monitor.limits());
        (report.stats, report.is_first) = (stats, is_first);
        report.monitored = self.now().since(counts.since);
        report
    }

    /// Whether everything kept within the budgets of the monitor so far; without one, yes.
    /// [`assert_within_budget!`](crate::assert_within_budget) is for tests.
    ///
    /// # Errors
    /// What was over, by how much and where.
    pub fn within_budget(&self) -> Result<(), OverBudgets> {
        let Some(counts) = self.monitoring() else { return Ok(()) };
        self.tell_probes();
        let counted = counts.counted.lock();
        counted.excesses.found()
    }

    /// How the store is: what failed, what waits, how late flushes are. Costs a lock.
    ///
    /// ```
    /// use atomata::{Store, atom, computed};
    ///
    /// #[atom]
    /// static COUNT: u32 = 0;
    ///
    /// #[computed(deps = [COUNT])]
    /// fn share(count: u32) -> u32 {
    ///     100 / count
    /// }
    ///
    /// let store = Store::builder().on_error(|_| ()).build();
    /// assert!(store.health().is_well);
    /// assert!(store.try_get(SHARE).is_err());
    /// let health = store.health();
    /// assert!(!health.is_well);
    /// assert_eq!(health.failed[0].name, "share");
    /// ```
    pub fn health(&self) -> Health {
        let counts = self.monitoring();
        if counts.is_some() {
            self.tell_probes();
        }
        let (failures, waiting) = self.state(|state| (state.failures(), state.groups.waiting()));
        let failed: Vec<FailedNode> = failures
            .iter()
            .map(|failure| FailedNode {
                name: failure.name().to_owned().into(),
                cause: failure.cause().to_owned(),
                message: failure.message().to_owned(),
            })
            .collect();
        let last = counts.and_then(|counts| counts.counted.lock().last_flush);
        let now = self.now();
        Health {
            is_well: failed.is_empty(),
            last_flush: last.map(|(at, took)| LastFlush { ago: now.since(at), took }),
            lag: self.waits(),
            failed,
            waiting,
        }
    }

    /// Whether it has a monitor.
    #[cfg(all(debug_assertions, feature = "devtools"))]
    pub(crate) fn is_monitored(&self) -> bool {
        self.monitoring().is_some()
    }

    fn monitoring(&self) -> Option<Arc<Counts>> {
        self.probe_of()
    }
}

impl Counted {
    fn report(&self, limits: Vec<Limit>) -> MonitorReport {
        let mut groups: Vec<GroupReport> = Vec::new();
        let of_rows = self.rows.iter().map(|row| (row.subject.group(), row.sums));
        for (name, sums) in of_rows.chain(self.others.iter().copied()) {
            let known = groups.iter().position(|group| group.name == name);
            let at = known.unwrap_or_else(|| {
                groups.push(GroupReport { name, ..GroupReport::default() });
                groups.len() - 1
            });
            add(&mut groups[at], &sums);
        }
        groups.sort_by_key(|group| group.name);
        let mut rows: Vec<&Row> = self.rows.iter().collect();
        rows.sort_by_key(|row| {
            let Sums { writes, ran, .. } = row.sums;
            std::cmp::Reverse((row.spent(), writes + ran))
        });
        let (times, bytes, saved) = self.serialized;
        MonitorReport {
            monitored: Duration::ZERO,
            is_first: false,
            stats: Stats::default(),
            flushes: self.flushes.spread(),
            updates: self.updates.spread(),
            calls: self.calls.spread(),
            serialized: Serialization { times, bytes, saved, took: self.writing.spread() },
            memory: self.memory.map(|(used, _)| used),
            groups,
            nodes: rows.into_iter().map(Row::report).collect(),
            limits,
            over: self.excesses.found().err(),
            lost: self.lost,
        }
    }
}

fn add(group: &mut GroupReport, sums: &Sums) {
    group.writes += sums.writes;
    group.equal_writes += sums.equal_writes;
    group.ran += sums.ran;
    group.unchanged += sums.unchanged;
    group.told += sums.told;
}

impl Row {
    /// How long runs and calls took that were measured.
    fn spent(&self) -> Duration {
        self.runs.iter().chain(&self.calls).map(|times| times.total()).sum()
    }

    fn report(&self) -> NodeReport {
        let Sums { writes, equal_writes, ran, unchanged, skipped, failed, told } = self.sums;
        let spread = |times: &Option<Box<Histogram>>| {
            times.as_ref().map_or(Spread::default(), |times| times.spread())
        };
        NodeReport {
            name: self.subject.name(),
            group: self.subject.group(),
            is_computed: self.subject.is_computed(),
            writes,
            equal_writes,
            ran,
            unchanged,
            skipped,
            failed,
            told,
            runs: spread(&self.runs),
            calls: spread(&self.calls),
        }
    }
}

/// Panics if something took more than the budgets of a store's monitor allow, with what, by how much and,
/// in debug builds, after which line.
///
/// ```should_panic
/// use atomata::{Monitor, Store, assert_within_budget, atom, monitor::Budget};
///
/// #[atom]
/// static CURSOR: u32 = 0;
///
/// let monitor = Monitor::new().budget(CURSOR, Budget::new().writes(1));
/// let store = Store::builder().manual().monitor(monitor).build();
/// store.subscribe(CURSOR, |_| ()).detach();
/// store.set(CURSOR, 1);
/// store.set(CURSOR, 2);
/// store.flush();
/// assert_within_budget!(store);
/// ```
#[macro_export]
macro_rules! assert_within_budget {
    ($store:expr) => {
        if let ::core::result::Result::Err(over) = $store.within_budget() {
            ::core::panic!("{}", over);
        }
    };
}
