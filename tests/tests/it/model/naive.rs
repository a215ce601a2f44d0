//! The naive store: the laws of a store, taken by the letter.
//!
//! Nothing is marked or pushed. Every value carries the moment of its last change; a read goes
//! through all that is upstream and computes what is older than what it depends on. A transaction
//! keeps a copy of everything.

use std::cmp::Reverse;

use atomata_tests::world::{Eq, Kind, Mix, Origin, Val};

use super::plan::{self, Plan, is_copy, part, part_mut};
use super::program::{End, How, Op, Policy, Reaction, Verb};
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

struct Subscription {
    sources: Vec<(usize, Seen)>,
    reaction: Reaction,
    calls: u8,
    live: bool,
    /// The first call of an effect is under way: it can be neither told nor ended.
    starting: bool,
    missed: bool,
}

/// What was seen of a place, and when.
#[derive(Clone)]
struct Seen {
    at: u64,
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
                ops.iter().for_each(|op| self.run(op));
                self.end_turn();
            }
            Op::Transaction(ops, end) => {
                let before = self.values.clone();
                self.turns += 1;
                ops.iter().for_each(|op| self.run(op));
                if *end != End::Ok {
                    self.values = before;
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
            Op::Advance(millis) => self.advance(u64::from(*millis)),
        }
    }
}

// Values.
impl Naive {
    fn get(&mut self, place: usize) -> Result<Val, String> {
        let node = self.plan.spots[place].node;
        self.pull(node);
        if let Some(cause) = &self.values.failure[node] {
            return Err(cause.clone());
        }
        let value = part(&self.values.value[node], self.plan.spots[place].path).clone();
        Ok(self.plan.canonical(place, value))
    }

    /// Holds the values at hand against ones computed anew from the atoms alone.
    pub(super) fn check(&mut self) {
        for node in 0..self.plan.world.nodes.len() {
            self.pull(node);
        }
        let afresh = self.evaluate(&self.values.value);
        for (place, spot) in self.plan.spots.iter().enumerate() {
            let expected = self.plan.read(&afresh, place);
            assert_eq!(self.get(place), expected, "the model itself is stale in {}", spot.node);
        }
    }

    /// Gives a node and those it depends on their places in the graph, in the order of declaration.
    fn register(&mut self, node: usize) {
        if self.slots.contains(&node) {
            return;
        }
        if let Origin::Computed { deps, .. } = &self.plan.world.nodes[node].origin {
            for &dep in *deps {
                self.register(self.plan.spots[dep].node);
            }
        }
        self.slots.push(node);
    }

    /// Computes what is older than what it depends on, upstream of the node and itself.
    fn pull(&mut self, node: usize) {
        self.register(node);
        self.now += 1;
        let plan = self.plan;
        for &node in &plan.upstream[node] {
            let Origin::Computed { deps, .. } = &plan.world.nodes[node].origin else { continue };
            let computed = self.values.computed[node];
            if computed == 0 || deps.iter().any(|&dep| self.changed(dep) > computed) {
                self.compute(node, deps);
            }
        }
    }

    fn compute(&mut self, node: usize, deps: &[usize]) {
        let first = self.values.computed[node] == 0;
        self.values.computed[node] = self.now;
        let plan = self.plan;
        let failed = deps.iter().find_map(|&dep| self.values.failure[plan.spots[dep].node].clone());
        let result = match failed {
            Some(cause) => Err(cause),
            None => {
                self.counts.recomputed += 1;
                let result = compute(plan, node, |dep| &self.values.value[dep]);
                self.counts.failed += u64::from(result.is_err());
                result
            }
        };
        let had_failed = self.values.failure[node].is_some();
        let eq = plan.world.nodes[node].eq;
        let same = match &result {
            Ok(new) => !first && !had_failed && equal(eq, &self.values.value[node], new),
            Err(_) => false,
        };
        match result {
            Ok(new) => {
                self.values.value[node] = new;
                self.values.failure[node] = None;
            }
            Err(cause) => self.values.failure[node] = Some(cause),
        }
        if !same {
            self.values.changed[node] = vec![self.now];
        }
    }

