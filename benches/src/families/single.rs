//! One member at a time.

use std::hint::black_box;
use std::sync::Arc;

use atomata::Store;
use parking_lot::Mutex;

use super::hand::{Map, Told};
use super::{CELL, MEMBERS, PLAIN, Panel, fresh, full, reading, writing};
use crate::cases::Case;
use crate::contest::Runner;
use crate::seen::Seen;

/// Reads and writes of one member, how it comes and goes, and who is told.
pub const SINGLE: &[Case] = &[
    Case {
        name: "create, up to 10,000",
        ours: || {
            let work = |store: &Store, key| store.set(CELL(key), 1);
            fresh(Store::immediate, work, |store, made| {
                assert_eq!(store.keys(CELL).len(), made as usize);
            })
        },
        hand: || {
            let work = |map: &Map, key| assert!(map.set(key, 1));
            fresh(Map::default, work, |map, made| assert_eq!(map.len(), made as usize))
        },
    },
    Case {
        name: "remove, of 10,000",
        ours: || {
            let work = |store: &Store, key| assert!(store.remove(CELL(key)));
            fresh(
                || full(MEMBERS),
                work,
                |store, gone| {
                    assert_eq!(store.keys(CELL).len(), (MEMBERS - gone) as usize);
                },
            )
        },
        hand: || {
            let work = |map: &Map, key| assert!(map.remove(key));
            fresh(
                || Map::full(MEMBERS),
                work,
                |map, gone| {
                    assert_eq!(map.len(), (MEMBERS - gone) as usize);
                },
            )
        },
    },
    Case {
        name: "create and remove, beside 10,000",
        ours: || {
            let store = full(MEMBERS);
            coming_and_going(move |key| {
                store.set(CELL(key), 1);
                store.remove(CELL(key))
            })
        },
        hand: || {
            let map = Map::full(MEMBERS);
            coming_and_going(move |key| map.set(key, 1) && map.remove(key))
        },
    },
    Case {
        name: "read by key",
        ours: || {
            let store = full(MEMBERS);
            reading(1, move |key| store.get(CELL(key)))
        },
        hand: || {
            let map = Map::full(MEMBERS);
            reading(1, move |key| map.get(key))
        },
    },
    Case {
        name: "read bound",
        ours: read_bound,
        hand: || {
            let map = Map::full(MEMBERS);
            reading(1, move |key| map.get(key))
        },
    },
    Case { name: "read bound, beside an index into a Vec", ours: read_bound, hand: read_indexed },
    Case {
        name: "read a plain atom, beside a value in a mutex",
        ours: || {
            let store = full(MEMBERS);
            reading_seven(move || store.get(PLAIN))
        },
        hand: || {
            let value = Mutex::new(7);
            reading_seven(move || *black_box(&value).lock())
        },
    },
    Case {
        name: "write by key",
        ours: || {
            let store = full(MEMBERS);
            let clone = store.clone();
            writing(move |key, value| store.set(CELL(key), value), move |key| clone.get(CELL(key)))
        },
        hand: write_by_hand,
    },
    Case { name: "write bound", ours: write_bound, hand: write_by_hand },
    Case {
        name: "write bound, beside an index into a Vec",
        ours: write_bound,
        hand: || {
            let values = Arc::new(Mutex::new((0..i64::from(MEMBERS)).collect::<Vec<_>>()));
            let clone = Arc::clone(&values);
            writing(
                move |key, value| values.lock()[key as usize] = value,
                move |key| clone.lock()[key as usize],
            )
        },
    },
    Case { name: "write to an observed member", ours: observed, hand: observed_by_hand },
    Case {
        name: "update a struct through its guard",
        ours: || {
            let store = Store::immediate();
            store.set_batch(Panel, (0..MEMBERS).map(|key| (key, Panel::default())));
            let clone = store.clone();
            writing(
                move |key, value| store.update(Panel(key), |panel| *panel.width = value),
                move |key| clone.get(Panel(key).width),
            )
        },
        hand: || {
            let map = Arc::new(Map::default());
            map.with(|map| map.extend((0..MEMBERS).map(|key| (key, Panel::default()))));
            let clone = Arc::clone(&map);
            writing(
                move |key, value| {
                    map.with(|map| {
                        if let Some(panel) = map.get_mut(&key) {
                            panel.width = value;
                        }
                    });
                },
                move |key| clone.with(|map| map[&key].width),
            )
        },
    },
    Case {
        name: "subscribe to a member and drop it",
        ours: || {
            let store = full(MEMBERS);
            subscribing(move |key| {
                drop(store.subscribe(CELL(key), |_| ()));
                store.stats().subscriptions
            })
        },
        hand: || {
            let told = Told::full();
            subscribing(move |key| {
                let number = told.subscribe(key, Arc::new(|_| ()));
                told.unsubscribe(key, number);
                told.listened()
            })
        },
    },
];

