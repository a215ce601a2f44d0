//! Programs on families, and the places they name.

use proptest::prelude::*;

/// So many keys that operations meet.
pub(super) const KEYS: u8 = 5;

/// What can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Scale,
    Factor,
    Part(u8),
    Row(u8),
    Count(u8),
    Name(u8),
    Scaled(u8),
    Kept(u8),
    Prefix(u8),
    PartKeys,
    RowKeys,
    HowMany,
    Total,
    Names,
    Mixed,
}

/// What can be written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Write {
    Scale(i64),
    Part(u8, i64),
    /// Through a guard that may write nothing.
    UpdatePart(u8, i64),
    Row(u8, i64, u8),
    Count(u8, i64),
    Name(u8, u8),
    ResetPart(u8),
}

#[derive(Clone, Debug)]
pub(super) enum Op {
    Get(Place),
    Write(Write),
    RemovePart(u8),
    RemoveRow(u8),
    Contains(u8),
    SetMany(Vec<(u8, i64)>),
    RemoveMany(Vec<u8>),
    GetMany(Vec<u8>),
    Batch(Vec<Op>),
    Transaction(Vec<Op>, bool),
    Subscribe(Place),
    /// Writes once when it is told.
    SubscribeWriting(Place, Write),
    Unsubscribe(u8),
    Bind(u8),
    GetBound(u8),
    SetBound(u8, i64),
    Unbind(u8),
    Watch(u8),
    Poll(u8),
    Unwatch(u8),
    Snapshot,
    ReadSnapshot(Place),
    Flush,
    Collect,
}

#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) immediate: bool,
    pub(super) ops: Vec<Op>,
}

fn key() -> std::ops::Range<u8> {
    0..KEYS
}

fn place() -> BoxedStrategy<Place> {
    prop_oneof![
        1 => Just(Place::Scale),
        1 => Just(Place::Factor),
        4 => key().prop_map(Place::Part),
        2 => key().prop_map(Place::Row),
        1 => key().prop_map(Place::Count),
        2 => key().prop_map(Place::Name),
        3 => key().prop_map(Place::Scaled),
        1 => key().prop_map(Place::Kept),
        3 => key().prop_map(Place::Prefix),
        1 => Just(Place::PartKeys),
        1 => Just(Place::RowKeys),
        1 => Just(Place::HowMany),
        2 => Just(Place::Total),
        2 => Just(Place::Names),
        2 => Just(Place::Mixed),
    ]
    .boxed()
}

fn write() -> BoxedStrategy<Write> {
    let value = || -1..3i64;
    prop_oneof![
        1 => value().prop_map(Write::Scale),
        6 => (key(), value()).prop_map(|(key, value)| Write::Part(key, value)),
        2 => (key(), value()).prop_map(|(key, value)| Write::UpdatePart(key, value)),
        1 => (key(), value(), 0..3u8).prop_map(|(key, count, name)| Write::Row(key, count, name)),
        1 => (key(), value()).prop_map(|(key, value)| Write::Count(key, value)),
        2 => (key(), 0..3u8).prop_map(|(key, name)| Write::Name(key, name)),
        1 => key().prop_map(Write::ResetPart),
    ]
    .boxed()
}

fn plain() -> BoxedStrategy<Op> {
    let keys = || prop::collection::vec(key(), 0..4);
    prop_oneof![
        4 => place().prop_map(Op::Get),
        8 => write().prop_map(Op::Write),
        4 => key().prop_map(Op::RemovePart),
        2 => key().prop_map(Op::RemoveRow),
        1 => key().prop_map(Op::Contains),
        1 => prop::collection::vec((key(), -1..3i64), 0..4).prop_map(Op::SetMany),
        1 => keys().prop_map(Op::RemoveMany),
        1 => keys().prop_map(Op::GetMany),
        1 => any::<u8>().prop_map(Op::GetBound),
        1 => (any::<u8>(), -1..3i64).prop_map(|(at, value)| Op::SetBound(at, value)),
    ]
    .boxed()
}

fn nested() -> BoxedStrategy<Op> {
    let ops = |op: BoxedStrategy<Op>| prop::collection::vec(op, 0..5);
    let inner = prop_oneof![
        6 => plain(),
        1 => ops(plain()).prop_map(Op::Batch),
        1 => (ops(plain()), any::<bool>()).prop_map(|(ops, ok)| Op::Transaction(ops, ok)),
    ]
    .boxed();
    prop_oneof![
        1 => ops(inner.clone()).prop_map(Op::Batch),
        3 => (ops(inner), any::<bool>()).prop_map(|(ops, ok)| Op::Transaction(ops, ok)),
    ]
    .boxed()
}

pub(super) fn programs() -> BoxedStrategy<Program> {
    let op = prop_oneof![
        16 => plain(),
        5 => nested(),
        7 => place().prop_map(Op::Subscribe),
        3 => any::<u8>().prop_map(Op::Unsubscribe),
        2 => key().prop_map(Op::Bind),
        1 => any::<u8>().prop_map(Op::Unbind),
        1 => key().prop_map(Op::Watch),
        2 => any::<u8>().prop_map(Op::Poll),
        1 => any::<u8>().prop_map(Op::Unwatch),
        1 => Just(Op::Snapshot),
        2 => place().prop_map(Op::ReadSnapshot),
        3 => Just(Op::Flush),
        1 => Just(Op::Collect),
    ];
    let writing = prop::option::of((place(), write(), any::<prop::sample::Index>()));
    (any::<bool>(), prop::collection::vec(op, 1..28), writing)
        .prop_map(|(immediate, mut ops, writing)| {
            // One writes at most: what two of them write depends on their order.
            if let Some((place, write, at)) = writing {
                ops.insert(at.index(ops.len()), Op::SubscribeWriting(place, write));
            }
            Program { immediate, ops }
        })
        .boxed()
}
