//! The flushes that a store recorded, as a client is told of them.

use std::panic::Location;
use std::time::Duration;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::error::Name;
use crate::event::{Event, Flush, Outcome, Subject};
use crate::state::State;

/// How far a client was told.
#[derive(Default)]
pub(in crate::devtools) struct Flushes {
    /// The number of the last flush.
    last: u64,
    /// How many warnings.
    warnings: usize,
    /// How often each node was written and ran in the flushes so far.
    tallies: FxHashMap<u64, (u64, u64)>,
}

/// What is to be told, written by nobody yet.
pub(in crate::devtools) struct Taken {
    flushes: Vec<(u64, Vec<Event>)>,
    /// The names of what the events are about, by their numbers.
    names: FxHashMap<u64, Name>,
    dropped: u64,
    /// Where the store stands in its history.
    position: Option<u64>,
}

/// What became of an atom before a flush.
#[derive(Default)]
struct Writes {
    at: Option<&'static Location<'static>>,
    times: u64,
    equal: u64,
}

impl Flushes {
    /// Takes the flushes that ended since the last look; under the lock.
    pub(in crate::devtools) fn take(&mut self, state: &State) -> Option<Taken> {
        let recorder = state.recorder()?;
        let ended = recorder.ended();
        if ended == self.last {
            return None;
        }
        let mut flushes = recorder.flushes();
        // What came after the last one belongs to none.
        flushes.pop();
        flushes.retain(|(number, _)| *number > self.last);
        let dropped = (ended - self.last) - flushes.len() as u64;
        self.last = ended;
        let mut names = FxHashMap::default();
        for subject in
            flushes.iter().flat_map(|(_, events)| events).filter_map(|event| subject(event))
        {
            let name = || state.name_of_subject(subject);
            names.entry(subject.generation()).or_insert_with(name);
        }
        for event in flushes.iter().flat_map(|(_, events)| events) {
            self.count(event);
        }
        let cloned =
            |(number, events): (u64, Vec<&Event>)| (number, events.into_iter().cloned().collect());
        let flushes = flushes.into_iter().map(cloned).collect();
        let position = state.points().map(|(_, here)| here);
        Some(Taken { flushes, names, dropped, position })
    }

    /// How often a node was written and ran, in what was recorded since the client watches.
    pub(in crate::devtools) fn tally(&self, number: u64) -> (u64, u64) {
        self.tallies.get(&number).copied().unwrap_or_default()
    }

    fn count(&mut self, event: &Event) {
        let counted = match event {
            Event::Wrote { atom, .. } => Some((atom, (1, 0))),
            Event::Computed { outcome: Outcome::Skipped, .. } => None,
            Event::Computed { computed, .. } => Some((computed, (0, 1))),
            _ => None,
        };
        if let Some((subject, (writes, runs))) = counted {
            let tally = self.tallies.entry(subject.generation()).or_default();
            *tally = (tally.0 + writes, tally.1 + runs);
        }
    }

    /// The warnings that came since the last look, as messages.
    pub(in crate::devtools) fn warnings(
        &mut self,
        state: &State,
        store: u64,
    ) -> Vec<(Name, Value)> {
        let Some(recorder) = state.recorder() else { return Vec::new() };
        let new = recorder.warnings().iter().skip(self.warnings);
        let told = new.map(|warning| {
            let message = json!({
                "type": "warned",
                "store": store,
                "kind": format!("{:?}", warning.kind),
                "text": warning.to_string(),
                "at": place(warning.at),
            });
            (warning.name.clone(), message)
        });
        let told = told.collect();
        self.warnings = recorder.warnings().len();
        told
    }
}

impl Taken {
    /// The labels of the turns in it, and the numbers of its flushes.
    pub(in crate::devtools) fn labels(&self) -> (Vec<String>, Vec<u64>) {
        let events = self.flushes.iter().flat_map(|(_, events)| events);
        let labels = events.filter_map(label).map(str::to_owned).collect();
        (labels, self.flushes.iter().map(|(number, _)| *number).collect())
    }

    pub(in crate::devtools) fn tell(&self, store: u64) -> String {
        let last = self.flushes.last().map(|(number, _)| *number);
        let told: Vec<Value> = self
            .flushes
            .iter()
            .map(|(number, events)| {
                // Of the flushes before the last one it is not known.
                let position = self.position.filter(|_| Some(*number) == last);
                self.describe(*number, events, position)
            })
            .collect();
        json!({"type": "flushes", "store": store, "dropped": self.dropped, "flushes": told})
            .to_string()
    }

    fn describe(&self, number: u64, events: &[Event], position: Option<u64>) -> Value {
        let mut writes: Vec<(Subject, Writes)> = Vec::new();
        let (mut computed, mut told) = (Vec::new(), Vec::new());
        let (mut began, mut flush) = (None, Flush::default());
        for event in events {
            match event {
                Event::Wrote { atom, equal, at } => {
                    let known = writes.iter().rposition(|(known, _)| known == atom);
                    let index = known.unwrap_or_else(|| {
                        writes.push((*atom, Writes::default()));
                        writes.len() - 1
                    });
                    writes[index].1.add(*equal, *at);
                }
                Event::Computed { computed: subject, outcome, took } => computed.push(json!({
                    "node": subject.generation(),
                    "name": self.name(subject),
                    "outcome": outcome_of(*outcome),
                    "us": micros(*took),
                })),
                Event::Told { about, calls, took } => told.push(json!({
                    "node": about.generation(),
                    "name": self.name(about),
                    "calls": calls,
                    "us": micros(*took),
                })),
                Event::FlushBegan { at } => began = *at,
                Event::FlushEnded(ended) => flush = *ended,
                _ => {}
            }
        }
        let write = |(atom, writes): &(Subject, Writes)| {
            json!({
                "node": atom.generation(),
                "name": self.name(atom),
                "at": place(writes.at),
                "coalesced": writes.times.saturating_sub(1),
                "equal": writes.equal,
            })
        };
        json!({
            "flush": number,
            "at_ms": began.map(|at| at.as_duration().as_secs_f64() * 1e3),
            "label": events.iter().rev().find_map(label),
            "duration_us": micros(flush.took),
            "writes": writes.iter().map(write).collect::<Vec<_>>(),
            "computed": computed,
            "told": told,
            "notified": flush.notified,
            "saved": flush.saved,
            "position": position,
        })
    }

    fn name(&self, subject: &Subject) -> &str {
        self.names.get(&subject.generation()).map_or(subject.name(), |name| name)
    }
}

impl Writes {
    fn add(&mut self, equal: bool, at: Option<&'static Location<'static>>) {
        self.times += u64::from(!equal);
        self.equal += u64::from(equal);
        self.at = at.or(self.at);
    }
}

fn subject(event: &Event) -> Option<&Subject> {
    match event {
        Event::Wrote { atom: subject, .. }
        | Event::Computed { computed: subject, .. }
        | Event::Told { about: subject, .. } => Some(subject),
        _ => None,
    }
}

fn label(event: &Event) -> Option<&str> {
    match event {
        Event::TurnEnded { label: Some(label), .. } => Some(label),
        _ => None,
    }
}

fn outcome_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Changed => "changed",
        Outcome::Same => "same",
        Outcome::Failed => "failed",
        Outcome::Skipped => "skipped",
    }
}

/// `src/cart.rs:12`.
pub(in crate::devtools) fn place(at: Option<&'static Location<'static>>) -> Option<String> {
    at.map(|at| format!("{}:{}", at.file(), at.line()))
}

fn micros(took: Option<Duration>) -> Option<f64> {
    took.map(|took| took.as_secs_f64() * 1e6)
}
