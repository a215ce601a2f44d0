//! How long members live.

use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Each, Store, atom, computed};
use atomata_tests::recorder::Recorder;

use super::checked;

#[atom(key = u32)]
static INPUT: i64 = 0;

#[atom(key = u32, life = unobserved)]
static DRAFT: i64 = 0;

#[atom(key = u32, life = lru(3))]
static CACHED: i64 = 0;

#[atom(key = u32, life = ttl(Duration::from_secs(60)))]
static SESSION: i64 = 0;

#[computed(key = u32, deps = [INPUT(key)])]
fn fleeting(key: u32, input: i64) -> i64 {
    input + i64::from(key)
}

#[computed(key = u32, deps = [INPUT(key)], life = keep)]
fn kept(key: u32, input: i64) -> i64 {
    input + i64::from(key)
}

#[computed(key = u32, deps = [INPUT(key)], life = lru(2))]
fn few(key: u32, input: i64) -> i64 {
    input + i64::from(key)
}

#[computed(key = u32, deps = [INPUT(key)], life = ttl(Duration::from_secs(60)))]
fn aging(key: u32, input: i64) -> i64 {
    input + i64::from(key)
}

#[computed(deps = [each(CACHED)])]
fn total(cached: Each<'_, u32, i64>) -> i64 {
    cached.map(|(_, value)| value).sum()
}

fn recomputed(store: &Store, read: impl FnOnce()) -> u64 {
    let before = store.stats();
    read();
    checked(store).stats().since(&before).recomputed
}

#[test]
fn a_computed_nobody_observes_goes_and_is_computed_again() {
    let store = Store::immediate();
    store.set(INPUT(1), 10);
    let nodes = store.stats().nodes;
    assert_eq!(recomputed(&store, || assert_eq!(store.get(FLEETING(1)), 11)), 1);
    assert_eq!(store.stats().nodes, nodes + 1, "the keys of the family");
    assert_eq!(recomputed(&store, || assert_eq!(store.get(FLEETING(1)), 11)), 1);
    // Within one turn it is computed once.
    let twice = || {
        store.batch(|tx| assert_eq!(tx.get(FLEETING(1)), tx.get(FLEETING(1))));
    };
    assert_eq!(recomputed(&store, twice), 1);
    let observed = store.subscribe(FLEETING(1), |_| ());
    assert_eq!(
        recomputed(&store, || {
            store.get(FLEETING(1));
        }),
        0
    );
    drop(observed);
    assert_eq!(store.stats().nodes, nodes + 1);
}

#[test]
fn a_computed_that_is_kept_stays() {
    let store = Store::immediate();
    assert_eq!(
        recomputed(&store, || {
            store.get(KEPT(1));
        }),
        1
    );
    assert_eq!(
        recomputed(&store, || {
            store.get(KEPT(1));
        }),
        0
    );
    store.set(INPUT(1), 5);
    assert_eq!(recomputed(&store, || assert_eq!(store.get(KEPT(1)), 6)), 1);
}

#[test]
fn an_atom_can_live_as_long_as_somebody_observes_it() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let _keys = store.subscribe(DRAFT, recorder.showing("keys"));
    store.set(DRAFT(1), 5);
    let first = store.subscribe(DRAFT(1), |_| ());
    let second = store.subscribe(DRAFT(1), |_| ());
    drop(first);
    store.set(DRAFT(2), 6);
    assert_eq!(store.keys(DRAFT), [1, 2]);
    drop(second);
    assert_eq!(store.keys(DRAFT), [2]);
    assert_eq!(store.get(DRAFT(1)), 0);
    let bound = store.bind(DRAFT(2));
    drop(bound);
    assert!(store.keys(DRAFT).is_empty());
    assert_eq!(recorder.take(), "keys [1]; keys [1, 2]; keys [2]; keys []");
    checked(&store);
}

#[test]
fn of_many_the_one_used_longest_ago_goes() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let _total = store.subscribe(TOTAL, recorder.showing("total"));
    for key in 0..3 {
        store.set(CACHED(key), 1 << key);
    }
    assert_eq!(store.get(CACHED(0)), 1);
    store.set(CACHED(3), 8);
    assert_eq!(store.keys(CACHED), [0, 2, 3]);
    // An observed one stays, whenever it was used.
    let _observed = store.subscribe(CACHED(2), |_| ());
    store.set(CACHED(4), 16);
    store.set(CACHED(5), 32);
    assert_eq!(store.keys(CACHED), [2, 4, 5]);
    assert!(recorder.take().ends_with("; total 52"));
    checked(&store);
}

#[test]
fn computeds_are_kept_up_to_a_number() {
    let store = Store::immediate();
    for key in [1, 2, 1] {
        store.get(FEW(key));
    }
    assert_eq!(
        recomputed(&store, || {
            store.get((FEW(1), FEW(2)));
        }),
        0
    );
    store.get(FEW(1));
    assert_eq!(
        recomputed(&store, || {
            store.get(FEW(3));
        }),
        1
    );
    assert_eq!(
        recomputed(&store, || {
            store.get((FEW(1), FEW(3)));
        }),
        0
    );
    assert_eq!(
        recomputed(&store, || {
            store.get(FEW(2));
        }),
        1
    );
}

#[test]
fn members_live_for_a_time_after_their_last_use() {
    let clock = TestClock::new();
    let store = Store::builder().immediate().scheduler(clock.clone()).build();
    store.set(SESSION(1), 1);
    store.set(SESSION(2), 2);
    let observed = store.subscribe(SESSION(2), |_| ());
    clock.advance(Duration::from_secs(40));
    store.get(AGING(1));
    store.set(SESSION(3), 3);
    assert_eq!(store.get(SESSION(1)), 1);
    clock.advance(Duration::from_secs(40));
    assert_eq!(store.keys(SESSION), [1, 2, 3]);
    assert_eq!(
        recomputed(&store, || {
            store.get(AGING(1));
        }),
        0
    );
    clock.advance(Duration::from_secs(40));
    assert!(!store.contains(SESSION(1)));
    assert_eq!(store.keys(SESSION), [2], "the observed one stays");
    drop(observed);
    clock.advance(Duration::from_secs(61));
    assert_eq!(store.get(SESSION(2)), 0);
    assert_eq!(
        recomputed(&store, || {
            store.get(AGING(1));
        }),
        1
    );
    checked(&store);
}
