//! The naive store: the laws of a store, taken by the letter.
//!
//! Nothing is marked or pushed. Every value carries the moment of its last change; a read goes
//! through all that is upstream and computes what is older than what it depends on. A transaction
//! keeps a copy of everything.

use atomata_tests::world::{Origin, Val};

mod tell;
mod values;
mod write;

use super::plan::{self, Plan};
use super::program::{End, Op, Policy, Reaction};
use super::{Counts, Event};

/// The groups of the worlds, with their priorities and windows in milliseconds.
pub(super) const GROUPS: [(&str, i32, u64); 4] =
    [("default", 0, 16), ("ui", 10, 8), ("data", 0, 40), ("slow", -5, 100)];

pub(super) struct Naive {
    plan: &'static Plan,
    strategy: Policy,
    values: Values,
    now: u64,
    /// The nodes in the order in which they were first used.
    slots: Vec<usize>,
    groups: Vec<Group>,
    subscriptions: Vec<Subscription>,
    watches: Vec<(usize, Seen)>,
    snapshots: Vec<Vec<Val>>,
    events: Vec<Event>,
    counts: Counts,
    turns: u32,
    transactions: u32,
    /// Some of the open transaction was taken back.
    taken_back: bool,
    /// The subscriptions made while a transaction was open.
    made_inside: Vec<usize>,
    flush_at_end: bool,
    flushing: bool,
    millis: u64,
}

/// What a transaction that fails puts back.
#[derive(Clone)]
struct Values {
    value: Vec<Val>,
    failure: Vec<Option<String>>,
    /// When each leaf of each node changed last.
    changed: Vec<Vec<u64>>,
    computed: Vec<u64>,
    /// The observed nodes that were written and not told, for each group.
    written: Vec<Vec<usize>>,
    /// The groups written since the end of the last outermost operation.
    touched: Vec<usize>,
    writes: u64,
    equal_writes: u64,
}

#[derive(Clone, Default)]
struct Group {
    /// When its window was opened.
    window: Option<u64>,
    due: bool,
    /// When it was last told.
    flushed: u64,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Subscription {
    sources: Vec<(usize, Seen)>,
    reaction: Reaction,
    calls: u8,
    live: bool,
    /// The first call of an effect is under way: it cannot be told.
    starting: bool,
    /// The caller has it in hand, and can drop it.
    kept: bool,
    missed: bool,
}

/// What was seen of a place, and when.
#[derive(Clone)]
struct Seen {
    at: u64,
    /// A transaction was open, so it may have been taken back.
    inside: bool,
    value: Option<Val>,
}

impl Naive {
    pub(super) fn new(plan: &'static Plan, strategy: Policy) -> Self {
        let nodes = &plan.world.nodes;
        let value = nodes.iter().map(|node| match &node.origin {
            Origin::Atom(initial) => initial.clone(),
            Origin::Computed { .. } => plan::default(&node.kind),
        });
        Self {
            plan,
            strategy,
            values: Values {
                value: value.collect(),
                failure: vec![None; nodes.len()],
                changed: plan.leaves.iter().map(|leaves| vec![0; leaves.len()]).collect(),
                computed: vec![0; nodes.len()],
                written: vec![Vec::new(); GROUPS.len()],
                touched: Vec::new(),
                writes: 0,
                equal_writes: 0,
            },
            now: 1,
            slots: Vec::new(),
            groups: vec![Group::default(); GROUPS.len()],
            subscriptions: Vec::new(),
            watches: Vec::new(),
            snapshots: Vec::new(),
            events: Vec::new(),
            counts: Counts::default(),
            turns: 0,
            transactions: 0,
            taken_back: false,
            made_inside: Vec::new(),
            flush_at_end: false,
            flushing: false,
            millis: 0,
        }
    }

    pub(super) fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    pub(super) fn counts(&self) -> Counts {
        let Values { writes, equal_writes, .. } = self.values;
        Counts { writes, equal_writes, ..self.counts }
    }

    pub(super) fn run(&mut self, op: &Op) {
        match op {
            Op::Get(place) => {
                let place = self.plan.place(*place);
                let got = self.get(place);
                self.events.push(Event::Got(place, got));
            }
            Op::Write { place, verb, value, panics } => {
                let place = self.plan.writable(*place);
                let value = plan::value(&self.plan.spots[place].kind, *value);
                self.write(place, self.plan.verb(place, *verb), value, *panics);
            }
            Op::Touch { place, touches, .. } => {
                if let Some(place) = self.plan.structure(*place) {
                    self.touch(place, touches);
                }
            }
            Op::Batch(ops) => {
                self.turns += 1;
                for op in ops {
                    self.run(op);
                }
                self.end_turn();
            }
            Op::Transaction(ops, end) => {
                let before = self.values.clone();
                self.turns += 1;
                self.transactions += 1;
                for op in ops {
                    self.run(op);
                }
                if *end != End::Ok {
                    self.values = before;
                    self.taken_back = true;
                }
                self.transactions -= 1;
                if self.transactions == 0 {
                    self.look_again();
                }
                self.end_turn();
            }
            Op::Subscribe { place, reaction } => {
                let place = self.plan.place(*place);
                self.subscribe(&[place], reaction.clone());
            }
            Op::SubscribeTwo { places: [a, b] } => {
                if let (Some(a), Some(b)) = (self.plan.number(*a), self.plan.number(*b)) {
                    self.subscribe(&[a, b], Reaction::Nothing);
                }
            }
            Op::Effect { place, reaction } => self.effect(self.plan.place(*place), reaction),
            Op::Unsubscribe(number) => self.unsubscribe(*number),
            Op::Watch(place) => {
                let place = self.plan.place(*place);
                let seen = self.see(place);
                self.watches.push((place, seen));
            }
            Op::Poll(number) => self.poll(*number),
            Op::Snapshot => {
                if self.turns == 0 {
                    self.snapshots.push(self.values.value.clone());
                }
            }
            Op::ReadSnapshot { snapshot, place } => {
                if !self.snapshots.is_empty() {
                    let number = usize::from(*snapshot) % self.snapshots.len();
                    let place = self.plan.place(*place);
                    let values = self.evaluate(&self.snapshots[number]);
                    let kept = self.plan.read(&values, place);
                    self.events.push(Event::Kept(number, kept));
                }
            }
            Op::Flush => self.flush(),
            Op::Collect => {}
            Op::Advance(millis) => self.advance(u64::from(*millis)),
        }
    }
}
