//! Lists and maps in a store, and long ones beside those of the standard library.

use std::collections::BTreeMap;

use atomata::__private::{ListEdit, MapEdit};
use atomata::{BatchError, List, Map, Store, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Item {
    name: String,
    count: u32,
}

#[atom]
static ITEMS: List<Item> = List::new();

/// A struct with both.
#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Shelf {
    items: List<u32>,
    prices: Map<String, u32>,
}

#[computed(deps = [ITEMS])]
fn total(items: &List<Item>) -> u32 {
    items.iter().map(|item| item.count).sum()
}

#[computed(deps = [Shelf.items, Shelf.prices])]
fn sum(items: &List<u32>, prices: &Map<String, u32>) -> u32 {
    items.iter().sum::<u32>() + prices.values().sum::<u32>()
}

fn items(count: u32) -> impl Iterator<Item = Item> {
    (0..count).map(|count| Item { name: format!("item {count}"), count })
}

#[test]
fn a_batch_is_one_change_of_state() {
    let store = Store::manual();
    let told = Recorder::new();
    store.subscribe(TOTAL, told.telling("total")).detach();
    store.update(ITEMS, |list| list.insert_batch(0, items(100))).expect("the index is there");
    store.flush();
    told.check(expect!["total 4950"]);
    store
        .update(ITEMS, |list| list.update_batch([0, 99], |_, item| item.count += 1))
        .expect("the items are there");
    store.flush();
    told.check(expect!["total 4952"]);
    let error = store.update(ITEMS, |list| list.remove_batch([5, 100]));
    assert_eq!(error, Err(BatchError::OutOfBounds { indices: vec![100], len: 100 }));
    store.flush();
    told.check(expect![""]);
}

#[test]
fn a_snapshot_keeps_its_version_and_a_failed_transaction_leaves_none() {
    let store = Store::new();
    store.update(Shelf, |shelf| {
        shelf.items.extend(0..1_000);
        shelf.prices.extend([("tea".to_owned(), 3), ("milk".to_owned(), 2)]);
    });
    let before = store.snapshot();
    let result = store.transaction(|tx| {
        tx.update(Shelf, |shelf| {
            shelf.items[500] = 0;
            shelf.items.insert(0, 7);
            shelf.prices.remove("tea");
        });
        assert_eq!(tx.get(SUM), before.get(SUM) - 500 + 7 - 3);
        Err::<(), _>("no")
    });
    assert_eq!(result, Err("no"));
    assert_eq!(store.get(SUM), before.get(SUM));
    store.update(Shelf.items, |items| items.truncate(1));
    assert_eq!((store.get(SUM), before.get(SUM)), (5, 499_505));
    assert_eq!(before.get(Shelf).items.len(), 1_000);
}

#[test]
fn an_equal_list_is_no_change() {
    let store = Store::immediate();
    let told = Recorder::new();
    store.subscribe(Shelf.items, told.showing("items")).detach();
    store.set(Shelf.items, List::from([1, 2]));
    told.check(expect!["items [1, 2]"]);
    store.set(Shelf.items, List::from([1, 2]));
    told.check(expect![""]);
}

fn replay(items: &mut Vec<u32>, edits: &[ListEdit<'_, u32>]) {
    for edit in edits {
        match edit {
            ListEdit::Remove { at, len } => drop(items.drain(*at..at + len)),
            ListEdit::Insert { at, items: fresh } => {
                drop(items.splice(*at..*at, fresh.iter().copied().copied()));
            }
            ListEdit::Set { at, item } => items[*at] = **item,
            ListEdit::Move { from, to } => {
                let item = items.remove(*from);
                items.insert(*to, item);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Chunks are as long as they are for users, which in the tests of the module they are not.
    #[test]
    fn long_lists_do_what_vectors_do(
        steps in proptest::collection::vec((0..7_u8, 0..1_000_usize, 0..200_usize), 1..40),
    ) {
        let mut list: List<u32> = (0..500).collect();
        let mut model: Vec<u32> = (0..500).collect();
        let mut kept = vec![(list.clone(), model.clone())];
        for (kind, at, count) in steps {
            let at = at % (model.len() + 1);
            let end = (at + count).min(model.len());
            let fresh = 0..count as u32;
            match kind {
                0 => {
                    list.insert_batch(at, fresh.clone()).expect("the index is there");
                    model.splice(at..at, fresh);
                }
                1 => {
                    list.remove_batch(at..end).expect("the items are there");
                    model.drain(at..end);
                }
                2 => {
                    list.update_batch(at..end, |_, item| *item += 1).expect("they are there");
                    model[at..end].iter_mut().for_each(|item| *item += 1);
                }
                3 => {
                    list.insert(at, 7);
                    model.insert(at, 7);
                }
                4 if at < model.len() => assert_eq!(list.remove(at), model.remove(at)),
                5 => {
                    list.retain(|item| *item as usize % 50 != count % 50);
                    model.retain(|item| *item as usize % 50 != count % 50);
                }
                _ => {
                    list.extend(fresh.clone());
                    model.extend(fresh);
                }
            }
            prop_assert!(list.iter().eq(&model));
            if count % 4 == 0 {
                kept.push((list.clone(), model.clone()));
            }
        }
        for (base, before) in &kept {
            prop_assert!(base.iter().eq(before));
            for (newer, after) in &kept {
                let mut replayed = before.clone();
                replay(&mut replayed, &newer.edits_since(base));
                prop_assert_eq!(&replayed, after);
                prop_assert_eq!(newer == base, after == before);
            }
        }
    }

    #[test]
    fn long_maps_do_what_trees_do(
        steps in proptest::collection::vec((0..5_u8, 0..2_000_u32, 0..200_u32), 1..40),
    ) {
        let mut map: Map<u32, u32> = (0..500).map(|key| (key, key)).collect();
        let mut model: BTreeMap<u32, u32> = (0..500).map(|key| (key, key)).collect();
        let mut kept = vec![(map.clone(), model.clone())];
        for (kind, at, count) in steps {
            let entries = (at..at + count).map(|key| (key * 7 % 2_000, count));
            match kind {
                0 => {
                    map.extend(entries.clone());
                    model.extend(entries);
                }
                1 => {
                    let there: Vec<u32> = model.range(at..at + count).map(|(key, _)| *key).collect();
                    map.remove_batch(&there).expect("the keys are there");
                    model.retain(|key, _| !(at..at + count).contains(key));
                }
                2 => {
                    map.retain(|key, value| (key + value) % 50 != count % 50);
                    model.retain(|key, value| (key + *value) % 50 != count % 50);
                }
                3 => assert_eq!(map.remove(&at), model.remove(&at)),
                _ => assert_eq!(map.insert(at, count), model.insert(at, count)),
            }
            prop_assert!(map.iter().eq(&model));
            if count % 4 == 0 {
                kept.push((map.clone(), model.clone()));
            }
        }
        for (base, before) in &kept {
            prop_assert!(base.iter().eq(before));
            for (newer, after) in &kept {
                let mut replayed = before.clone();
                for edit in newer.edits_since(base) {
                    match edit {
                        MapEdit::Remove(key) => assert!(replayed.remove(key).is_some()),
                        MapEdit::Put(key, value) => {
                            assert_ne!(replayed.insert(*key, *value), Some(*value));
                        }
                    }
                }
                prop_assert_eq!(&replayed, after);
            }
        }
    }
}
