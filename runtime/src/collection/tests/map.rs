//! Maps beside those of the standard library.

use std::collections::BTreeMap;
use std::ops::Bound;

use proptest::prelude::*;

use super::super::{BatchError, Map, MapEdit};
use super::replay_in_map;

/// A step of a program.
#[derive(Clone, Debug)]
enum Step {
    Insert(u16, u8),
    Remove(u16),
    Change(u16),
    Retain(u8),
    Clear,
    /// One after the other.
    RemoveEach(u16, u16),
    Extend(u16, u16),
    InsertBatch(u16, u16),
    RemoveBatch(Vec<u16>),
    UpdateBatch(Vec<u16>),
    /// Other values that are equal.
    Rebuild,
    Keep,
    Return(usize),
}

fn step() -> impl Strategy<Value = Step> {
    use Step::{
        Change, Clear, Extend, Insert, InsertBatch, Keep, Rebuild, Remove, RemoveBatch, RemoveEach,
        Retain, Return, UpdateBatch,
    };
    let key = || 0..150_u16;
    let some = || proptest::collection::vec(key(), 0..12);
    prop_oneof![
        6 => (key(), 0..3_u8).prop_map(|(key, value)| Insert(key, value)),
        5 => key().prop_map(Remove),
        3 => key().prop_map(Change),
        1 => (2..5_u8).prop_map(Retain),
        1 => Just(Clear),
        4 => (key(), 0..20_u16).prop_map(|(from, len)| RemoveEach(from, len)),
        3 => (key(), 0..40_u16).prop_map(|(from, len)| Extend(from, len)),
        2 => (key(), 0..20_u16).prop_map(|(from, len)| InsertBatch(from, len)),
        2 => some().prop_map(RemoveBatch),
        2 => some().prop_map(UpdateBatch),
        1 => Just(Rebuild),
        4 => Just(Keep),
        1 => (0..100_usize).prop_map(Return),
    ]
}

type Version = (Map<u16, u8>, BTreeMap<u16, u8>);

fn take(step: Step, (map, model): &mut Version, kept: &mut Vec<Version>) {
    match step {
        Step::Insert(key, value) => assert_eq!(map.insert(key, value), model.insert(key, value)),
        Step::Remove(key) => assert_eq!(map.remove(&key), model.remove(&key)),
        Step::Change(key) => {
            let changed = map.update(&key, |value| {
                *value ^= 1;
                *value
            });
            let value = model.get_mut(&key);
            assert_eq!(
                changed,
                value.map(|value| {
                    *value ^= 1;
                    *value
                })
            );
        }
        Step::Retain(by) => {
            map.retain(|key, value| (key % 5) as u8 + *value != by);
            model.retain(|key, value| (key % 5) as u8 + *value != by);
        }
        Step::Clear => {
            map.clear();
            model.clear();
        }
        Step::RemoveEach(from, len) => {
            for key in from..from + len {
                assert_eq!(map.remove(&key), model.remove(&key));
                map.check_invariants();
            }
        }
        Step::Extend(from, len) => {
            let entries = || (from..from + len).map(|key| (key, (key % 3) as u8));
            map.extend(entries());
            model.extend(entries());
        }
        Step::InsertBatch(from, len) => {
            let entries = || (from..from + len).rev().map(|key| (key, 9));
            let done = map.insert_batch(entries());
            let present: Vec<String> = (from..from + len)
                .rev()
                .filter(|key| model.contains_key(key))
                .map(|key| key.to_string())
                .collect();
            if present.is_empty() {
                assert_eq!(done, Ok(()));
                model.extend(entries());
            } else {
                assert_eq!(done, Err(BatchError::Present { keys: present }));
            }
        }
        Step::RemoveBatch(mut keys) => {
            keys.sort_unstable();
            keys.dedup();
            let there = keys.iter().all(|key| model.contains_key(key));
            assert_eq!(map.remove_batch(&keys).is_ok(), there);
            // Those that are there can be removed in any case.
            keys.retain(|key| model.contains_key(key));
            keys.reverse();
            if !there {
                map.remove_batch(&keys).expect("the keys are there");
            }
            model.retain(|key, _| !keys.contains(key));
        }
        Step::UpdateBatch(keys) => {
            let there = keys.iter().all(|key| model.contains_key(key));
            assert_eq!(map.update_batch(&keys, |key, value| *value ^= *key as u8).is_ok(), there);
            if there {
                for key in keys {
                    *model.entry(key).or_default() ^= key as u8;
                }
            }
        }
        Step::Rebuild => *map = model.iter().map(|(&key, &value)| (key, value)).collect(),
        Step::Keep => kept.push((map.clone(), model.clone())),
        Step::Return(at) => (*map, *model) = kept[at % kept.len()].clone(),
    }
}

