//! Computeds by key, and one over all members.

use std::hint::black_box;
use std::sync::Arc;

use atomata::Store;
use parking_lot::Mutex;

use super::hand::{Fast, Map};
use super::{CELL, KEPT, MEMBERS, TOTAL, TWICE, full, reading, writing};
use crate::cases::Case;
use crate::contest::Runner;
use crate::graphs::keyed_chain;
use crate::seen::Seen;

/// Reads of computeds by key, a row of fifty of them, and sums of all members.
pub const COMPUTED: &[Case] = &[
    Case {
        name: "read an unobserved computed, computed each time",
        ours: || {
            let store = full(MEMBERS);
            reading(2, move |key| store.get(TWICE(key)))
        },
        hand: || {
            let map = Map::full(MEMBERS);
            reading(2, move |key| map.get(key) * 2)
        },
    },
    Case {
        name: "read a kept computed, beside a map of results",
        ours: || {
            let store = full(MEMBERS);
            (0..MEMBERS).for_each(|key| assert_eq!(store.get(KEPT(key)), i64::from(key) * 2));
            reading(2, move |key| store.get(KEPT(key)))
        },
        hand: || {
            let results = Map::full(MEMBERS);
            results.with(|map| map.values_mut().for_each(|value| *value *= 2));
            reading(2, move |key| results.get(key))
        },
    },
    Case { name: "a row of 50 computeds by key, told", ours: chain, hand: chain_by_hand },
    Case {
        name: "each over 100, one changed, beside a loop over a slice",
        ours: || summing(100),
        hand: || by_slice(100),
    },
    Case {
        name: "each over 10,000, one changed, beside a loop over a slice",
        ours: || summing(MEMBERS),
        hand: || by_slice(MEMBERS),
    },
    Case {
        name: "each over 10,000, one changed, beside a Vec of places",
        ours: || summing(MEMBERS),
        hand: || by_places(MEMBERS),
    },
    Case {
        name: "each over 10,000, one changed, beside a map",
        ours: || summing(MEMBERS),
        hand: || by_map(MEMBERS),
    },
];

fn chain() -> Box<dyn Runner> {
    let store = full(MEMBERS);
    let seen = Arc::new(Seen::new(1));
    let hit = Arc::clone(&seen);
    let told = store.subscribe(keyed_chain::END(7), move |value| hit.hit(0, *value));
    writing(
        move |_, value| store.set(keyed_chain::HEAD(7), value),
        move |_| {
            assert!(!told.is_ended());
            seen.values()[0] - 50
        },
    )
}

fn chain_by_hand() -> Box<dyn Runner> {
    let map: Mutex<Fast<[i64; 51]>> = Mutex::new((0..MEMBERS).map(|key| (key, [0; 51])).collect());
    let seen = Arc::new(Seen::new(1));
    let hit = Arc::clone(&seen);
    writing(
        move |_, value| {
            let mut map = map.lock();
            let row = map.entry(black_box(7)).or_insert([0; 51]);
            row[0] = value;
            for at in 1..row.len() {
                row[at] = black_box(row[at - 1]) + 1;
            }
            let end = row[50];
            drop(map);
            hit.hit(0, end);
        },
        move |_| seen.values()[0] - 50,
    )
}

/// Writes one of the values and sums all of them.
fn sums(members: u32, mut sum: impl FnMut(u32, i64) -> i64 + 'static) -> Box<dyn Runner> {
    let rest: i64 = (0..i64::from(members)).sum::<i64>() - 50;
    let mut value = 50;
    Box::new(move |times: u64| {
        for _ in 0..times {
            value += 1;
            assert_eq!(sum(black_box(50), black_box(value)), rest + value);
        }
    })
}

fn summing(members: u32) -> Box<dyn Runner> {
    let store: Store = full(members);
    sums(members, move |key, value| {
        store.set(CELL(key), value);
        store.get(TOTAL)
    })
}

fn by_slice(members: u32) -> Box<dyn Runner> {
    let values: Mutex<Vec<i64>> = Mutex::new((0..i64::from(members)).collect());
    sums(members, move |key, value| {
        let mut values = values.lock();
        values[key as usize] = value;
        black_box(&values[..]).iter().sum()
    })
}

/// Each value is found through the number of its place, as in a store.
fn by_places(members: u32) -> Box<dyn Runner> {
    let values: Vec<i64> = (0..i64::from(members)).collect();
    let places: Vec<u32> = (0..members).collect();
    let both = Mutex::new((values, places));
    sums(members, move |key, value| {
        let (values, places) = &mut *both.lock();
        values[key as usize] = value;
        black_box(&places[..]).iter().map(|&place| values[place as usize]).sum()
    })
}

fn by_map(members: u32) -> Box<dyn Runner> {
    let map = Map::full(members);
    sums(members, move |key, value| {
        map.with(|map| {
            map.insert(key, value);
            map.values().sum()
        })
    })
}
