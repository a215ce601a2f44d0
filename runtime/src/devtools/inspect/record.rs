//! What a client was told of a store since it watches it: what an exported session is made of.

use serde_json::{Value, json};

use crate::serial::patch;

/// More text than this is not kept; the oldest steps become part of the state that the session begins with.
const MOST_BYTES: usize = 16 << 20;

/// The states of a store, one after the other.
#[derive(Default)]
pub(super) struct Record {
    initial: Value,
    steps: Vec<Step>,
    bytes: usize,
}

/// What changed from one look to the next.
pub(super) struct Step {
    pub(super) labels: Vec<String>,
    pub(super) flushes: Vec<u64>,
    /// Operations on the state.
    pub(super) patch: Value,
    bytes: usize,
}

impl Record {
    pub(super) fn begin(&mut self, state: &str) {
        *self = Self { initial: read(state), ..Self::default() };
    }

    pub(super) fn add(&mut self, text: &str, (labels, flushes): (Vec<String>, Vec<u64>)) {
        let bytes = text.len();
        self.bytes += bytes;
        self.steps.push(Step { labels, flushes, patch: read(text), bytes });
        if self.bytes > MOST_BYTES {
            let half = self.steps.len() / 2 + 1;
            for step in self.steps.drain(..half) {
                self.bytes -= step.bytes;
                apply(&mut self.initial, &step.patch);
            }
        }
    }

    pub(super) fn session(&self, program: &str, name: &str) -> Value {
        let step = |step: &Step| json!({"labels": step.labels, "flushes": step.flushes, "patch": step.patch});
        json!({
            "format": "atomata-session",
            "version": 1,
            "program": program,
            "store": name,
            "initial": self.initial,
            "steps": self.steps.iter().map(step).collect::<Vec<_>>(),
        })
    }

    /// The state before the steps with flushes of these numbers, those steps, and the state after them.
    pub(super) fn part(&self, from: u64, to: u64) -> (Value, Vec<&Step>, Value) {
        let (mut before, mut steps) = (self.initial.clone(), Vec::new());
        let mut after = None;
        for step in &self.steps {
            let is_before = step.flushes.iter().all(|&flush| flush < from);
            if is_before && steps.is_empty() && from > 0 {
                apply(&mut before, &step.patch);
            } else if step.flushes.first().is_none_or(|&flush| flush <= to) {
                apply(after.get_or_insert_with(|| before.clone()), &step.patch);
                steps.push(step);
            }
        }
        let after = after.unwrap_or_else(|| before.clone());
        (before, steps, after)
    }
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

fn apply(state: &mut Value, operations: &Value) {
    let text = serde_json::to_vec(operations).unwrap_or_default();
    // They were made of that state.
    let applied = patch::apply(state, &text);
    debug_assert!(applied.is_ok(), "{applied:?}");
}
