//! The subscribers behind the screen: each keeps its part of a [`View`] as the store has it.
//!
//! The screen draws all of the view at once, and only when one of them was called.

use std::sync::{Arc, Mutex, PoisonError};

use atomata::{Source, Store, Subscription};

use super::reading::Load;
use super::state::data::alerts::ALERTS;
use super::state::data::rates::{
    CORE_USAGE, CPU_USAGE, DISK_RATES, DISK_TOTAL, MEMORY_USED, NETWORK_RATES, NETWORK_TOTAL,
    SWAP_USED,
};
use super::state::data::{Clock, Problems};
use super::state::ui::limits::{CPU_LIMIT, LIMIT_LINES, MEMORY_LIMIT};
use super::state::ui::{INTERVAL_MS, REVERSED, SCROLL, SELECTED, TABLE};
use super::view::{SortBy, View};

/// A view that is kept up to date, for as long as this is there.
#[derive(Debug)]
pub struct Panels {
    view: Arc<Mutex<View>>,
    _subscriptions: Vec<Subscription>,
}

impl Panels {
    /// A view of the store; `changed` is called after each change of it.
    pub fn new(store: &Store, changed: impl Fn() + Clone + Send + 'static) -> Self {
        let panels = Watching { store, view: Arc::default(), changed };
        let subscriptions = vec![
            panels.keep((CPU_USAGE, CORE_USAGE, CPU_LIMIT), |view, (cpu, cores, limit)| {
                view.cpu = *cpu;
                view.cores.clone_from(cores);
                view.cpu_limit = *limit;
            }),
            panels.keep((MEMORY_USED, SWAP_USED, MEMORY_LIMIT), |view, (memory, swap, limit)| {
                view.memory = *memory;
                view.swap = *swap;
                view.memory_limit = *limit;
            }),
            panels.keep(Load, |view, load| {
                view.load = [load.one, load.five, load.fifteen];
                view.tasks = (load.running, load.tasks);
            }),
            panels.keep((DISK_RATES, DISK_TOTAL), |view, (rates, total)| {
                view.disks.clone_from(rates);
                view.disk.clone_from(total);
            }),
            panels.keep((NETWORK_RATES, NETWORK_TOTAL), |view, (rates, total)| {
                view.interfaces.clone_from(rates);
                view.network.clone_from(total);
            }),
            panels.keep((LIMIT_LINES, SELECTED), |view, (limits, selected)| {
                view.limits.clone_from(limits);
                view.selected = *selected;
            }),
            panels.keep(ALERTS, |view, alerts| {
                view.alerts = alerts.iter().map(|alert| alert.text.clone()).collect();
            }),
            panels.keep(Problems, |view, problems| {
                view.problems = problems.count;
                view.problem.clone_from(&problems.last);
            }),
            panels.keep(
                (TABLE, SortBy, REVERSED, SCROLL),
                |view, (table, sort, reversed, scroll)| {
                    view.table.clone_from(table);
                    view.sort = *sort;
                    view.reversed = *reversed;
                    view.scroll = *scroll;
                },
            ),
            panels.keep((Clock.at_ms, INTERVAL_MS), |view, (at_ms, interval_ms)| {
                view.at_ms = *at_ms;
                view.interval_ms = *interval_ms;
            }),
        ];
        Self { view: panels.view, _subscriptions: subscriptions }
    }

    /// The view as it is now.
    pub fn view(&self) -> View {
        self.view.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

struct Watching<'a, F> {
    store: &'a Store,
    view: Arc<Mutex<View>>,
    changed: F,
}

impl<F: Fn() + Clone + Send + 'static> Watching<'_, F> {
    /// Copies a source into the view, now and whenever it changes.
    fn keep<S: Source + 'static>(
        &self,
        source: S,
        copy: impl Fn(&mut View, S::Ref<'_>) + Send + 'static,
    ) -> Subscription {
        let view = Arc::clone(&self.view);
        let changed = self.changed.clone();
        self.store.effect(source, move |_, values| {
            copy(&mut view.lock().unwrap_or_else(PoisonError::into_inner), values);
            changed();
        })
    }
}
