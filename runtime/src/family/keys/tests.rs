//! A table under random operations, held against a list.

use std::collections::HashMap;
use std::hash::RandomState;

use proptest::prelude::*;

use super::{AnyKeys, Keys};
use crate::family::FastHasher;
use crate::handle::AnyKey;

#[derive(Clone, Debug)]
enum Step {
    Add(u8),
    Come(u8),
    Go(u8),
    /// Goes and comes back to its place, as in a transaction that is taken back.
    GoInVain(u8),
    Forget(u8),
    Compact,
}

/// So many that the table is compacted.
const KEYS: u8 = 120;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let key = || 0..KEYS;
    let step = prop_oneof![
        6 => key().prop_map(Step::Add),
        6 => key().prop_map(Step::Come),
        2 => key().prop_map(Step::Go),
        1 => key().prop_map(Step::GoInVain),
        6 => key().prop_map(Step::Forget),
        1 => Just(Step::Compact),
    ];
    prop::collection::vec(step, 1..400)
}

/// The keys that are known, with their entries, and those that are there, in order.
struct Naive {
    known: HashMap<u8, u32>,
    present: Vec<u8>,
}

fn slot_of(key: u8) -> u32 {
    1000 + u32::from(key)
}

fn step(table: &mut Keys<u8>, naive: &mut Naive, step: &Step) {
    match *step {
        Step::Add(key) => {
            naive.known.entry(key).or_insert_with(|| table.add(&key, slot_of(key)));
        }
        Step::Come(key) => {
            if let Some(entry) = naive.known.get_mut(&key)
                && !naive.present.contains(&key)
            {
                *entry = table.come(*entry);
                naive.present.push(key);
            }
        }
        Step::Go(key) => {
            if naive.present.contains(&key) {
                table.go(naive.known[&key]);
                naive.present.retain(|present| *present != key);
            }
        }
        Step::GoInVain(key) => {
            if naive.present.contains(&key) {
                let at = naive.known[&key];
                let order = table.order(at);
                table.go(at);
                let moved = table.come(at);
                table.go(moved);
                table.come_back(moved, at, order);
            }
        }
        Step::Forget(key) => {
            if !naive.present.contains(&key)
                && let Some(entry) = naive.known.remove(&key)
            {
                assert!(table.forget(entry).is_none(), "such a key needs no drop");
            }
        }
        Step::Compact => {
            let known = &mut naive.known;
            table.compact(&mut |slot, entry| {
                let key = (slot - 1000) as u8;
                *known.get_mut(&key).expect("what moves is known") = entry;
            });
        }
    }
}

fn check(table: &Keys<u8>, naive: &Naive) {
    assert_eq!(table.to_vec(), naive.present);
    assert_eq!(table.len(), naive.present.len());
    for key in 0..KEYS {
        let any: &dyn AnyKey = &key;
        assert_eq!(table.find(any), naive.known.get(&key).map(|_| slot_of(key)));
        assert_eq!(table.contains(&key), naive.present.contains(&key));
    }
    for (key, &entry) in &naive.known {
        assert!(AnyKeys::key(table, entry).is(key), "the entry of {key}");
    }
    let members: Vec<u32> = table.members().into_iter().map(|(_, slot)| slot).collect();
    let expected: Vec<u32> = naive.present.iter().map(|&key| slot_of(key)).collect();
    assert_eq!(members, expected);
    #[cfg(debug_assertions)]
    table.check_invariants(&mut |_, _, _| ());
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_table_keeps_what_a_list_would(steps in steps()) {
        let mut table = Keys::hashed_by::<FastHasher>();
        let mut keyed = Keys::hashed_by::<RandomState>();
        let (mut naive, mut same) = (
            Naive { known: HashMap::new(), present: Vec::new() },
            Naive { known: HashMap::new(), present: Vec::new() },
        );
        for at in &steps {
            step(&mut table, &mut naive, at);
            step(&mut keyed, &mut same, at);
        }
        check(&table, &naive);
        check(&keyed, &same);
        assert_eq!(table, keyed, "the order does not follow from the hasher");
        check(&table.clone(), &naive);
    }
}

#[test]
fn a_table_that_was_large_gives_its_memory_back() {
    let mut table = Keys::hashed_by::<FastHasher>();
    for key in 0..100_000_u32 {
        let entry = table.add(&key, key);
        table.come(entry);
    }
    // Every other one goes first, so that the table has holes all over.
    for key in (0..100_000_u32).filter(|key| key % 2 == 0).chain([1, 3, 5]) {
        table.forget(key);
    }
    let mut moved = HashMap::new();
    table.compact(&mut |slot, entry| {
        moved.insert(slot, entry);
    });
    assert_eq!((table.len(), table.entries.len()), (49_997, 49_997));
    assert_eq!(table.iter().next(), Some(&7));
    for key in table.to_vec().into_iter().skip(10) {
        table.forget(moved[&key]);
    }
    table.compact(&mut |_, _| ());
    assert!(table.entries.capacity() <= 64 && table.index.capacity() <= 64);
    assert_eq!(table.to_vec(), [7, 9, 11, 13, 15, 17, 19, 21, 23, 25]);
}
