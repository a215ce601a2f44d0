//! A trace in the format of Chrome's tracing, which Perfetto opens.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::clock::Time;
use crate::event::{Event, Outcome, Probe, Wants};
use crate::sync::Mutex;

/// So many entries are kept, the last ones.
const MOST: usize = 1 << 16;

/// Collects a trace of a store as JSON: flushes with the computeds and the subscribers in them, turns, writes.
/// <https://ui.perfetto.dev> and `chrome://tracing` open it.
///
/// *Identity*: clones are one trace. It keeps the last 65,536 entries. Times are those of the scheduler's clock.
/// A store measures how long things take and when flushes begin, not when each thing happens: within a flush
/// they stand end to end in their order, and what happens between flushes stands at the end of the last one.
///
/// ```
/// use atomata::{Store, atom, export::ChromeTrace};
///
/// #[atom]
/// static VOLUME: u8 = 5;
///
/// let trace = ChromeTrace::new();
/// let store = Store::builder().immediate().probe(trace.clone()).build();
/// store.subscribe(VOLUME, |_| ()).detach();
/// store.set(VOLUME, 6);
/// assert!(trace.json().contains("flush"));
/// ```
#[derive(Clone, Default)]
pub struct ChromeTrace {
    trace: Arc<Mutex<Trace>>,
}

#[derive(Default)]
struct Trace {
    entries: VecDeque<Value>,
    dropped: u64,
    /// When the flush at hand began.
    began: Time,
    /// Where the next entry stands.
    cursor: Time,
}

impl ChromeTrace {
    /// An empty trace.
    pub fn new() -> Self {
        Self::default()
    }

    /// The trace so far, as the text of a JSON file. Costs what is kept.
    pub fn json(&self) -> String {
        let trace = self.trace.lock();
        let file = json!({
            "traceEvents": trace.entries,
            "displayTimeUnit": "ns",
            "otherData": { "dropped": trace.dropped },
        });
        file.to_string()
    }
}

impl Probe for ChromeTrace {
    fn wants(&self) -> Wants {
        Wants::default().at_once(true).each_computed(true).each_time(true)
    }

    fn tell(&self, events: &[Event]) {
        let mut trace = self.trace.lock();
        for event in events {
            trace.add(event);
        }
    }
}

impl Trace {
    fn add(&mut self, event: &Event) {
        match event {
            Event::Wrote { atom, equal, at } => {
                let at = at.map(ToString::to_string);
                self.instant(atom.name(), "write", json!({ "equal": equal, "at": at }));
            }
            Event::Computed { computed, outcome, took } if *outcome != Outcome::Skipped => {
                let args = json!({ "outcome": outcome.to_string() });
                self.run(computed.name(), "computed", *took, args);
            }
            Event::Told { about, calls, took } => {
                self.run(about.name(), "subscribers", *took, json!({ "calls": calls }));
            }
            Event::FlushBegan { at } => {
                self.began = at.unwrap_or(self.cursor).max(self.cursor);
                self.cursor = self.began;
            }
            Event::FlushEnded(flush) => {
                let took = flush.took.unwrap_or_default();
                let args = json!({
                    "writes": flush.writes,
                    "coalesced": flush.coalesced,
                    "notified": flush.notified,
                    "saved": flush.saved,
                    "passes": flush.passes,
                });
                self.entry("flush", "flush", self.began, Some(took), args);
                self.cursor = self.cursor.max(self.began + took);
            }
            Event::TurnEnded { label, took } => {
                let name = label.as_deref().unwrap_or("turn");
                self.run(name, "turn", *took, json!({}));
            }
            Event::Serialized { bytes, full, took, .. } => {
                let args = json!({ "bytes": bytes, "full": full });
                self.run("serialization", "bytes", Some(*took), args);
            }
            Event::Travelled { verb } => self.instant(verb, "history", json!({})),
            Event::OverBudget(over) => self.instant(&over.to_string(), "budget", json!({})),
            Event::Warned(warning) => self.instant(&warning.to_string(), "warning", json!({})),
            _ => (),
        }
    }

    /// Something that took some time, after what was before.
    fn run(&mut self, name: &str, category: &str, took: Option<Duration>, args: Value) {
        let took = took.unwrap_or_default();
        self.entry(name, category, self.cursor, Some(took), args);
        self.cursor = self.cursor + took;
    }

    fn instant(&mut self, name: &str, category: &str, args: Value) {
        self.entry(name, category, self.cursor, None, args);
    }

    fn entry(&mut self, name: &str, cat: &str, at: Time, took: Option<Duration>, args: Value) {
        if self.entries.len() == MOST {
            self.entries.pop_front();
            self.dropped += 1;
        }
        let mut entry = json!({
            "name": name,
            "cat": cat,
            "ts": micros(at.as_duration()),
            "pid": 1,
            "tid": 1,
            "args": args,
        });
        match took {
            Some(took) => (entry["ph"], entry["dur"]) = (json!("X"), json!(micros(took))),
            None => (entry["ph"], entry["s"]) = (json!("i"), json!("t")),
        }
        self.entries.push_back(entry);
    }
}

fn micros(time: Duration) -> f64 {
    time.as_nanos() as f64 / 1e3
}

impl fmt::Debug for ChromeTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChromeTrace")
    }
}
