//! What differs between two versions.

use std::hint::black_box;

use atomata::__private::{ListEdit, MapEdit, keyed_edits};
use atomata::{List, Map};

use super::{ITEMS, Indices, Item, list, vec};
use crate::cases::Case;
use crate::contest::Runner;

const CHANGED: usize = ITEMS / 100;

/// Edits beside a comparison of each item with the one that was there.
pub const COMPARE: &[Case] = &[
    Case {
        name: "edits of a list, 1 % changed, spread",
        ours: || {
            let base = list();
            let mut list = base.clone();
            changed().for_each(|at| list[at].count += 1);
            finding(CHANGED, move || sets(&list.edits_since(&base)))
        },
        hand: || {
            let (base, vec) = versions();
            finding(CHANGED, move || compared(&base, &vec).len())
        },
    },
    Case {
        name: "edits of a list, one in front",
        ours: || {
            let base = list();
            let mut list = base.clone();
            list.insert(0, super::item(7));
            finding(1, move || list.edits_since(&base).len())
        },
        hand: || {
            let base = vec();
            let mut vec = base.clone();
            vec.insert(0, super::item(7));
            finding(1, move || {
                let same = base.iter().rev().zip(vec.iter().rev());
                vec.len() - same.take_while(|(one, other)| one == other).count()
            })
        },
    },
    Case {
        name: "edits of plain vectors by key, 1 % changed",
        ours: || {
            let (base, vec) = versions();
            finding(CHANGED, move || {
                sets(&keyed_edits(&base, &vec, |item| &item.id).expect("no key occurs twice"))
            })
        },
        hand: || {
            let (base, vec) = versions();
            finding(CHANGED, move || compared(&base, &vec).len())
        },
    },
    Case {
        name: "edits of a map, 1 % changed, spread",
        ours: || {
            let base: Map<u64, Item> = super::items().map(|item| (item.id, item)).collect();
            let mut map = base.clone();
            for at in changed() {
                map.update(&(at as u64), |item| item.count += 1);
            }
            finding(CHANGED, move || {
                let edits = map.edits_since(&base);
                edits.iter().filter(|edit| matches!(edit, MapEdit::Put(..))).count()
            })
        },
        hand: || {
            let (base, vec) = versions();
            finding(CHANGED, move || compared(&base, &vec).len())
        },
    },
    Case {
        name: "equality with a version, 1 % changed and changed back",
        ours: || {
            let base: List<Item> = list();
            let mut list = base.clone();
            changed().for_each(|at| list[at].count += 0);
            finding(1, move || usize::from(black_box(&list) == &base))
        },
        hand: || {
            let (base, vec) = (vec(), vec());
            finding(1, move || usize::from(black_box(&vec) == &base))
        },
    },
];

fn changed() -> impl Iterator<Item = usize> {
    let mut indices = Indices::new();
    (0..CHANGED).map(move |_| indices.next())
}

fn versions() -> (Vec<Item>, Vec<Item>) {
    let base = vec();
    let mut vec = base.clone();
    changed().for_each(|at| vec[at].count += 1);
    (base, vec)
}

/// What a program would write by hand.
fn compared<'a>(base: &[Item], vec: &'a [Item]) -> Vec<(usize, &'a Item)> {
    let pairs = base.iter().zip(vec).enumerate();
    pairs.filter(|(_, (old, new))| old != new).map(|(at, (_, new))| (at, new)).collect()
}

fn sets(edits: &[ListEdit<'_, Item>]) -> usize {
    edits.iter().filter(|edit| matches!(edit, ListEdit::Set { .. })).count()
}

fn finding(expected: usize, find: impl Fn() -> usize + 'static) -> Box<dyn Runner> {
    Box::new(move |times: u64| (0..times).for_each(|_| assert_eq!(black_box(find()), expected)))
}
