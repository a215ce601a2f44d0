//! Who is told by the naive store, and when.

use std::cmp::Reverse;

use atomata_tests::world::{Eq, Origin, Val};

use super::{GROUPS, Group, Naive, Seen, Subscription};
use crate::model::Event;
use crate::model::order::{computes_unobserved, slot};
use crate::model::plan::{self, Leaf, is_copy, part};
use crate::model::program::{Policy, Reaction, Verb};

impl Naive {
    pub(super) fn is_observed(&self, node: usize) -> bool {
        let live = self.subscriptions.iter().filter(|subscription| subscription.live);
        live.flat_map(|subscription| &subscription.sources)
            .any(|&(place, _)| self.plan.upstream[self.plan.spots[place].node].contains(&node))
    }

    pub(super) fn see(&mut self, place: usize) -> Seen {
        let value = self.get(place).ok();
        Seen { at: self.now, inside: self.transactions > 0, value }
    }

    /// Looks again; whether there is news. `None` if the value cannot be had.
    pub(super) fn look(&mut self, place: usize, seen: &mut Seen) -> Option<bool> {
        let value = self.get(place).ok()?;
        let marked = self.changed(place) > seen.at;
        if !marked && !seen.inside {
            return Some(false);
        }
        seen.at = self.now;
        seen.inside = self.transactions > 0;
        let spot = &self.plan.spots[place];
        let is_atom = matches!(self.plan.world.nodes[spot.node].origin, Origin::Atom(_));
        let compares = is_copy(&spot.kind) || !is_atom || !marked;
        let last = seen.value.replace(value.clone());
        // A change of a field that is not tracked is not told.
        let same_leaf = |leaf: &Leaf, last: &Val| {
            let path = &leaf.path[spot.path.len()..];
            leaf.skip || part(last, path) == part(&value, path)
        };
        let leaves = &self.plan.leaves[spot.node][spot.leaves.clone()];
        let same_as = |last: &Val| leaves.iter().all(|leaf| same_leaf(leaf, last));
        let same = last.is_some_and(|last| compares && spot.eq != Eq::None && same_as(&last));
        Some(!same)
    }

    /// Looks at all sources of a subscription; whether there is news.
    pub(super) fn look_all(&mut self, sources: &mut [(usize, Seen)]) -> bool {
        if sources.iter().any(|&(place, _)| self.get(place).is_err()) {
            return false;
        }
        let mut news = false;
        for (place, seen) in sources {
            news |= self.look(*place, seen).expect("none has failed");
        }
        news
    }

    pub(super) fn poll(&mut self, number: u8) {
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

    pub(super) fn subscribe(&mut self, places: &[usize], reaction: Reaction) -> usize {
        let sources = places.iter().map(|&place| (place, self.see(place))).collect();
        self.subscriptions.push(Subscription {
            sources,
            reaction,
            calls: 0,
            live: true,
            starting: false,
            kept: true,
            missed: false,
        });
        let number = self.subscriptions.len() - 1;
        if self.transactions > 0 {
            self.made_inside.push(number);
        }
        number
    }

    pub(super) fn effect(&mut self, place: usize, reaction: &Reaction) {
        let Ok(value) = self.get(place) else { return };
        let number = self.subscribe(&[place], reaction.clone());
        self.subscriptions[number].starting = true;
        self.subscriptions[number].kept = false;
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
        self.subscriptions[number].kept = true;
    }

    pub(super) fn unsubscribe(&mut self, number: u8) {
        if !self.subscriptions.is_empty() {
            let number = usize::from(number) % self.subscriptions.len();
            let subscription = &mut self.subscriptions[number];
            subscription.live &= !subscription.kept;
        }
    }

    /// Order of notifications: priority, graph order, order of subscription.
    pub(super) fn rank(&self, number: usize) -> (Reverse<i32>, usize, usize, usize) {
        let nodes = self.subscriptions[number].sources.iter();
        let nodes = nodes.map(|&(place, _)| self.plan.spots[place].node);
        let priority = |node: usize| {
            let upstream = self.plan.upstream[node].iter();
            upstream.map(|&node| GROUPS[self.group(node)].1).max().unwrap_or(0)
        };
        let slot = |node| slot(self.plan, &self.slots, node);
        let last = nodes.clone().map(|node| (self.plan.level[node], slot(node))).max();
        let (level, slot) = last.expect("a subscription has a source");
        (Reverse(nodes.map(priority).max().expect("a source")), level, slot, number)
    }

    /// The outermost transaction ended: who began to observe inside of it looks again, if some of it
    /// was taken back. If not, what they saw is there to stay.
    pub(super) fn look_again(&mut self) {
        let made_inside = std::mem::take(&mut self.made_inside);
        let taken_back = std::mem::take(&mut self.taken_back);
        for number in made_inside {
            let Subscription { sources, live: true, .. } = &mut self.subscriptions[number] else {
                continue;
            };
            if !taken_back {
                for (_, seen) in sources {
                    seen.inside = false;
                }
                continue;
            }
            let places: Vec<usize> = sources.iter().map(|&(place, _)| place).collect();
            for place in places {
                let node = self.plan.spots[place].node;
                let group = self.group(node);
                if !self.values.written[group].contains(&node) {
                    self.values.written[group].push(node);
                    self.values.touched.push(group);
                }
            }
        }
    }

    /// The end of an operation: what it wrote waits for its window, or is told.
    pub(super) fn settle(&mut self) {
        if self.turns > 0 {
            return;
        }
        for group in std::mem::take(&mut self.values.touched) {
            let pending = !self.values.written[group].is_empty();
            match self.strategy {
                // What subscribers write is told in a further pass.
                policy if self.flushing || policy == Policy::Immediate => {
                    self.groups[group].due |= pending;
                }
                Policy::Smart if pending => {
                    self.groups[group].window.get_or_insert(self.millis);
                }
                _ => {}
            }
        }
        if self.strategy == Policy::Immediate {
            self.run_flush();
        }
    }

    pub(super) fn end_turn(&mut self) {
        self.turns -= 1;
        let flush = self.turns == 0 && std::mem::take(&mut self.flush_at_end);
        self.settle();
        if flush {
            self.flush();
        }
    }

    pub(super) fn flush(&mut self) {
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

    pub(super) fn advance(&mut self, millis: u64) {
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
    pub(super) fn run_flush(&mut self) {
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

    /// Whether a computed depends on something of a node that changed since then.
    fn reacts(&self, computed: usize, node: usize, since: u64) -> bool {
        let Origin::Computed { deps, .. } = &self.plan.world.nodes[computed].origin else {
            panic!("an atom depends on nothing")
        };
        let of_node = deps.iter().filter(|&&dep| self.plan.spots[dep].node == node);
        of_node.into_iter().any(|&dep| self.changed(dep) > since)
    }

    /// What a pass tells, in order: it looks at all that what is due reaches through what changed.
    pub(super) fn collect(&mut self) -> Vec<(usize, Vec<Val>)> {
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
            if computes_unobserved() || self.is_observed(node) {
                self.pull(node);
            }
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
                        && self.reacts(dependent, node, since)
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
    pub(super) fn call(&mut self, number: usize, values: Vec<Val>) -> bool {
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
            Reaction::Panics => return calls.is_multiple_of(2),
            Reaction::Unsubscribes(number) => self.unsubscribe(number),
            Reaction::Flushes => self.flush(),
        }
        true
    }
}
