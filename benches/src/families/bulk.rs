//! Many members at once: one operation is one batch.

use std::hint::black_box;

use atomata::Store;

use super::hand::Map;
use super::{CELL, MEMBERS, full};
use crate::cases::Case;
use crate::contest::Runner;

/// Batches beside one lock for all, and loops beside a lock for each.
pub const BULK: &[Case] = &[
    Case { name: "set_batch of 100", ours: || batch(100), hand: || by_hand(100, true) },
    Case { name: "100 single writes", ours: || singly(100), hand: || by_hand(100, false) },
    Case { name: "set_batch of 10,000", ours: || batch(MEMBERS), hand: || by_hand(MEMBERS, true) },
    Case {
        name: "10,000 single writes",
        ours: || singly(MEMBERS),
        hand: || by_hand(MEMBERS, false),
    },
    Case {
        name: "get_batch of 100",
        ours: || {
            let store = full(MEMBERS);
            collecting(100, move |keys| store.get_batch(CELL, keys))
        },
        hand: || {
            let map = Map::full(MEMBERS);
            collecting(100, move |keys| map.with(|map| keys.map(|key| map[&key]).collect()))
        },
    },
    Case {
        name: "the keys of 10,000",
        ours: || {
            let store = full(MEMBERS);
            listing(move || store.keys(CELL))
        },
        hand: || {
            let map = Map::full(MEMBERS);
            listing(move || map.with(|map| map.keys().copied().collect()))
        },
    },
];

/// Writes members so that each becomes a new number.
fn rounds(
    members: u32,
    mut write: impl FnMut(u32, i64) + 'static,
    read: impl Fn(u32) -> i64 + 'static,
) -> Box<dyn Runner> {
    let mut value = i64::from(MEMBERS);
    Box::new(move |times: u64| {
        for _ in 0..times {
            value += 1;
            write(black_box(members), black_box(value));
        }
        assert_eq!((read(0), read(members - 1)), (value, value));
    })
}

fn batch(members: u32) -> Box<dyn Runner> {
    let (store, clone) = twins();
    let write = move |members, value| store.set_batch(CELL, (0..members).map(|key| (key, value)));
    rounds(members, write, move |key| clone.get(CELL(key)))
}

fn singly(members: u32) -> Box<dyn Runner> {
    let (store, clone) = twins();
    let write = move |members, value| (0..members).for_each(|key| store.set(CELL(key), value));
    rounds(members, write, move |key| clone.get(CELL(key)))
}

fn twins() -> (Store, Store) {
    let store = full(MEMBERS);
    (store.clone(), store)
}

fn by_hand(members: u32, at_once: bool) -> Box<dyn Runner> {
    let map = std::sync::Arc::new(Map::full(MEMBERS));
    let clone = std::sync::Arc::clone(&map);
    let write = move |members, value| {
        if at_once {
            map.with(|map| map.extend((0..members).map(|key| (key, value))));
        } else {
            (0..members).for_each(|key| assert!(map.set(key, value)));
        }
    };
    rounds(members, write, move |key| clone.get(key))
}

fn collecting(
    members: u32,
    collect: impl Fn(std::ops::Range<u32>) -> Vec<i64> + 'static,
) -> Box<dyn Runner> {
    Box::new(move |times: u64| {
        for _ in 0..times {
            let values = collect(black_box(0..members));
            assert_eq!((values.len(), values[99]), (members as usize, 99));
        }
    })
}

fn listing(list: impl Fn() -> Vec<u32> + 'static) -> Box<dyn Runner> {
    Box::new(move |times: u64| {
        for _ in 0..times {
            assert_eq!(black_box(list()).len(), MEMBERS as usize);
        }
    })
}
