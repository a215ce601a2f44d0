//! The values of the naive store: a read computes what is older than what it depends on.

use atomata_tests::world::{Eq, Kind, Member, Mix, Origin, Val};

use super::Naive;
use crate::model::plan::{Plan, part};

impl Naive {
    pub(super) fn get(&mut self, place: usize) -> Result<Val, String> {
        let node = self.plan.spots[place].node;
        self.pull(node);
        if let Some(cause) = &self.values.failure[node] {
            return Err(cause.clone());
        }
        let value = part(&self.values.value[node], self.plan.spots[place].path).clone();
        Ok(self.plan.canonical(place, value))
    }

    /// Holds the values at hand against ones computed anew from the atoms alone.
    pub(in crate::model) fn check(&mut self) {
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
    pub(super) fn register(&mut self, node: usize) {
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
    pub(super) fn pull(&mut self, node: usize) {
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

    pub(super) fn compute(&mut self, node: usize, deps: &[usize]) {
        let first = self.values.computed[node] == 0;
        self.values.computed[node] = self.now;
        let plan = self.plan;
        let failed = deps.iter().find_map(|&dep| self.values.failure[plan.spots[dep].node].clone());
        let result = if let Some(cause) = failed {
            Err(cause)
        } else {
            self.counts.recomputed += 1;
            let result = compute(plan, node, |dep| &self.values.value[dep]);
            self.counts.failed += u64::from(result.is_err());
            result
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
    pub(super) fn evaluate(&self, atoms: &[Val]) -> Vec<Result<Val, String>> {
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
    pub(super) fn changed(&self, place: usize) -> u64 {
        let spot = &self.plan.spots[place];
        let leaves = &self.values.changed[spot.node][spot.leaves.clone()];
        leaves.iter().copied().max().unwrap_or(0)
    }

    pub(super) fn node_changed(&self, node: usize) -> u64 {
        self.values.changed[node].iter().copied().max().unwrap_or(0)
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
        Kind::Float => Val::Float(f64::from(result as i32) / 2.0),
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
        (_, Val::Text(value)) => i64::try_from(value.len()).expect("short"),
        (_, Val::Opt(value)) => value.unwrap_or(-1),
        (_, Val::Mode(value)) => i64::from(*value),
        (Kind::Struct(members), Val::Struct(fields)) => {
            let told = members.iter().zip(fields).filter(|(member, _)| !member.skip);
            let digest = |sum, (member, field)| {
                let member: &Member = member;
                3 * sum + digest(&member.kind, field)
            };
            told.fold(0i64, digest).rem_euclid(8)
        }
        (kind, value) => panic!("{value:?} is no {kind:?}"),
    }
}

pub(super) fn equal(eq: Eq, a: &Val, b: &Val) -> bool {
    match (eq, a, b) {
        (Eq::None, ..) => false,
        (Eq::Bucket, Val::Int(a), Val::Int(b)) => a.div_euclid(3) == b.div_euclid(3),
        _ => a == b,
    }
}
