//! The subscribers behind the screen: each keeps its part of a [`View`] as the store has it.
//!
//! The screen draws all of the view at once, and only when one of them was called.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use atomata::{Source, Store, Subscription};

use super::reading::Load;
use super::state::data::alerts::ALERTS;
use super::state::data::rates::{
    CORE_USAGE, CORES, CPU_USAGE, DISK_RATES, DISK_TOTAL, MEMORY_USED, NETWORK_RATES,
    NETWORK_TOTAL, SWAP_USED,
};
use super::state::data::{Clock, Problems, Tracked};
use super::state::ui::limits::{CPU_LIMIT, LIMIT_LINES, MEMORY_LIMIT};
use super::state::ui::{INTERVAL_MS, REVERSED, SCROLL, SELECTED, TABLE};
use super::view::{Row, SortBy, View};

/// A view that is kept up to date, for as long as this is there.
#[derive(Debug)]
pub struct Panels {
    shown: Arc<Mutex<Shown>>,
    _subscriptions: Vec<Subscription>,
}

impl Panels {
    /// A view of the store; `changed` is called after each change of it.
    pub fn new(store: &Store, changed: impl Fn() + Clone + Send + 'static) -> Self {
        let panels = Watching { store, shown: Arc::default(), changed };
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
            panels.keep((SortBy, REVERSED, SCROLL), |view, (sort, reversed, scroll)| {
                view.sort = *sort;
                view.reversed = *reversed;
                view.scroll = *scroll;
            }),
            panels.keep_order(),
            panels.keep_rows(),
            panels.keep((Clock.at_ms, INTERVAL_MS), |view, (at_ms, interval_ms)| {
                view.at_ms = *at_ms;
                view.interval_ms = *interval_ms;
            }),
        ];
        Self { shown: panels.shown, _subscriptions: subscriptions }
    }

    /// The view as it is now.
    pub fn view(&self) -> View {
        let Shown { view, order, rows } = &*locked(&self.shown);
        // A process may have ended since they were sorted.
        let table = order.iter().filter_map(|pid| rows.get(pid)).cloned().collect();
        View { table, ..view.clone() }
    }
}

/// What the store has told.
#[derive(Debug, Default)]
struct Shown {
    /// All but the table.
    view: View,
    /// The ids of the processes, as they are sorted.
    order: Vec<i32>,
    /// The processes by their ids.
    rows: HashMap<i32, Row>,
}

struct Watching<'a, F> {
    store: &'a Store,
    shown: Arc<Mutex<Shown>>,
    changed: F,
}

impl<F: Fn() + Clone + Send + 'static> Watching<'_, F> {
    /// Copies a source into the view, now and whenever it changes.
    fn keep<S: Source + 'static>(
        &self,
        source: S,
        copy: impl Fn(&mut View, S::Ref<'_>) + Send + 'static,
    ) -> Subscription {
        let shown = Arc::clone(&self.shown);
        let changed = self.changed.clone();
        self.store.effect(source, move |_, values| {
            copy(&mut locked(&shown).view, values);
            changed();
        })
    }

    /// Copies the order of the table.
    fn keep_order(&self) -> Subscription {
        let shown = Arc::clone(&self.shown);
        let changed = self.changed.clone();
        self.store.effect(TABLE, move |_, order| {
            locked(&shown).order.clone_from(order);
            changed();
        })
    }

    /// Copies the row of each process: one subscription that follows which processes there are, and
    /// one for each of them.
    fn keep_rows(&self) -> Subscription {
        let shown = Arc::clone(&self.shown);
        let changed = self.changed.clone();
        let mut following: HashMap<i32, Subscription> = HashMap::new();
        self.store.effect(Tracked, move |store, pids| {
            following.retain(|pid, row| {
                // A process that is gone has ended it, also where another one has its id by now.
                let stays = pids.contains(pid) && !row.is_ended();
                if !stays {
                    locked(&shown).rows.remove(pid);
                }
                stays
            });
            for &pid in pids {
                following.entry(pid).or_insert_with(|| {
                    let shown = Arc::clone(&shown);
                    let changed = changed.clone();
                    store.effect((Tracked(pid), CORES(pid)), move |_, (process, cores)| {
                        locked(&shown).rows.insert(pid, Row::new(pid, process, *cores));
                        changed();
                    })
                });
            }
            changed();
        })
    }
}

fn locked(shown: &Mutex<Shown>) -> MutexGuard<'_, Shown> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}
