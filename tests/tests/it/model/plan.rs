//! A world as programs pick from it: which places there are for what, and where their leaves stand.

use std::sync::OnceLock;

use atomata_tests::world::{Eq, Kind, MODES, Origin, Val, World, bucket};
use atomata_tests::worlds;

use super::program::{How, Verb};

/// A world with what is looked up in it again and again.
pub(super) struct Plan {
    /// Which of the worlds it is.
    #[allow(dead_code, reason = "the model of compiled graphs asks for it")]
    pub(super) number: usize,
    pub(super) world: World,
    pub(super) spots: Vec<Spot>,
    /// The places that can be written.
    pub(super) writable: Vec<usize>,
    /// The struct atoms.
    pub(super) structs: Vec<usize>,
    /// The places that hold a number.
    pub(super) numbers: Vec<usize>,
    /// The leaves of each node.
    pub(super) leaves: Vec<Vec<Leaf>>,
    /// The level of each node in the graph.
    pub(super) level: Vec<usize>,
    /// What each node depends on, itself at the end, in the order of declaration.
    pub(super) upstream: Vec<Vec<usize>>,
    /// What depends on each node directly.
    pub(super) dependents: Vec<Vec<usize>>,
}

/// Where a place stands in its node.
pub(super) struct Spot {
    pub(super) node: usize,
    pub(super) path: &'static [usize],
    pub(super) kind: Kind,
    /// The leaves of the node that belong to the place.
    pub(super) leaves: std::ops::Range<usize>,
    pub(super) eq: Eq,
}

/// A field that is tracked as one value, or a whole node that has no fields.
#[derive(Clone)]
pub(super) struct Leaf {
    pub(super) path: Vec<usize>,
    pub(super) kind: Kind,
    pub(super) skip: bool,
}

pub(super) fn of(world: usize) -> &'static Plan {
    static PLANS: OnceLock<Vec<Plan>> = OnceLock::new();
    let plans = PLANS.get_or_init(|| {
        worlds::all().into_iter().enumerate().map(|(at, world)| Plan::new(at, world)).collect()
    });
    &plans[world % plans.len()]
}

impl Plan {
    fn new(number: usize, world: World) -> Self {
        let mut plan = Self {
            number,
            spots: Vec::new(),
            writable: Vec::new(),
            structs: Vec::new(),
            numbers: Vec::new(),
            leaves: Vec::new(),
            level: Vec::new(),
            upstream: Vec::new(),
            dependents: vec![Vec::new(); world.nodes.len()],
            world,
        };
        for node in &plan.world.nodes {
            let mut leaves = Vec::new();
            collect_leaves(&node.kind, false, &mut Vec::new(), &mut leaves);
            plan.leaves.push(leaves);
        }
        for (index, place) in plan.world.places.iter().enumerate() {
            let node = &plan.world.nodes[place.node];
            let leaves = &plan.leaves[place.node];
            let belongs = |leaf: &Leaf| leaf.path.starts_with(place.path);
            let from = leaves.iter().position(belongs).expect("a place has a leaf");
            let until = from + leaves[from..].iter().filter(|leaf| belongs(leaf)).count();
            plan.spots.push(Spot {
                node: place.node,
                path: place.path,
                kind: kind_at(&node.kind, place.path).clone(),
                leaves: from..until,
                eq: if place.path.is_empty() { node.eq } else { Eq::Exact },
            });
            if matches!(node.origin, Origin::Atom(_)) {
                plan.writable.push(index);
            }
            if place.touch.is_some() {
                plan.structs.push(index);
            }
            if place.handle.number().is_some() {
                plan.numbers.push(index);
            }
        }
        for (index, node) in plan.world.nodes.iter().enumerate() {
            let mut upstream = vec![index];
            let mut level = 0;
            if let Origin::Computed { deps, .. } = &node.origin {
                for &dep in *deps {
                    let dep = plan.spots[dep].node;
                    level = level.max(plan.level[dep] + 1);
                    upstream.extend(&plan.upstream[dep]);
                    if !plan.dependents[dep].contains(&index) {
                        plan.dependents[dep].push(index);
                    }
                }
            }
            upstream.sort_unstable();
            upstream.dedup();
            plan.level.push(level);
            plan.upstream.push(upstream);
        }
        plan
    }

    pub(super) fn place(&self, drawn: u8) -> usize {
        usize::from(drawn) % self.spots.len()
    }

    pub(super) fn writable(&self, drawn: u8) -> usize {
        pick(&self.writable, drawn).expect("a world has atoms")
    }

    pub(super) fn structure(&self, drawn: u8) -> Option<usize> {
        pick(&self.structs, drawn)
    }

    pub(super) fn number(&self, drawn: u8) -> Option<usize> {
        pick(&self.numbers, drawn)
    }

