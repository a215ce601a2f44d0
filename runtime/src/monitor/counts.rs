//! What a monitor counts: the probe itself.

use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;

use super::budget::Excesses;
use super::histogram::Histogram;
use super::{Budget, Monitor};
use crate::clock::Time;
use crate::event::{
    Amount, Budgeted, Event, Outbox, Outcome, OverBudget, Probe, Subject, Sums, Wants,
};
use crate::id::Id;
use crate::state::Stats;
use crate::sync::Mutex;

/// No row.
const NONE: u32 = u32::MAX;

/// A monitor that is attached to a store.
pub(super) struct Counts {
    pub(super) monitor: Monitor,
    outbox: Arc<Outbox>,
    /// What the store had counted before, and when that was.
    pub(super) before: Stats,
    pub(super) since: Time,
    pub(super) counted: Mutex<Counted>,
}

/// The counters and the histograms.
pub(super) struct Counted {
    /// Those of the nodes, by their declarations; after these one for all others of each group.
    pub(super) rows: Vec<Row>,
    by_id: FxHashMap<Id, u32>,
    /// The row of what was last seen in each slot, which is asked again.
    by_slot: Vec<u32>,
    pub(super) others: Vec<(&'static str, Sums)>,
    max_nodes: usize,
    pub(super) flushes: Histogram,
    pub(super) updates: Histogram,
    pub(super) calls: Histogram,
    pub(super) writing: Histogram,
    pub(super) last_flush: Option<(Time, Duration)>,
    began: Option<Time>,
    pub(super) serialized: (u64, u64, u64),
    pub(super) memory: Option<(u64, Option<u64>)>,
    pub(super) lost: u64,
    pub(super) excesses: Excesses,
}

pub(super) struct Row {
    pub(super) subject: Subject,
    pub(super) sums: Sums,
    /// Runs of a computed.
    pub(super) runs: Option<Box<Histogram>>,
    /// Calls of its subscribers.
    pub(super) calls: Option<Box<Histogram>>,
    budget: Budget,
    /// Writes since the last flush, where they have a budget.
    since_flush: u64,
    /// The line of the last of these.
    at: Option<&'static Location<'static>>,
}

impl Counts {
    pub(super) fn new(monitor: Monitor, outbox: &Arc<Outbox>, before: Stats) -> Self {
        let max_nodes = monitor.max_nodes;
        Self {
            monitor,
            since: outbox.now(),
            outbox: Arc::clone(outbox),
            before,
            counted: Mutex::new(Counted {
                rows: Vec::new(),
                by_id: FxHashMap::default(),
                by_slot: Vec::new(),
                others: Vec::new(),
                max_nodes,
                flushes: Histogram::new(),
                updates: Histogram::new(),
                calls: Histogram::new(),
                writing: Histogram::new(),
                last_flush: None,
                began: None,
                serialized: (0, 0, 0),
                memory: None,
                lost: 0,
                excesses: Excesses::default(),
            }),
        }
    }
}

impl Probe for Counts {
    fn wants(&self) -> Wants {
        let budgets = self.monitor.has_budgets();
        let runs = self.monitor.budgets.iter().any(|(_, budget)| budget.run.is_some());
        Wants::default()
            .at_once(budgets)
            .sums(!budgets)
            .each_time(budgets || self.monitor.measure_all)
            .each_computed(runs)
    }

    fn tell(&self, events: &[Event]) {
        let new: Vec<OverBudget> = {
            let mut counted = self.counted.lock();
            for event in events {
                counted.count(event, &self.monitor);
            }
            counted.excesses.new.drain(..).collect()
        };
        for over in new {
            if let Some(call) = &self.monitor.on_over_budget {
                call(&over);
            }
            self.outbox.raise(Event::OverBudget(over));
        }
    }
}

impl Counted {
    fn count(&mut self, event: &Event, monitor: &Monitor) {
        match event {
            Event::Wrote { atom, equal, at } => self.count_write(atom, *equal, *at, monitor),
            Event::Computed { computed, outcome, took } => {
                self.count_computed(computed, *outcome, *took, monitor);
            }
            Event::Told { about, calls, took } => {
                self.tally(about, monitor, |sums| sums.called(*calls));
                let Some(took) = *took else { return };
                self.calls.add(took);
                if let Some(row) = self.row(about, monitor) {
                    row.calls.get_or_insert_with(|| Box::new(Histogram::new())).add(took);
                    let most = row.budget.calls;
                    let name = || Budgeted::Calls(about.name().into());
                    self.excesses.check(most, Some(took), name);
                }
            }
            Event::Summed { node, sums } => self.tally(node, monitor, |tally| tally.add(sums)),
            Event::TurnBegan { at } => self.excesses.at = *at,
            Event::TurnEnded { label, took } => {
                if let Some(took) = *took {
                    self.updates.add(took);
                }
                let name = || Budgeted::Update(label.clone());
                self.excesses.check(monitor.per_update, *took, name);
            }
            Event::FlushBegan { at } => self.began = *at,
            Event::FlushEnded(flush) => {
                if let Some(took) = flush.took {
                    self.flushes.add(took);
                    self.last_flush = self.began.take().map(|began| (began + took, took));
                }
                self.excesses.check(monitor.per_flush, flush.took, || Budgeted::Flush);
                if monitor.has_budgets() {
                    self.check_writes();
                }
            }
            Event::Serialized { bytes, saved, took, .. } => {
                let (times, all_bytes, all_saved) = &mut self.serialized;
                *times += 1;
                *all_bytes += bytes;
                *all_saved += saved;
                self.writing.add(*took);
            }
            Event::Memory { used, budget } => self.memory = Some((*used, *budget)),
            Event::Lost { events } => self.lost += events,
            Event::Wave { .. }
            | Event::RolledBack
            | Event::Travelled { .. }
            | Event::OverBudget(_)
            | Event::Warned(_) => (),
        }
    }

