//! Entries of a map.

use std::collections::BTreeMap;

use atomata::Map;

use super::{ITEMS, Indices, Item, items};
use crate::cases::Case;
use crate::contest::Runner;

/// Maps beside trees.
pub const MAPS: &[Case] = &[
    Case {
        name: "get by number of 10,000",
        ours: || {
            let map = numbered::<Map<_, _>>();
            reading(move |at| map[&(at as u64)].id)
        },
        hand: || {
            let map = numbered::<BTreeMap<_, _>>();
            reading(move |at| map[&(at as u64)].id)
        },
    },
    Case {
        name: "get by text of 10,000",
        ours: || {
            let (map, names) = (named::<Map<_, _>>(), names());
            reading(move |at| map[&names[at]].id)
        },
        hand: || {
            let (map, names) = (named::<BTreeMap<_, _>>(), names());
            reading(move |at| map[&names[at]].id)
        },
    },
    Case {
        name: "value write of 10,000",
        ours: || {
            let mut map = numbered::<Map<_, _>>();
            reading(move |at| {
                map.update(&(at as u64), |item| {
                    item.count += 1;
                    item.id
                })
                .expect("the key is there")
            })
        },
        hand: || {
            let mut map = numbered::<BTreeMap<_, _>>();
            reading(move |at| {
                let item = map.get_mut(&(at as u64)).expect("the key is there");
                item.count += 1;
                item.id
            })
        },
    },
    Case {
        name: "10,000 insertions in no order",
        ours: || {
            filling(|keys| {
                let mut map = Map::new();
                for &key in keys {
                    map.insert(key, key);
                }
                map.len()
            })
        },
        hand: || {
            filling(|keys| {
                let mut map = BTreeMap::new();
                for &key in keys {
                    map.insert(key, key);
                }
                map.len()
            })
        },
    },
    Case {
        name: "iteration over 10,000",
        ours: || {
            let map = numbered::<Map<_, _>>();
            summing(move || map.values().map(|item| item.id).sum())
        },
        hand: || {
            let map = numbered::<BTreeMap<_, _>>();
            summing(move || map.values().map(|item| item.id).sum())
        },
    },
];

fn numbered<M: FromIterator<(u64, Item)>>() -> M {
    items().map(|item| (item.id, item)).collect()
}

fn name(at: usize) -> String {
    format!("key {at:06}")
}

fn names() -> Vec<String> {
    (0..ITEMS).map(name).collect()
}

fn named<M: FromIterator<(String, Item)>>() -> M {
    items().map(|item| (name(item.id as usize), item)).collect()
}

fn reading(mut read: impl FnMut(usize) -> u64 + 'static) -> Box<dyn Runner> {
    let mut indices = Indices::new();
    Box::new(move |times: u64| {
        let (mut sum, mut expected) = (0, 0);
        for _ in 0..times {
            let at = indices.next();
            sum += read(at);
            expected += at as u64;
        }
        assert_eq!(sum, expected);
    })
}

fn filling(fill: fn(&[usize]) -> usize) -> Box<dyn Runner> {
    let mut indices = Indices::new();
    let keys: Vec<usize> = (0..ITEMS).map(|_| indices.next()).collect();
    Box::new(move |times: u64| (0..times).for_each(|_| assert_eq!(fill(&keys), ITEMS)))
}

fn summing(sum: impl Fn() -> u64 + 'static) -> Box<dyn Runner> {
    let expected = (0..ITEMS as u64).sum::<u64>();
    Box::new(move |times: u64| (0..times).for_each(|_| assert_eq!(sum(), expected)))
}
