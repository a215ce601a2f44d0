//! Counters and histograms of the `metrics` facade.

use std::time::Duration;

use ::metrics::{SharedString, counter, gauge, histogram};

use crate::event::{Event, Outcome, Probe};

/// Passes what a store does on to the recorder of the `metrics` facade, each with the label `store`.
///
/// | name | what |
/// |---|---|
/// | `atomata_writes_total`, `atomata_equal_writes_total` | writes, by `group` |
/// | `atomata_runs_total`, `atomata_failures_total` | computeds that ran or failed |
/// | `atomata_flushes_total`, `atomata_calls_total`, `atomata_saved_calls_total` | flushes, subscribers called, calls saved |
/// | `atomata_bytes_total` | bytes written by serializers |
/// | `atomata_over_budget_total`, `atomata_lost_events_total` | excesses, events that were lost |
/// | `atomata_flush_seconds`, `atomata_update_seconds`, `atomata_calls_seconds` | histograms of what was measured: a sample |
/// | `atomata_memory_bytes` | a gauge |
///
/// Events are told some hundred together, so that the figures come late by that.
///
/// ```
/// use atomata::{Store, export::Metrics};
///
/// let store = Store::builder().probe(Metrics::new("main")).build();
/// ```
#[derive(Debug)]
pub struct Metrics {
    store: SharedString,
}

impl Metrics {
    /// A probe for a store of that name.
    pub fn new(store: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Self { store: store.into().into() }
    }

    fn count(&self, name: &'static str, by: u64) {
        counter!(name, "store" => self.store.clone()).increment(by);
    }

    fn measured(&self, name: &'static str, time: Option<Duration>) {
        if let Some(time) = time {
            histogram!(name, "store" => self.store.clone()).record(time.as_secs_f64());
        }
    }
}

impl Probe for Metrics {
    fn tell(&self, events: &[Event]) {
        for event in events {
            match event {
                Event::Wrote { atom, equal, .. } => {
                    let name =
                        if *equal { "atomata_equal_writes_total" } else { "atomata_writes_total" };
                    counter!(name, "store" => self.store.clone(), "group" => atom.group())
                        .increment(1);
                }
                Event::Computed { outcome: Outcome::Failed, .. } => {
                    self.count("atomata_failures_total", 1);
                }
                Event::Computed { outcome: Outcome::Changed | Outcome::Same, .. } => {
                    self.count("atomata_runs_total", 1);
                }
                Event::Wave { ran, .. } => self.count("atomata_runs_total", *ran),
                Event::Told { took, .. } => self.measured("atomata_calls_seconds", *took),
                Event::TurnEnded { took, .. } => self.measured("atomata_update_seconds", *took),
                Event::FlushEnded(flush) => {
                    self.count("atomata_flushes_total", 1);
                    self.count("atomata_calls_total", flush.notified);
                    self.count("atomata_saved_calls_total", flush.saved);
                    self.measured("atomata_flush_seconds", flush.took);
                }
                Event::Serialized { bytes, .. } => self.count("atomata_bytes_total", *bytes),
                Event::Memory { used, .. } => {
                    gauge!("atomata_memory_bytes", "store" => self.store.clone()).set(*used as f64);
                }
                Event::OverBudget(_) => self.count("atomata_over_budget_total", 1),
                Event::Lost { events } => self.count("atomata_lost_events_total", *events),
                _ => (),
            }
        }
    }
}