    fn count_write(
        &mut self,
        atom: &Subject,
        equal: bool,
        at: Option<&'static Location<'static>>,
        monitor: &Monitor,
    ) {
        self.excesses.at = at.or(self.excesses.at);
        self.tally(atom, monitor, |sums| sums.wrote(equal));
        if monitor.has_budgets()
            && let Some(row) = self.row(atom, monitor)
        {
            row.since_flush += 1;
            row.at = at;
        }
    }

    /// Holds the atoms to their budgets, and begins anew.
    fn check_writes(&mut self) {
        for row in &mut self.rows {
            let took = std::mem::take(&mut row.since_flush);
            if let Some(most) = row.budget.writes.filter(|most| took > *most) {
                self.excesses.at = row.at.or(self.excesses.at);
                let what = Budgeted::Writes(row.subject.name().into());
                self.excesses.add(what, Amount::Times(took), Amount::Times(most));
            }
        }
    }

    fn count_computed(
        &mut self,
        computed: &Subject,
        outcome: Outcome,
        took: Option<Duration>,
        monitor: &Monitor,
    ) {
        self.tally(computed, monitor, |sums| sums.came_to(outcome));
        if let (Some(took), Some(row)) = (took, self.row(computed, monitor)) {
            row.runs.get_or_insert_with(|| Box::new(Histogram::new())).add(took);
            let most = row.budget.run;
            self.excesses.check(most, Some(took), || Budgeted::Run(computed.name().into()));
        }
    }

    /// Counts in the row of a node, or in that of all others of its group.
    #[inline]
    fn tally(&mut self, node: &Subject, monitor: &Monitor, count: impl FnOnce(&mut Sums)) {
        if let Some(row) = self.row(node, monitor) {
            return count(&mut row.sums);
        }
        let known = self.others.iter().position(|(group, _)| *group == node.group());
        let at = known.unwrap_or_else(|| {
            self.others.push((node.group(), Sums::default()));
            self.others.len() - 1
        });
        count(&mut self.others[at].1);
    }

    /// The row of a node; none if there is no room for another one.
    #[inline]
    fn row(&mut self, node: &Subject, monitor: &Monitor) -> Option<&mut Row> {
        let slot = node.slot() as usize;
        let known = self.by_slot.get(slot).copied().unwrap_or(NONE);
        let is_its = |row: &Row| row.subject.id() == node.id();
        if self.rows.get(known as usize).is_some_and(is_its) {
            return self.rows.get_mut(known as usize);
        }
        let at = self.find(node, monitor)?;
        // Slots are small numbers, but a store may have millions of members.
        if slot < self.max_nodes * 16 {
            if slot >= self.by_slot.len() {
                self.by_slot.resize(slot + 1, NONE);
            }
            self.by_slot[slot] = at;
        }
        self.rows.get_mut(at as usize)
    }

    #[cold]
    fn find(&mut self, node: &Subject, monitor: &Monitor) -> Option<u32> {
        if let Some(&at) = self.by_id.get(&node.id()) {
            return Some(at);
        }
        if self.rows.len() >= self.max_nodes {
            return None;
        }
        let at = self.rows.len() as u32;
        self.rows.push(Row {
            subject: *node,
            sums: Sums::default(),
            runs: None,
            calls: None,
            budget: monitor.budget_of(node.id()),
            since_flush: 0,
            at: None,
        });
        self.by_id.insert(node.id(), at);
        Some(at)
    }
}
