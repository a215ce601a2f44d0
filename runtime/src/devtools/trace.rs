//! Answers from what was recorded. Debug builds alone.

use std::panic::Location;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{FlushRecord, Ran, Step, Told, Verdict, What, Why, Written};
use crate::error::Name;
use crate::event::{Event, Outcome, Recorder, Subject};
use crate::handle::NodeRef;
use crate::state::State;
use crate::store::Store;
use crate::tier::Tier;

/// So many lines are named of one atom.
const LINES: usize = 8;
/// So many nodes stand in a tree.
const NODES: usize = 256;

type Line = &'static Location<'static>;

impl<G: Tier> Store<G> {
    pub(super) fn trace(&self, node: NodeRef<'_>, all: bool) -> Why {
        self.state(|state| match state.slot_if_used(node) {
            Some(slot) => why(state, slot, all),
            None => Why {
                flush: 0,
                verdict: Verdict::Unused,
                root: Step {
                    name: node.meta.name.into(),
                    what: What::Untouched,
                    because: Vec::new(),
                },
            },
        })
    }

    pub(super) fn records(&self, after: u64) -> Vec<FlushRecord> {
        self.state(|state| {
            let Some(recorder) = state.recorder() else { return Vec::new() };
            let mut flushes = recorder.flushes();
            // What came after the last flush belongs to none.
            flushes.pop();
            let wanted = flushes.into_iter().filter(|(number, _)| *number > after);
            wanted.map(|(number, events)| record(state, number, &events)).collect()
        })
    }

    pub(super) fn dropped(&self) -> u64 {
        self.state(|state| state.recorder().map_or(0, Recorder::dropped))
    }
}

fn record(state: &State, number: u64, events: &[&Event]) -> FlushRecord {
    let mut record = FlushRecord { number, ..FlushRecord::default() };
    let mut written: Vec<(Subject, Writes)> = Vec::new();
    for event in events {
        match event {
            Event::Wrote { atom, equal, at } => {
                let known = written.iter().position(|(known, _)| known == atom);
                let index = known.unwrap_or_else(|| {
                    written.push((*atom, Writes::default()));
                    written.len() - 1
                });
                written[index].1.add(*equal, *at);
            }
            Event::Computed { computed, outcome, took } => record.computeds.push(Ran {
                name: state.name_of_subject(computed),
                outcome: *outcome,
                took: *took,
            }),
            Event::Told { about, calls, took } => record.told.push(Told {
                name: state.name_of_subject(about),
                calls: *calls,
                took: *took,
            }),
            Event::TurnEnded { label: Some(label), .. } => record.labels.push(label.clone()),
            Event::FlushBegan { at } => record.began = *at,
            Event::FlushEnded(flush) => record.flush = *flush,
            _ => (),
        }
    }
    let written = written.into_iter().map(|(atom, Writes { times, equal, at })| Written {
        name: state.name_of_subject(&atom),
        times,
        equal,
        at,
    });
    record.writes = written.collect();
    record
}

#[derive(Clone, Default)]
struct Writes {
    times: u64,
    equal: u64,
    at: Vec<Line>,
}

impl Writes {
    fn add(&mut self, equal: bool, at: Option<Line>) {
        self.times += u64::from(!equal);
        self.equal += u64::from(equal);
        if let Some(at) = at.filter(|at| !self.at.contains(at) && self.at.len() < LINES) {
            self.at.push(at);
        }
    }
}

/// What happened to each node in the last flush and since.
#[derive(Default)]
struct Facts {
    flush: u64,
    writes: FxHashMap<u32, Writes>,
    outcomes: FxHashMap<u32, Outcome>,
    told: FxHashMap<u32, u32>,
    /// Written since, with the last line.
    waits: FxHashMap<u32, Option<Line>>,
}

