//! Programs: how they are drawn, and how they read when one has failed.

use std::fmt;

use proptest::prelude::*;

pub(super) use atomata_tests::world::{How, Verb};

use super::plan::{self, Plan};

/// When subscribers are told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Policy {
    Manual,
    Immediate,
    Smart,
}

/// What a subscriber does besides listening.
#[derive(Clone, Debug)]
pub(super) enum Reaction {
    Nothing,
    /// Writes another value each time, so many times.
    Writes {
        place: u8,
        value: u8,
        times: u8,
    },
    /// Panics at every second call.
    Panics,
    Unsubscribes(u8),
    Flushes,
}

/// How a transaction ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    Ok,
    Err,
    Panic,
}

/// One operation. Places, subscriptions and so on are picked by number from what there is.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Get(u8),
    Write {
        place: u8,
        verb: Verb,
        value: u8,
        panics: bool,
    },
    Touch {
        place: u8,
        touches: Vec<(u8, How, u8)>,
        panics: bool,
    },
    Batch(Vec<Op>),
    Transaction(Vec<Op>, End),
    Subscribe {
        place: u8,
        reaction: Reaction,
    },
    SubscribeTwo {
        places: [u8; 2],
    },
    Effect {
        place: u8,
        reaction: Reaction,
    },
    Unsubscribe(u8),
    Watch(u8),
    Poll(u8),
    Snapshot,
    ReadSnapshot {
        snapshot: u8,
        place: u8,
    },
    Flush,
    /// Memory is given back, of which nobody notices anything.
    Collect,
    Advance(u8),
}

#[derive(Clone)]
pub(super) struct Program {
    pub(super) world: usize,
    pub(super) strategy: Policy,
    /// Whether all places are read after each operation.
    pub(super) inspects: bool,
    pub(super) ops: Vec<Op>,
}

/// How many places a program writes.
const WRITTEN: std::ops::Range<u8> = 0..6;

fn how() -> impl Strategy<Value = How> + Clone {
    prop_oneof![Just(How::Set), Just(How::Assign), Just(How::WriteBack), Just(How::Look)]
}

fn verb() -> impl Strategy<Value = Verb> + Clone {
    prop_oneof![
        4 => Just(Verb::Set),
        1 => Just(Verb::Replace),
        1 => Just(Verb::Take),
        1 => Just(Verb::Reset),
        2 => Just(Verb::Modify),
        3 => how().prop_map(Verb::Update),
    ]
}

fn reaction() -> impl Strategy<Value = Reaction> + Clone {
    prop_oneof![
        4 => Just(Reaction::Nothing),
        3 => (WRITTEN, any::<u8>(), 1..4u8)
            .prop_map(|(place, value, times)| Reaction::Writes { place, value, times }),
        1 => Just(Reaction::Panics),
        1 => any::<u8>().prop_map(Reaction::Unsubscribes),
        1 => Just(Reaction::Flushes),
    ]
}

/// What reads and writes.
fn plain() -> BoxedStrategy<Op> {
    let panics = || prop::bool::weighted(0.1);
    let touches = prop::collection::vec((any::<u8>(), how(), any::<u8>()), 0..4);
    prop_oneof![
        3 => any::<u8>().prop_map(Op::Get),
        9 => (WRITTEN, verb(), any::<u8>(), panics())
            .prop_map(|(place, verb, value, panics)| Op::Write { place, verb, value, panics }),
        3 => (WRITTEN, touches, panics())
            .prop_map(|(place, touches, panics)| Op::Touch { place, touches, panics }),
        1 => any::<u8>().prop_map(Op::Unsubscribe),
        1 => Just(Op::Flush),
    ]
    .boxed()
}

fn end() -> impl Strategy<Value = End> + Clone {
    prop_oneof![Just(End::Ok), Just(End::Err), Just(End::Panic)]
}