    pub(super) fn name(&self, place: usize) -> &str {
        &self.world.places[place].name
    }

    /// The name by which a failure names a computed: its function.
    pub(super) fn function(&self, node: usize) -> String {
        let place = self.world.places.iter().find(|place| place.node == node);
        place.expect("a node has a place").name.clone()
    }

    /// The verb as it is used on a place: a guard of a whole struct compares nothing.
    pub(super) fn verb(&self, place: usize, verb: Verb) -> Verb {
        match (&self.spots[place].kind, verb) {
            (Kind::Struct(_), Verb::Update(How::Set)) => Verb::Update(How::Assign),
            _ => verb,
        }
    }

    /// The value of a place, given those of all nodes.
    pub(super) fn read(&self, values: &[Result<Val, String>], place: usize) -> Result<Val, String> {
        let spot = &self.spots[place];
        let value = part(values[spot.node].as_ref().map_err(Clone::clone)?, spot.path);
        Ok(self.canonical(place, value.clone()))
    }

    /// A value as it is compared: of numbers that are told by threes, their class.
    pub(super) fn canonical(&self, place: usize, value: Val) -> Val {
        match (self.spots[place].eq, value) {
            (Eq::Bucket, Val::Int(value)) => Val::Int(bucket(value)),
            (_, value) => value,
        }
    }
}

fn pick(places: &[usize], drawn: u8) -> Option<usize> {
    (!places.is_empty()).then(|| places[usize::from(drawn) % places.len()])
}

fn collect_leaves(kind: &Kind, skip: bool, path: &mut Vec<usize>, leaves: &mut Vec<Leaf>) {
    let Kind::Struct(members) = kind else {
        leaves.push(Leaf { path: path.clone(), kind: kind.clone(), skip });
        return;
    };
    for (ordinal, member) in members.iter().enumerate() {
        path.push(ordinal);
        collect_leaves(&member.kind, skip || member.skip, path, leaves);
        path.pop();
    }
}

fn kind_at<'a>(kind: &'a Kind, path: &[usize]) -> &'a Kind {
    match (kind, path) {
        (kind, []) => kind,
        (Kind::Struct(members), [first, rest @ ..]) => kind_at(&members[*first].kind, rest),
        (kind, _) => panic!("{kind:?} has no fields"),
    }
}

/// A value of a kind, by a small number.
pub(super) fn value(kind: &Kind, drawn: u8) -> Val {
    let number = i64::from(drawn);
    match kind {
        Kind::Int => Val::Int(number % 6),
        Kind::Bool => Val::Bool(number % 2 == 1),
        Kind::Float => Val::Float([0.0, 1.5, f64::NAN, 3.0][usize::from(drawn) % 4]),
        Kind::Text => Val::Text(["", "a", "b", "four"][usize::from(drawn) % 4].to_owned()),
        Kind::Opt => Val::Opt((!drawn.is_multiple_of(4)).then_some(number % 5)),
        Kind::Mode(_) => Val::Mode(drawn % MODES),
        Kind::Struct(members) => {
            let mut fields = Vec::new();
            let mut rest = drawn;
            for member in members {
                fields.push(value(&member.kind, rest));
                rest /= 2;
            }
            Val::Struct(fields)
        }
    }
}

/// The default of a kind.
pub(super) fn default(kind: &Kind) -> Val {
    match kind {
        Kind::Int => Val::Int(0),
        Kind::Bool => Val::Bool(false),
        Kind::Float => Val::Float(0.0),
        Kind::Text => Val::Text(String::new()),
        Kind::Opt => Val::Opt(None),
        Kind::Mode(_) => Val::Mode(0),
        Kind::Struct(members) => {
            Val::Struct(members.iter().map(|member| default(&member.kind)).collect())
        }
    }
}

pub(super) fn is_copy(kind: &Kind) -> bool {
    match kind {
        Kind::Int | Kind::Bool | Kind::Float | Kind::Opt => true,
        Kind::Mode(copy) => *copy,
        Kind::Text | Kind::Struct(_) => false,
    }
}

pub(super) fn part<'a>(value: &'a Val, path: &[usize]) -> &'a Val {
    match (value, path) {
        (value, []) => value,
        (Val::Struct(fields), [first, rest @ ..]) => part(&fields[*first], rest),
        (value, _) => panic!("{value:?} has no fields"),
    }
}

pub(super) fn part_mut<'a>(value: &'a mut Val, path: &[usize]) -> &'a mut Val {
    match (value, path) {
        (value, []) => value,
        (Val::Struct(fields), [first, rest @ ..]) => part_mut(&mut fields[*first], rest),
        (value, _) => panic!("{value:?} has no fields"),
    }
}