    /// The value of every node, computed anew from atoms alone.
    fn evaluate(&self, atoms: &[Val]) -> Vec<Result<Val, String>> {
        let plan = self.plan;
        let mut values: Vec<Result<Val, String>> = atoms.iter().cloned().map(Ok).collect();
        for node in 0..values.len() {
            let Origin::Computed { deps, .. } = &plan.world.nodes[node].origin else { continue };
            let failed = deps.iter().find_map(|&dep| values[plan.spots[dep].node].clone().err());
            values[node] = match failed {
                Some(cause) => Err(cause),
                None => compute(plan, node, |dep| values[dep].as_ref().expect("none failed")),
            };
        }
        values
    }

    /// When a place changed last.
    fn changed(&self, place: usize) -> u64 {
        let spot = &self.plan.spots[place];
        let leaves = &self.values.changed[spot.node][spot.leaves.clone()];
        leaves.iter().copied().max().unwrap_or(0)
    }

    fn node_changed(&self, node: usize) -> u64 {
        self.values.changed[node].iter().copied().max().unwrap_or(0)
    }
}

// Writes.
impl Naive {
    fn write(&mut self, place: usize, verb: Verb, value: Val, panics: bool) {
        let plan = self.plan;
        let spot = &plan.spots[place];
        self.register(spot.node);
        let old = part(&self.values.value[spot.node], spot.path).clone();
        let initial = match &plan.world.nodes[spot.node].origin {
            Origin::Atom(initial) => part(initial, spot.path).clone(),
            Origin::Computed { .. } => panic!("a computed cannot be written"),
        };
        match verb {
            Verb::Set => self.set(place, value),
            Verb::Modify if panics => {}
            Verb::Modify => self.set(place, value),
            Verb::Reset => self.set(place, initial),
            Verb::Replace => self.set(place, value),
            Verb::Take => self.set(place, plan::default(&spot.kind)),
            Verb::Update(How::Look) => {}
            Verb::Update(how) => {
                let new = if how == How::WriteBack { old.clone() } else { value };
                let same = equal(spot.eq, &old, &new);
                let marks = if is_copy(&spot.kind) || how == How::Set { !same } else { true };
                *part_mut(&mut self.values.value[spot.node], spot.path) = new;
                if marks {
                    self.wrote(spot.node, spot.leaves.clone());
                }
            }
        }
        self.settle();
        if matches!(verb, Verb::Replace | Verb::Take) {
            self.events.push(Event::Old(plan.canonical(place, old)));
        }
    }

    /// Writes what differs, leaf by leaf.
    fn set(&mut self, place: usize, new: Val) {
        let plan = self.plan;
        let spot = &plan.spots[place];
        let leaves = &plan.leaves[spot.node];
        let mut whole = self.values.value[spot.node].clone();
        *part_mut(&mut whole, spot.path) = new;
        let differs = |&at: &usize| {
            let leaf = &leaves[at];
            let old = part(&self.values.value[spot.node], &leaf.path);
            !leaf.skip && !equal(spot.eq, old, part(&whole, &leaf.path))
        };
        let differing: Vec<usize> = spot.leaves.clone().filter(differs).collect();
        self.values.value[spot.node] = whole;
        if differing.is_empty() {
            self.values.equal_writes += 1;
        } else {
            self.wrote(spot.node, differing);
        }
    }

    /// Writes fields through one guard of a struct.
    fn touch(&mut self, place: usize, touches: &[(u8, How, u8)]) {
        let plan = self.plan;
        let node = plan.spots[place].node;
        self.register(node);
        let leaves = &plan.leaves[node];
        let before = self.values.value[node].clone();
        let mut marked = vec![false; leaves.len()];
        for &(at, how, value) in touches {
            let at = usize::from(at) % leaves.len();
            let leaf = &leaves[at];
            let new = plan::value(&leaf.kind, value);
            let old = part_mut(&mut self.values.value[node], &leaf.path);
            marked[at] |= match how {
                How::Look => false,
                How::Set => !equal(Eq::Exact, old, &new),
                How::Assign | How::WriteBack => true,
            };
            if matches!(how, How::Set | How::Assign) {
                *old = new;
            }
        }
        let changed = |&at: &usize| {
            let leaf = &leaves[at];
            let (old, new) = (&before, &self.values.value[node]);
            let same = equal(Eq::Exact, part(old, &leaf.path), part(new, &leaf.path));
            marked[at] && !leaf.skip && !(is_copy(&leaf.kind) && same)
        };
        let changed: Vec<usize> = (0..leaves.len()).filter(changed).collect();
        if !changed.is_empty() {
            self.wrote(node, changed);
        }
        self.settle();
    }