fn agree((map, model): &Version) {
    map.check_invariants();
    assert_eq!(map.len(), model.len());
    assert!(map.iter().eq(model));
}

fn read((map, model): &Version, from: u16, to: u16) {
    assert!(map.iter().rev().eq(model.iter().rev()));
    assert!(map.keys().eq(model.keys()) && map.values().eq(model.values()));
    assert!(map.keys().rev().eq(model.keys().rev()) && map.values().rev().eq(model.values().rev()));
    assert_eq!((map.keys().len(), map.values().len()), (model.len(), model.len()));
    assert_eq!(map.first_key_value(), model.first_key_value());
    assert_eq!(map.last_key_value(), model.last_key_value());
    assert_eq!(
        (map.get(&from), map.contains_key(&to)),
        (model.get(&from), model.contains_key(&to))
    );
    let bounds = |key| [Bound::Unbounded, Bound::Included(key), Bound::Excluded(key)];
    for start in bounds(from.min(to)) {
        for end in bounds(from.max(to)) {
            if from == to && (start, end) == (Bound::Excluded(from), Bound::Excluded(to)) {
                continue;
            }
            assert!(map.range((start, end)).eq(model.range((start, end))));
            assert!(map.range((start, end)).rev().eq(model.range((start, end)).rev()));
            let mut entries = map.range((start, end));
            let mut expected = model.range((start, end));
            assert_eq!(entries.next(), expected.next());
            assert_eq!(entries.next_back(), expected.next_back());
            let sum = |all: u32, (key, value): (&u16, &u8)| {
                all.wrapping_mul(31) + u32::from(*key) + u32::from(*value)
            };
            assert_eq!(entries.fold(0, sum), expected.fold(0, sum));
        }
    }
    assert_eq!(format!("{map:?}"), format!("{model:?}"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_map_does_what_a_tree_does(
        steps in proptest::collection::vec(step(), 1..60),
        from in 0..150_u16,
        to in 0..150_u16,
    ) {
        let mut now = Version::default();
        let mut kept = vec![now.clone()];
        for step in steps {
            take(step, &mut now, &mut kept);
            agree(&now);
            now.0.moment();
        }
        kept.push(now);
        kept.iter().for_each(agree);
        for version in &kept {
            read(version, from, to);
        }
        for (base, before) in &kept {
            for (map, after) in &kept {
                assert_eq!(base == map, before == after);
                assert_eq!(base.cmp(map), before.cmp(after));
                let edits = map.edits_since(base);
                assert_eq!(edits, by_hand(before, after));
                let mut replayed = base.clone();
                replay_in_map(&mut replayed, &edits);
                assert_eq!(&replayed, map);
                if let Some(told) = base.moment().and_then(|moment| map.edits_after(moment)) {
                    assert!(told.iter().all(|edit| match edit {
                        MapEdit::Remove(key) => before.contains_key(key),
                        MapEdit::Put(key, value) => after.get(key) == Some(value),
                    }));
                    assert!(edits.iter().all(|edit| told.contains(edit)));
                }
            }
        }
    }
}

fn by_hand<'a>(
    before: &'a BTreeMap<u16, u8>,
    after: &'a BTreeMap<u16, u8>,
) -> Vec<MapEdit<'a, u16, u8>> {
    let mut edits = BTreeMap::new();
    for key in before.keys().filter(|key| !after.contains_key(key)) {
        edits.insert(key, MapEdit::Remove(key));
    }
    for (key, value) in after.iter().filter(|(key, value)| before.get(key) != Some(value)) {
        edits.insert(key, MapEdit::Put(key, value));
    }
    edits.into_values().collect()
}

