//! One store, as one client watches it.

use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::record::Record;
use crate::devtools::view::flushes::{Flushes, Taken as Flushed};
use crate::devtools::view::nodes::Nodes;
use crate::devtools::view::past::Past;
use crate::devtools::view::stores::Shown;
use crate::devtools::view::values::{Looking, Telling, Told};
use crate::state::Counts;
use crate::store::Store;

/// The time between two messages that count.
const SECOND: Duration = Duration::from_secs(1);

/// What a client was told of a store.
pub(super) struct Watch {
    pub(super) shown: Shown,
    pub(super) nodes: Nodes,
    looking: Looking,
    telling: Telling,
    flushes: Flushes,
    pub(super) past: Past,
    pub(super) record: Record,
    /// What was counted last.
    counts: FxHashMap<u64, Counts>,
    counted: Option<Instant>,
}

impl Watch {
    pub(super) fn new(shown: Shown) -> Self {
        Self {
            shown,
            nodes: Nodes::default(),
            looking: Looking::default(),
            telling: Telling::default(),
            flushes: Flushes::default(),
            past: Past::default(),
            record: Record::default(),
            counts: FxHashMap::default(),
            counted: None,
        }
    }

    /// What there is to tell, in messages; while paused neither values nor flushes.
    pub(super) fn tick(&mut self, now: Instant, paused: bool) -> Vec<String> {
        let Some(store) = self.shown.store.upgrade() else { return Vec::new() };
        let number = self.shown.number;
        // One look at one moment; all of it is written without the lock.
        let (news, taken, flushes, history, warnings) = store.state(|state| {
            (
                self.nodes.look(state),
                (!paused).then(|| self.looking.take(state)),
                (!paused).then(|| self.flushes.take(state)).flatten(),
                self.past.look(state, number, now),
                self.flushes.warnings(state, number),
            )
        });
        let mut messages = Vec::new();
        messages.extend(news.map(|news| self.nodes.tell(number, news)));
        let about = flushes.as_ref().map(Flushed::labels).unwrap_or_default();
        let told = taken.and_then(|taken| self.telling.tell(taken, &mut self.nodes));
        messages.extend(told.map(|told| self.tell_values(told, about)));
        messages.extend(history.map(|history| history.to_string()));
        messages.extend(flushes.map(|flushes| flushes.tell(number)));
        for (name, mut warning) in warnings {
            warning["node"] = json!(self.nodes.number(&name));
            messages.push(warning.to_string());
        }
        let is_due = self.counted.is_none_or(|at| now.saturating_duration_since(at) >= SECOND);
        if is_due {
            self.counted = Some(now);
            messages.extend(self.count(&store));
            messages.push(self.report(&store));
        }
        messages
    }

    fn tell_values(&mut self, told: Told, about: (Vec<String>, Vec<u64>)) -> String {
        let store = self.shown.number;
        match told {
            Told::State { sequence, state } => {
                self.record.begin(&state);
                format!(
                    r#"{{"type":"state","store":{store},"sequence":{sequence},"state":{state}}}"#
                )
            }
            Told::Patch { sequence, patch } => {
                self.record.add(&patch, about);
                let bytes = patch.len();
                format!(
                    r#"{{"type":"patch","store":{store},"sequence":{sequence},"bytes":{bytes},"patch":{patch}}}"#
                )
            }
        }
    }

    /// The counts that are other ones than a second ago.
    fn count(&mut self, store: &Store) -> Option<String> {
        let counts = store.state(|state| state.count_nodes(&self.counts));
        let is_new = |(number, counts): &(&u64, &Counts)| self.counts.get(*number) != Some(*counts);
        let changed: Vec<Value> = counts
            .iter()
            .filter(is_new)
            .map(|(number, counts)| {
                let (writes, runs) = self.flushes.tally(*number);
                json!({
                    "node": number,
                    "version": counts.version,
                    "bytes": counts.bytes,
                    "subscribers": counts.subscribers,
                    "writes": writes,
                    "runs": runs,
                })
            })
            .collect();
        self.counts = counts;
        let message = json!({"type": "counts", "store": self.shown.number, "counts": changed});
        (!changed.is_empty()).then(|| message.to_string())
    }

    fn report(&self, store: &Store) -> String {
        // A report would attach a monitor, which a writer pays for: only who asks for it has one.
        let report = store.is_monitored().then(|| store.report());
        let (bytes, entries) = store.state(|state| state.history_size());
        let values: usize = self.counts.values().map(|counts| counts.bytes).sum();
        json!({
            "type": "report",
            "store": self.shown.number,
            "report": report,
            "health": store.health(),
            "memory": {"values": values, "history": bytes, "history_entries": entries},
        })
        .to_string()
    }
}