    fn wrote(&mut self, node: usize, leaves: impl IntoIterator<Item = usize>) {
        self.now += 1;
        for leaf in leaves {
            self.values.changed[node][leaf] = self.now;
        }
        self.values.writes += 1;
        if self.is_observed(node) {
            let group = self.group(node);
            self.values.touched.push(group);
            if !self.values.written[group].contains(&node) {
                self.values.written[group].push(node);
            }
        }
    }

    fn group(&self, node: usize) -> usize {
        let name = self.plan.world.nodes[node].group;
        GROUPS.iter().position(|&(group, ..)| group == name).expect("a known group")
    }
}

// Who is told, and when.
impl Naive {
    fn is_observed(&self, node: usize) -> bool {
        let live = self.subscriptions.iter().filter(|subscription| subscription.live);
        live.flat_map(|subscription| &subscription.sources)
            .any(|&(place, _)| self.plan.upstream[self.plan.spots[place].node].contains(&node))
    }

    fn see(&mut self, place: usize) -> Seen {
        let value = self.get(place).ok();
        Seen { at: self.now, value }
    }

    /// Looks again; whether there is news. `None` if the value cannot be had.
    fn look(&mut self, place: usize, seen: &mut Seen) -> Option<bool> {
        let value = self.get(place).ok()?;
        if self.changed(place) <= seen.at {
            return Some(false);
        }
        seen.at = self.now;
        let spot = &self.plan.spots[place];
        let is_atom = matches!(self.plan.world.nodes[spot.node].origin, Origin::Atom(_));
        let compares = is_copy(&spot.kind) || !is_atom;
        let last = seen.value.replace(value.clone());
        let same = last.is_some_and(|last| compares && spot.eq != Eq::None && last == value);
        Some(!same)
    }

    /// Looks at all sources of a subscription; whether there is news.
    fn look_all(&mut self, sources: &mut [(usize, Seen)]) -> bool {
        if sources.iter().any(|&(place, _)| self.get(place).is_err()) {
            return false;
        }
        let mut news = false;
        for (place, seen) in sources {
            news |= self.look(*place, seen).expect("none has failed");
        }
        news
    }

    fn poll(&mut self, number: u8) {
        if self.watches.is_empty() {
            return;
        }
        let number = usize::from(number) % self.watches.len();
        let (place, mut seen) = self.watches[number].clone();
        let news = self.look(place, &mut seen).unwrap_or(false);
        let value = news.then(|| self.get(place).expect("it has not failed"));
        self.watches[number].1 = seen;
        self.events.push(Event::Polled(number, value));
    }

    fn subscribe(&mut self, places: &[usize], reaction: Reaction) -> usize {
        let sources = places.iter().map(|&place| (place, self.see(place))).collect();
        self.subscriptions.push(Subscription {
            sources,
            reaction,
            calls: 0,
            live: true,
            starting: false,
            missed: false,
        });
        self.subscriptions.len() - 1
    }

    fn effect(&mut self, place: usize, reaction: &Reaction) {
        let Ok(value) = self.get(place) else { return };
        let number = self.subscribe(&[place], reaction.clone());
        self.subscriptions[number].starting = true;
        self.call(number, vec![value]);
        let subscription = &mut self.subscriptions[number];
        subscription.starting = false;
        if subscription.missed {
            // A flush came by during the first call; what it would have told is told now.
            let node = self.plan.spots[place].node;
            let group = self.group(node);
            if !self.values.written[group].contains(&node) {
                self.values.written[group].push(node);
            }
            self.groups[group].due = true;
            self.run_flush();
        }
    }

    fn unsubscribe(&mut self, number: u8) {
        if !self.subscriptions.is_empty() {
            let number = usize::from(number) % self.subscriptions.len();
            let subscription = &mut self.subscriptions[number];
            subscription.live &= subscription.starting;
        }
    }

