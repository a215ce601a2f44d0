//! Edits between slices with keys.

use proptest::prelude::*;

use super::super::{ListEdit, keyed_edits};
use super::replay;

type Item = (u8, u8);

fn edits<'a>(old: &[Item], new: &'a [Item]) -> Option<Vec<ListEdit<'a, Item>>> {
    keyed_edits(old, new, |item| &item.0)
}

/// Items of different keys, in any order.
fn items() -> impl Strategy<Value = Vec<Item>> {
    let keys: Vec<u8> = (0..40).collect();
    let some = proptest::sample::subsequence(keys, 0..40).prop_shuffle();
    (some, proptest::collection::vec(0..2_u8, 40))
        .prop_map(|(keys, values)| keys.into_iter().zip(values).collect())
}

/// How many of the keys of both stand in the order in which they stood, at most.
fn longest(old: &[Item], new: &[Item]) -> usize {
    let mut lengths = vec![vec![0; new.len() + 1]; old.len() + 1];
    for (at, one) in old.iter().enumerate() {
        for (to, other) in new.iter().enumerate() {
            lengths[at + 1][to + 1] = if one.0 == other.0 {
                lengths[at][to] + 1
            } else {
                lengths[at][to + 1].max(lengths[at + 1][to])
            };
        }
    }
    lengths[old.len()][new.len()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn edits_lead_from_one_to_the_other_and_are_few(old in items(), new in items()) {
        let edits = edits(&old, &new).expect("no key occurs twice");
        let mut replayed = old.clone();
        replay(&mut replayed, &edits);
        prop_assert_eq!(&replayed, &new);
        let in_old = |item: &&Item| old.iter().any(|other| other.0 == item.0);
        let common = new.iter().filter(in_old).count();
        let changed = new.iter().filter(in_old).filter(|item| !old.contains(item)).count();
        let count = |kind: fn(&ListEdit<'_, Item>) -> usize| edits.iter().map(kind).sum::<usize>();
        let moves = count(|edit| usize::from(matches!(edit, ListEdit::Move { .. })));
        let sets = count(|edit| usize::from(matches!(edit, ListEdit::Set { .. })));
        let removed = count(|edit| if let ListEdit::Remove { len, .. } = edit { *len } else { 0 });
        let added = count(|edit| {
            if let ListEdit::Insert { items, .. } = edit { items.len() } else { 0 }
        });
        prop_assert_eq!(sets, changed);
        let places = edits.iter().filter_map(|edit| match edit {
            ListEdit::Set { at, .. } => Some(*at),
            _ => None,
        });
        prop_assert!(places.is_sorted());
        prop_assert_eq!((removed, added), (old.len() - common, new.len() - common));
        // A mover may be where it must be already, once the others have gone.
        prop_assert!(moves <= common - longest(&old, &new), "{:?}", edits);
    }
}

#[test]
fn a_key_that_occurs_twice_where_they_differ_is_refused() {
    let one = [(1, 0), (2, 0), (3, 0)];
    assert_eq!(edits(&one, &[(2, 0), (1, 0), (2, 0)]), None);
    assert_eq!(edits(&[(2, 0), (1, 0), (2, 0)], &one), None);
    assert_eq!(edits(&one, &[(7, 0), (1, 0), (7, 0), (3, 0)]), None);
    let same = [(1, 0), (1, 0)];
    assert_eq!(edits(&same, &[(1, 0), (1, 5)]), Some(vec![ListEdit::Set { at: 1, item: &(1, 5) }]));
}

#[test]
fn a_change_in_place_an_insertion_and_a_move_are_one_edit_each() {
    let old: Vec<Item> = (0..100).map(|key| (key, 0)).collect();
    let mut new = old.clone();
    new[40].1 = 1;
    new[95].1 = 2;
    new.insert(50, (200, 0));
    let item = new.remove(60);
    new.insert(80, item);
    let edits = edits(&old, &new).expect("no key occurs twice");
    assert_eq!(
        edits,
        [
            ListEdit::Insert { at: 50, items: vec![&(200, 0)] },
            ListEdit::Move { from: 60, to: 80 },
            ListEdit::Set { at: 40, item: &(40, 1) },
            ListEdit::Set { at: 96, item: &(95, 2) },
        ]
    );
}