fn nested() -> BoxedStrategy<Op> {
    let ops = |op: BoxedStrategy<Op>| prop::collection::vec(op, 0..5);
    let inner = prop_oneof![
        8 => plain(),
        1 => observing(),
        1 => ops(plain()).prop_map(Op::Batch),
        1 => (ops(plain()), end()).prop_map(|(ops, end)| Op::Transaction(ops, end)),
    ]
    .boxed();
    prop_oneof![
        2 => ops(inner.clone()).prop_map(Op::Batch),
        3 => (ops(inner), end()).prop_map(|(ops, end)| Op::Transaction(ops, end)),
    ]
    .boxed()
}

fn observing() -> BoxedStrategy<Op> {
    prop_oneof![
        6 => (any::<u8>(), reaction())
            .prop_map(|(place, reaction)| Op::Subscribe { place, reaction }),
        1 => any::<[u8; 2]>().prop_map(|places| Op::SubscribeTwo { places }),
        1 => (any::<u8>(), reaction())
            .prop_map(|(place, reaction)| Op::Effect { place, reaction }),
        1 => any::<u8>().prop_map(Op::Watch),
        2 => any::<u8>().prop_map(Op::Poll),
    ]
    .boxed()
}

fn ops() -> BoxedStrategy<Vec<Op>> {
    let batch = prop::collection::vec(prop_oneof![2 => plain(), 1 => observing()], 0..5);
    let op = prop_oneof![
        20 => plain(),
        8 => observing(),
        5 => nested(),
        1 => batch.prop_map(Op::Batch),
        1 => Just(Op::Snapshot),
        2 => any::<[u8; 2]>()
            .prop_map(|[snapshot, place]| Op::ReadSnapshot { snapshot, place }),
        3 => Just(Op::Flush),
        1 => Just(Op::Collect),
        5 => (0..30u8).prop_map(Op::Advance),
    ];
    prop::collection::vec(op, 1..24).boxed()
}

pub(super) fn programs() -> BoxedStrategy<Program> {
    let strategy = prop_oneof![Just(Policy::Manual), Just(Policy::Immediate), Just(Policy::Smart)];
    (0..32usize, strategy, prop::bool::weighted(0.2), 0..64u8, ops())
        .prop_map(|(world, strategy, inspects, shift, ops)| {
            let ops = ops.into_iter().map(|op| op.shifted(shift)).collect();
            Program { world, strategy, inspects, ops }
        })
        .boxed()
}

impl Op {
    /// The same operation with what it writes moved on among the places that can be written. Programs
    /// write few places, so that their operations meet.
    fn shifted(mut self, by: u8) -> Self {
        match &mut self {
            Self::Write { place, .. }
            | Self::Touch { place, .. }
            | Self::Subscribe { reaction: Reaction::Writes { place, .. }, .. }
            | Self::Effect { reaction: Reaction::Writes { place, .. }, .. } => *place += by,
            Self::Batch(ops) | Self::Transaction(ops, _) => {
                *ops = std::mem::take(ops).into_iter().map(|op| op.shifted(by)).collect();
            }
            _ => {}
        }
        self
    }
}

impl Program {
    /// One operation as it reads in the program.
    pub(super) fn line(&self, at: usize, op: &Op) -> String {
        let mut text = String::new();
        let _ = write_op(&mut text, plan::of(self.world), op, 0);
        format!("line {}: {}", at + 1, text.trim())
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { world, strategy, inspects, ops } = self;
        writeln!(
            f,
            "\n// world {world:02}{}",
            if *inspects { ", all read after each line" } else { "" }
        )?;
        writeln!(f, "let store = Store::builder().{strategy:?}().build();")?;
        ops.iter().try_for_each(|op| write_op(f, plan::of(*world), op, 0))
    }
}

fn write_ops(f: &mut impl fmt::Write, plan: &Plan, ops: &[Op], depth: usize) -> fmt::Result {
    ops.iter().try_for_each(|op| write_op(f, plan, op, depth + 1))
}