    /// Order of notifications: priority, graph order, order of subscription.
    fn rank(&self, number: usize) -> (Reverse<i32>, usize, usize, usize) {
        let nodes = self.subscriptions[number].sources.iter();
        let nodes = nodes.map(|&(place, _)| self.plan.spots[place].node);
        let priority = |node: usize| {
            let upstream = self.plan.upstream[node].iter();
            upstream.map(|&node| GROUPS[self.group(node)].1).max().unwrap_or(0)
        };
        let slot = |node| self.slots.iter().position(|&used| used == node).expect("in use");
        let last = nodes.clone().map(|node| (self.plan.level[node], slot(node))).max();
        let (level, slot) = last.expect("a subscription has a source");
        (Reverse(nodes.map(priority).max().expect("a source")), level, slot, number)
    }

    /// The end of an operation: what it wrote waits for its window, or is told.
    fn settle(&mut self) {
        if self.turns > 0 {
            return;
        }
        for group in std::mem::take(&mut self.values.touched) {
            let pending = !self.values.written[group].is_empty();
            match self.strategy {
                // What subscribers write is told in a further pass.
                _ if self.flushing => self.groups[group].due |= pending,
                Policy::Manual => {}
                Policy::Immediate => self.groups[group].due |= pending,
                Policy::Smart if pending => {
                    self.groups[group].window.get_or_insert(self.millis);
                }
                Policy::Smart => {}
            }
        }
        if self.strategy == Policy::Immediate {
            self.run_flush();
        }
    }

    fn end_turn(&mut self) {
        self.turns -= 1;
        let flush = self.turns == 0 && std::mem::take(&mut self.flush_at_end);
        self.settle();
        if flush {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.turns > 0 {
            self.flush_at_end = true;
            return;
        }
        self.values.touched.clear();
        for (group, written) in self.groups.iter_mut().zip(&self.values.written) {
            group.due = !written.is_empty();
        }
        self.run_flush();
    }

    fn advance(&mut self, millis: u64) {
        let until = self.millis + millis;
        loop {
            let deadline = |(group, &(_, _, window)): (&Group, &(&str, i32, u64))| {
                group.window.map(|opened| opened + window)
            };
            let deadlines = self.groups.iter().zip(&GROUPS).map(deadline);
            let Some(next) = deadlines.flatten().min().filter(|&next| next <= until) else { break };
            self.millis = next;
            for (at, group) in self.groups.iter_mut().enumerate() {
                if group.window.is_some_and(|opened| opened + GROUPS[at].2 <= next) {
                    group.window = None;
                    group.due = !self.values.written[at].is_empty();
                }
            }
            self.run_flush();
        }
        self.millis = until;
    }

    /// Passes until nothing is due, unless a flush runs already.
    fn run_flush(&mut self) {
        if self.flushing {
            return;
        }
        self.flushing = true;
        while self.groups.iter().any(|group| group.due) {
            for (number, values) in self.collect() {
                if self.subscriptions[number].live && !self.call(number, values) {
                    self.counts.panicked += 1;
                }
            }
        }
        self.flushing = false;
    }

    /// What a pass tells, in order: it looks at all that what is due reaches through what changed.
    fn collect(&mut self) -> Vec<(usize, Vec<Val>)> {
        let mut reached = Vec::new();
        let mut since = u64::MAX;
        for (group, written) in self.groups.iter_mut().zip(&mut self.values.written) {
            if std::mem::take(&mut group.due) {
                reached.append(written);
                since = since.min(group.flushed);
                group.flushed = self.now;
                group.window = None;
            }
        }
        let sources = reached.len();
        let mut at = 0;
        let mut looked_at = Vec::new();
        while let Some(&node) = reached.get(at) {
            self.pull(node);
            if at < sources || self.node_changed(node) > since {
                for number in 0..self.subscriptions.len() {
                    let subscription = &self.subscriptions[number];
                    let mut nodes = subscription.sources.iter();
                    let watches = nodes.any(|&(place, _)| self.plan.spots[place].node == node);
                    if subscription.live && watches && !looked_at.contains(&number) {
                        looked_at.push(number);
                    }
                }
                for &dependent in &self.plan.dependents[node] {
                    if self.slots.contains(&dependent)
                        && !reached.contains(&dependent)
                        && self.is_observed(dependent)
                    {
                        reached.push(dependent);
                    }
                }
            }
            at += 1;
        }
        let mut told = Vec::new();
        for number in looked_at {
            if self.subscriptions[number].starting {
                self.subscriptions[number].missed = true;
                continue;
            }
            let mut sources = self.subscriptions[number].sources.clone();
            if self.look_all(&mut sources) {
                let values = sources.iter().map(|&(place, _)| self.get(place).expect("looked at"));
                told.push((number, values.collect()));
            }
            self.subscriptions[number].sources = sources;
        }
        told.sort_by_key(|&(number, _)| self.rank(number));
        told
    }

    /// Calls a subscriber; false if it panicked.
    fn call(&mut self, number: usize, values: Vec<Val>) -> bool {
        self.events.push(Event::Told(number, values));
        let subscription = &mut self.subscriptions[number];
        let calls = subscription.calls;
        subscription.calls += 1;
        match subscription.reaction.clone() {
            Reaction::Nothing => {}
            Reaction::Writes { place, value, times } => {
                if calls < times {
                    let place = self.plan.writable(place);
                    let value =
                        plan::value(&self.plan.spots[place].kind, value.wrapping_add(calls));
                    self.write(place, Verb::Set, value, false);
                }
            }
            Reaction::Panics => return calls % 2 == 0,
            Reaction::Unsubscribes(number) => self.unsubscribe(number),
            Reaction::Flushes => self.flush(),
        }
        true
    }
}

fn compute<'a>(plan: &Plan, node: usize, value: impl Fn(usize) -> &'a Val) -> Result<Val, String> {
    let description = &plan.world.nodes[node];
    let Origin::Computed { deps, mix, unlucky } = &description.origin else {
        panic!("an atom is not computed")
    };
    let read = |&dep: &usize| {
        let spot = &plan.spots[dep];
        let value = plan.canonical(dep, part(value(spot.node), spot.path).clone());
        digest(&spot.kind, &value)
    };
    let digests: Vec<i64> = deps.iter().map(read).collect();
    let result = mixed(*mix, &digests);
    if *unlucky && result == 5 {
        return Err(plan.function(node));
    }
    Ok(match &description.kind {
        Kind::Int => Val::Int(result),
        Kind::Bool => Val::Bool(result % 2 == 0),
        Kind::Float if result == 4 => Val::Float(f64::NAN),
        Kind::Float => Val::Float(result as f64 / 2.0),
        Kind::Text => Val::Text("x".repeat(result.rem_euclid(4) as usize)),
        Kind::Opt => Val::Opt((result % 3 != 0).then_some(result)),
        kind => panic!("no computed makes {kind:?}"),
    })
}