fn coming_and_going(round: impl Fn(u32) -> bool + 'static) -> Box<dyn Runner> {
    let mut key = MEMBERS;
    Box::new(move |times: u64| {
        for _ in 0..times {
            key = key.wrapping_add(1).max(MEMBERS);
            assert!(round(black_box(key)));
        }
    })
}

fn subscribing(round: impl Fn(u32) -> usize + 'static) -> Box<dyn Runner> {
    let mut keys = super::Keys::new();
    Box::new(move |times: u64| (0..times).for_each(|_| assert_eq!(round(keys.next()), 0)))
}

fn reading_seven(read: impl Fn() -> i64 + 'static) -> Box<dyn Runner> {
    Box::new(move |times: u64| {
        let sum = (0..times).fold(0, |sum, _| sum + black_box(read()));
        assert_eq!(sum, 7 * times.cast_signed());
    })
}

fn read_bound() -> Box<dyn Runner> {
    let store = full(MEMBERS);
    let bound: Vec<_> = (0..MEMBERS).map(|key| store.bind(CELL(key))).collect();
    reading(1, move |key| store.get(&bound[key as usize]))
}

fn read_indexed() -> Box<dyn Runner> {
    let values = Mutex::new((0..i64::from(MEMBERS)).collect::<Vec<_>>());
    reading(1, move |key| values.lock()[key as usize])
}

fn write_bound() -> Box<dyn Runner> {
    let store = full(MEMBERS);
    let bound: Vec<_> = (0..MEMBERS).map(|key| store.bind(CELL(key))).collect();
    let clone = store.clone();
    writing(
        move |key, value| store.set(&bound[key as usize], value),
        move |key| clone.get(CELL(key)),
    )
}

fn write_by_hand() -> Box<dyn Runner> {
    let map = Arc::new(Map::full(MEMBERS));
    let clone = Arc::clone(&map);
    writing(move |key, value| assert!(map.set(key, value)), move |key| clone.get(key))
}

/// The member that is observed.
const OBSERVED: u32 = 1234;

fn observed() -> Box<dyn Runner> {
    let store = full(MEMBERS);
    let seen = Arc::new(Seen::new(1));
    let hit = Arc::clone(&seen);
    let told = store.subscribe(CELL(OBSERVED), move |value| hit.hit(0, *value));
    let clone = store.clone();
    writing(
        move |_, value| store.set(CELL(OBSERVED), value),
        move |_| {
            assert!(!told.is_ended() && seen.values() == [clone.get(CELL(OBSERVED))]);
            clone.get(CELL(OBSERVED))
        },
    )
}

fn observed_by_hand() -> Box<dyn Runner> {
    let map = Arc::new(Told::full());
    let seen = Arc::new(Seen::new(1));
    let hit = Arc::clone(&seen);
    map.subscribe(OBSERVED, Arc::new(move |value| hit.hit(0, value)));
    let clone = Arc::clone(&map);
    writing(
        move |_, value| map.set(OBSERVED, value),
        move |_| {
            assert!(seen.values() == [clone.get(OBSERVED)]);
            clone.get(OBSERVED)
        },
    )
}
