//! Writes to the naive store.

use atomata_tests::world::{Eq, Origin, Val};

use super::values::equal;
use super::{GROUPS, Naive};
use crate::model::Event;
use crate::model::plan::{self, is_copy, part, part_mut};
use crate::model::program::{How, Verb};

impl Naive {
    pub(super) fn write(&mut self, place: usize, verb: Verb, value: Val, panics: bool) {
        let plan = self.plan;
        let spot = &plan.spots[place];
        self.register(spot.node);
        let old = part(&self.values.value[spot.node], spot.path).clone();
        let initial = match &plan.world.nodes[spot.node].origin {
            Origin::Atom(initial) => part(initial, spot.path).clone(),
            Origin::Computed { .. } => panic!("a computed cannot be written"),
        };
        match verb {
            Verb::Update(How::Look) => {}
            Verb::Modify if panics => {}
            Verb::Set | Verb::Modify | Verb::Replace => self.set(place, value),
            Verb::Reset => self.set(place, initial),
            Verb::Take => self.set(place, plan::default(&spot.kind)),
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
    pub(super) fn set(&mut self, place: usize, new: Val) {
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
    pub(super) fn touch(&mut self, place: usize, touches: &[(u8, How, u8)]) {
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

    pub(super) fn wrote(&mut self, node: usize, leaves: impl IntoIterator<Item = usize>) {
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

    pub(super) fn group(&self, node: usize) -> usize {
        let name = self.plan.world.nodes[node].group;
        GROUPS.iter().position(|&(group, ..)| group == name).expect("a known group")
    }
}