fn mixed(mix: Mix, digests: &[i64]) -> i64 {
    let sum: i64 = digests.iter().sum();
    match (mix, digests) {
        (Mix::Zero, _) | (_, []) => 0,
        (Mix::Sum, _) => sum.rem_euclid(8),
        (Mix::Max, all) => *all.iter().max().expect("there is one"),
        (Mix::Parity, _) => sum.rem_euclid(2),
        (Mix::First, all) => all[0],
        (Mix::Either, [first, ..]) if first % 2 == 0 => *first,
        (Mix::Either, all) => all[all.len() - 1],
    }
}

fn digest(kind: &Kind, value: &Val) -> i64 {
    match (kind, value) {
        (_, Val::Int(value)) => *value,
        (_, Val::Bool(value)) => i64::from(*value),
        (_, Val::Float(value)) if value.is_nan() => 7,
        (_, Val::Float(value)) => (value * 2.0) as i64,
        (_, Val::Text(value)) => value.len() as i64,
        (_, Val::Opt(value)) => value.unwrap_or(-1),
        (_, Val::Mode(value)) => i64::from(*value),
        (Kind::Struct(members), Val::Struct(fields)) => {
            let told = members.iter().zip(fields).filter(|(member, _)| !member.skip);
            let digest = |sum, (member, field)| {
                let member: &atomata_tests::world::Member = member;
                3 * sum + digest(&member.kind, field)
            };
            told.fold(0i64, digest).rem_euclid(8)
        }
        (kind, value) => panic!("{value:?} is no {kind:?}"),
    }
}

fn equal(eq: Eq, a: &Val, b: &Val) -> bool {
    match (eq, a, b) {
        (Eq::None, ..) => false,
        (Eq::Bucket, Val::Int(a), Val::Int(b)) => a.div_euclid(3) == b.div_euclid(3),
        _ => a == b,
    }
}
