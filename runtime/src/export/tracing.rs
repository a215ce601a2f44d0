//! Events and spans of the `tracing` crate.

use ::tracing::field::Empty;
use ::tracing::{Span, debug, debug_span, trace, warn};

use crate::event::{Event, Outcome, Probe, Wants};
use crate::sync::Mutex;

/// Passes what a store does on to `tracing`: a span for each flush, with events in it and between.
///
/// The target is `atomata`. Flushes, turns, failures and bytes are at the level `DEBUG`, single writes, runs
/// and calls at `TRACE`, warnings and what is over budget at `WARN`. Events are told when the operation has
/// ended, so that a span is as long as the telling: how long the flush took is its field `took_us`.
///
/// ```
/// use atomata::{Store, export::Tracing};
///
/// let store = Store::builder().probe(Tracing::new()).build();
/// ```
#[derive(Debug, Default)]
pub struct Tracing {
    /// The span of the flush at hand, which may be told in several batches.
    flush: Mutex<Option<Span>>,
}

impl Tracing {
    /// A probe for the subscriber of the thread that tells.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Probe for Tracing {
    fn wants(&self) -> Wants {
        Wants::default().at_once(true).each_computed(true).each_time(true)
    }

    fn tell(&self, events: &[Event]) {
        let mut span = self.flush.lock().take().unwrap_or_else(Span::none);
        for event in events {
            match event {
                Event::FlushBegan { .. } => {
                    span = debug_span!(
                        target: "atomata", "flush",
                        writes = Empty, notified = Empty, saved = Empty, took_us = Empty
                    );
                }
                Event::FlushEnded(flush) => {
                    span.record("writes", flush.writes);
                    span.record("notified", flush.notified);
                    span.record("saved", flush.saved);
                    if let Some(took) = flush.took {
                        span.record("took_us", took.as_micros() as u64);
                    }
                    span = Span::none();
                }
                event => span.in_scope(|| pass_on(event)),
            }
        }
        *self.flush.lock() = Some(span);
    }
}

fn pass_on(event: &Event) {
    let us = |time: &Option<std::time::Duration>| time.map(|time| time.as_micros() as u64);
    match event {
        Event::Wrote { atom, equal, at } => {
            let at = at.map(ToString::to_string);
            trace!(target: "atomata", atom = atom.name(), equal, at, "wrote");
        }
        Event::Computed { computed, outcome: Outcome::Failed, .. } => {
            debug!(target: "atomata", computed = computed.name(), "failed");
        }
        Event::Computed { computed, outcome, took } => {
            trace!(target: "atomata", computed = computed.name(), took_us = us(took), "{outcome}");
        }
        Event::Told { about, calls, took } => {
            trace!(target: "atomata", about = about.name(), calls, took_us = us(took), "told");
        }
        Event::TurnEnded { label, took } => {
            debug!(target: "atomata", label = label.as_deref(), took_us = us(took), "turn");
        }
        Event::RolledBack => debug!(target: "atomata", "rolled back"),
        Event::Serialized { bytes, full, .. } => {
            debug!(target: "atomata", bytes, full, "serialized");
        }
        Event::Travelled { verb } => debug!(target: "atomata", verb, "travelled"),
        Event::OverBudget(over) => warn!(target: "atomata", "{over}"),
        Event::Warned(warning) => warn!(target: "atomata", "{warning}"),
        Event::Lost { events } => warn!(target: "atomata", events, "events were lost"),
        _ => (),
    }
}