impl Facts {
    fn of(state: &State) -> Self {
        let mut facts = Self::default();
        let Some(recorder) = state.recorder() else { return facts };
        let mut flushes = recorder.flushes();
        let since = flushes.pop().map(|(_, events)| events).unwrap_or_default();
        for event in &since {
            if let Event::Wrote { atom, equal: false, at } = event {
                facts.waits.insert(atom.slot(), *at);
            }
        }
        // Without a flush, what was read tells what happened.
        let (flush, last) = flushes.pop().unwrap_or((0, since));
        facts.flush = flush;
        // What ran before anything was written got its first value.
        for event in last.into_iter().skip_while(|event| !matches!(event, Event::Wrote { .. })) {
            match event {
                Event::Wrote { atom, equal, at } => {
                    facts.writes.entry(atom.slot()).or_default().add(*equal, *at);
                }
                Event::Computed { computed, outcome, .. } => {
                    let known = facts.outcomes.entry(computed.slot()).or_insert(*outcome);
                    // Of several runs that counts which changed something, or else the last one.
                    if *known != Outcome::Changed || *outcome == Outcome::Failed {
                        *known = *outcome;
                    }
                }
                Event::Told { about, calls, .. } => {
                    *facts.told.entry(about.slot()).or_default() += calls;
                }
                _ => (),
            }
        }
        facts
    }

    fn what(&self, slot: u32) -> What {
        if let Some(outcome) = self.outcomes.get(&slot) {
            return What::Computed(*outcome);
        }
        match self.writes.get(&slot) {
            Some(Writes { times, equal, at }) => {
                What::Written { times: *times, equal: *equal, at: at.clone() }
            }
            None => What::Untouched,
        }
    }

    /// A node, and what of it happened upstream; all that was touched, or only what changed.
    fn step(&self, state: &State, slot: u32, all: bool, seen: &mut FxHashSet<u32>) -> Step {
        let mut because = Vec::new();
        if seen.insert(slot) {
            for &dep in state.graph.deps(slot) {
                if seen.len() == NODES {
                    break;
                }
                let step = self.step(state, dep, all, seen);
                let is_touched = step.what != What::Untouched || !step.because.is_empty();
                if step.what.is_change() || (all && is_touched) {
                    because.push(step);
                }
            }
        }
        Step { name: state.values.name(slot), what: self.what(slot), because }
    }
}

pub(super) fn why(state: &mut State, slot: u32, all: bool) -> Why {
    let facts = Facts::of(state);
    let root = facts.step(state, slot, all, &mut FxHashSet::default());
    let verdict = verdict(state, slot, &facts);
    Why { flush: facts.flush, verdict, root }
}

fn verdict(state: &mut State, slot: u32, facts: &Facts) -> Verdict {
    if let Some(&calls) = facts.told.get(&slot)
        && calls > 0
    {
        return Verdict::Told { calls };
    }
    let of_this = |failure: &crate::error::Failure| failure.name() == state.values.name(slot);
    if let Some(failure) = state.failures().into_iter().find(of_this) {
        let by = failure.cause().to_owned().into();
        return Verdict::Failed { by, message: failure.message().to_owned() };
    }
    let is_watched = !state.graph.watchers(slot).is_empty();
    if is_watched
        && let Some((on, at)) = nearest(state, slot, |node| facts.waits.get(&node).copied())
    {
        return Verdict::Waits { on, at };
    }
    if facts.what(slot).is_change() {
        return if is_watched { Verdict::Seen } else { Verdict::Unobserved };
    }
    let is_same = |node| (facts.outcomes.get(&node) == Some(&Outcome::Same)).then_some(());
    if let Some((by, ())) = nearest(state, slot, is_same) {
        return Verdict::CutOff { by };
    }
    let is_equal = |node| facts.writes.get(&node).map(|writes| writes.at.last().copied());
    if let Some((atom, at)) = nearest(state, slot, is_equal) {
        return Verdict::Equal { atom, at };
    }
    Verdict::Untouched
}

/// The first node upstream, this one included, of which something is known; nearer ones first.
fn nearest<T>(state: &State, slot: u32, known: impl Fn(u32) -> Option<T>) -> Option<(Name, T)> {
    let mut line = vec![slot];
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    let mut at = 0;
    while let Some(&node) = line.get(at) {
        if let Some(found) = known(node) {
            return Some((state.values.name(node), found));
        }
        line.extend(state.graph.deps(node).iter().filter(|&&dep| seen.insert(dep)));
        at += 1;
    }
    None
}