#[test]
fn a_batch_that_cannot_be_done_changes_nothing() {
    let mut map: Map<u32, u32> = (0..20).map(|key| (key, key)).collect();
    let before = map.clone();
    let keys = |keys: &[u32]| keys.iter().map(u32::to_string).collect::<Vec<_>>();
    let missing = |of: &[u32]| BatchError::Missing { keys: keys(of) };
    assert_eq!(
        map.insert_batch([(30, 1), (5, 1), (7, 1)]),
        Err(BatchError::Present { keys: keys(&[5, 7]) })
    );
    assert_eq!(
        map.insert_batch([(31, 1), (30, 1), (31, 1), (30, 2), (30, 3)]),
        Err(BatchError::Duplicate { keys: keys(&[30, 31]) })
    );
    let mut called = false;
    assert_eq!(map.update_batch(&[3, 40, 30], |_, _| called = true), Err(missing(&[40, 30])));
    assert!(!called);
    assert_eq!(map.remove_batch(&[3, 40, 40]), Err(missing(&[40])));
    assert_eq!(map.remove_batch(&[3, 4, 3]), Err(BatchError::Duplicate { keys: keys(&[3]) }));
    assert_eq!(map.get_batch(&[40]), Err(missing(&[40])));
    assert_eq!(map.contains_keys(&[3, 40]), [true, false]);
    assert!(map.is_same(&before), "nothing was even copied");
    let many: Vec<u32> = (100..120).collect();
    assert_eq!(
        map.remove_batch(&many).expect_err("the keys are missing").to_string(),
        "no entries for the keys 100, 101, 102, 103, 104, 105, 106, 107 and 12 more"
    );
}

#[test]
fn a_write_copies_one_value_and_no_key() {
    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
    struct Counted(u32);
    std::thread_local! {
        static COPIES: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
    }
    impl Clone for Counted {
        fn clone(&self) -> Self {
            COPIES.set(COPIES.get() + 1);
            Self(self.0)
        }
    }
    // In order, so that chunks are full: one key of each is copied to stand between them.
    let mut map: Map<Counted, Counted> = (0..64).map(|key| (Counted(key), Counted(key))).collect();
    assert_eq!(COPIES.get(), 7);
    COPIES.set(0);
    let held = map.clone();
    map.update(&Counted(5), |value| value.0 += 1);
    map.update(&Counted(5), |value| value.0 += 1);
    assert_eq!(COPIES.get(), 1);
    assert_eq!((held[&Counted(5)].0, map[&Counted(5)].0), (5, 7));
    assert!(map.same_value(&held, &Counted(4)) && !map.same_value(&held, &Counted(5)));
}

#[test]
fn keys_in_order_fill_chunks() {
    let map: Map<u32, ()> = (0..800).map(|key| (key, ())).collect();
    assert_eq!(map.chunks().len(), 100);
}

#[test]
fn maps_go_where_their_entries_go() {
    fn travels<T: Send + Sync + Clone>() {}
    travels::<Map<String, String>>();
}

#[test]
#[should_panic(expected = "the range ends before it begins")]
#[expect(clippy::reversed_empty_ranges, reason = "it is what panics")]
fn a_range_that_is_none_is_refused() {
    let _ = Map::from([(1, 1)]).range(2..1);
}

#[test]
fn a_map_knows_what_was_done_to_it() {
    let mut map: Map<u32, u32> = (0..100).map(|key| (key, key)).collect();
    let moment = map.moment().expect("it has entries");
    map.insert(7, 0);
    map.insert(200, 1);
    map.insert(201, 2);
    map.remove(&201);
    map.remove(&3);
    map.update(&7, |value| *value += 1);
    let expected = [MapEdit::Remove(&3), MapEdit::Put(&7, &1), MapEdit::Put(&200, &1)];
    assert_eq!(map.edits_after(moment).as_deref(), Some(expected.as_slice()));
    let mut copy = map.clone();
    let before = copy.moment().expect("it has entries");
    copy.remove(&7);
    map.remove(&8);
    assert_eq!(copy.edits_after(before), Some(vec![MapEdit::Remove(&7)]));
    assert_eq!(map.edits_after(before), Some(vec![MapEdit::Remove(&8)]));
    assert!(map.edits_after(copy.moment().expect("it has entries")).is_none());
}