fn write_op(f: &mut impl fmt::Write, plan: &Plan, op: &Op, depth: usize) -> fmt::Result {
    let indent = "    ".repeat(depth);
    let name = |drawn: u8| plan.name(plan.place(drawn)).to_owned();
    write!(f, "{indent}")?;
    match op {
        Op::Get(place) => writeln!(f, "store.get({});", name(*place)),
        Op::Write { place, verb, value, panics } => {
            let place = plan.writable(*place);
            let value = plan::value(&plan.spots[place].kind, *value);
            let verb = plan.verb(place, *verb);
            let panics = if *panics && verb.has_closure() { ", then panics" } else { "" };
            writeln!(f, "store.{verb:?}({}, {value:?}{panics});", plan.name(place))
        }
        Op::Touch { place, touches, panics } => {
            let Some(place) = plan.structure(*place) else { return writeln!(f, ";") };
            write!(f, "store.update({}, |guard| {{ ", plan.name(place))?;
            for &(leaf, how, value) in touches {
                let leaves = &plan.leaves[plan.spots[place].node];
                let leaf = &leaves[usize::from(leaf) % leaves.len()];
                let value = plan::value(&leaf.kind, value);
                write!(f, "guard.{:?}.{how:?}({value:?}); ", leaf.path)?;
            }
            writeln!(f, "{}}});", if *panics { "panic!() " } else { "" })
        }
        Op::Batch(ops) => {
            writeln!(f, "store.batch(|store| {{")?;
            write_ops(f, plan, ops, depth)?;
            writeln!(f, "{indent}}});")
        }
        Op::Transaction(ops, end) => {
            writeln!(f, "store.transaction(|store| {{")?;
            write_ops(f, plan, ops, depth)?;
            writeln!(f, "{indent}    {end:?}\n{indent}}});")
        }
        Op::Subscribe { place, reaction } => {
            write!(f, "store.subscribe({}, ", name(*place))?;
            write_reaction(f, plan, reaction)
        }
        Op::SubscribeTwo { places: [a, b] } => match (plan.number(*a), plan.number(*b)) {
            (Some(a), Some(b)) => {
                writeln!(f, "store.subscribe(({}, {}), |_| ());", plan.name(a), plan.name(b))
            }
            _ => writeln!(f, ";"),
        },
        Op::Effect { place, reaction } => {
            write!(f, "store.effect({}, ", name(*place))?;
            write_reaction(f, plan, reaction)
        }
        Op::Unsubscribe(number) => writeln!(f, "drop(subscriptions[{number} % len]);"),
        Op::Watch(place) => writeln!(f, "watches.push(store.watch({}));", name(*place)),
        Op::Poll(number) => writeln!(f, "watches[{number} % len].changed();"),
        Op::Snapshot => writeln!(f, "snapshots.push(store.snapshot());"),
        Op::ReadSnapshot { snapshot, place } => {
            writeln!(f, "snapshots[{snapshot} % len].get({});", name(*place))
        }
        Op::Flush => writeln!(f, "store.flush();"),
        Op::Collect => writeln!(f, "store.collect();"),
        Op::Advance(millis) => writeln!(f, "clock.advance({millis} ms);"),
    }
}

fn write_reaction(f: &mut impl fmt::Write, plan: &Plan, reaction: &Reaction) -> fmt::Result {
    match reaction {
        Reaction::Nothing => writeln!(f, "|_| ());"),
        Reaction::Writes { place, value, times } => {
            let place = plan.writable(*place);
            let values = (0..*times)
                .map(|call| plan::value(&plan.spots[place].kind, value.wrapping_add(call)));
            let values: Vec<_> = values.collect();
            writeln!(f, "|_| store.set({}, the next of {values:?}));", plan.name(place))
        }
        Reaction::Panics => writeln!(f, "|_| panics at every second call);"),
        Reaction::Unsubscribes(number) => writeln!(f, "|_| drop(subscriptions[{number} % len]));"),
        Reaction::Flushes => writeln!(f, "|_| store.flush());"),
    }
}
