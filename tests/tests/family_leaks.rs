//! Members that are gone leave nothing behind, however they came and went.
//!
//! A binary of its own, because it counts the allocations of the whole process.
#![forbid(unsafe_code)]
#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use std::sync::Arc;
use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Each, Keys, Store, Subscription, atom, computed};
use atomata_tests::allocations::{COUNTING, Counting, alone, left_behind};
use serde::{Deserialize, Serialize};

#[global_allocator]
static ALLOCATOR: &Counting = &COUNTING;

/// So many that what the harness allocates and frees meanwhile is little beside one per round.
const ROUNDS: isize = 400;

#[atom(key = u64)]
static CELL: i64 = 0;

#[atom(key = String)]
static NOTE: i64 = 0;

#[atom(key = u64, life = unobserved)]
static DRAFT: i64 = 0;

#[atom(key = u64, life = ttl(Duration::from_secs(60)))]
static SESSION: i64 = 0;

#[atom(key = u64)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    tags: Vec<String>,
    done: bool,
}

#[computed(key = u64, deps = [CELL(id)])]
fn twice(id: u64, cell: i64) -> i64 {
    let _ = id;
    cell * 2
}

#[computed(key = u64, deps = [TWICE(id), Todo(id).title], life = keep)]
fn label(id: u64, twice: i64, title: &str) -> String {
    format!("{id}: {title} {twice}")
}

#[computed(key = u64, deps = [CELL(id)])]
fn broken(id: u64, cell: i64) -> i64 {
    assert!(cell == 0, "{id} is not zero");
    cell
}

#[computed(deps = [each(CELL)])]
fn total(cells: Each<'_, u64, i64>) -> i64 {
    cells.map(|(_, cell)| cell).sum()
}

#[computed(deps = [Todo])]
fn how_many(keys: &Keys<u64>) -> usize {
    keys.len()
}

/// What a round leaves behind, on average.
fn per_round(mut round: impl FnMut()) -> f64 {
    (0..10).for_each(|_| round());
    let left = left_behind(|| (0..ROUNDS).for_each(|_| round()));
    left as f64 / ROUNDS as f64
}

/// Fails if rounds leave allocations or nodes behind.
#[track_caller]
fn leaves_nothing(store: &Store, mut round: impl FnMut(&Store)) {
    let _alone = alone();
    (0..2).for_each(|_| round(store));
    let nodes = store.stats().nodes;
    let left = per_round(|| round(store));
    assert!(left.abs() < 0.5, "a round leaves {left} allocations behind");
    assert_eq!(store.stats().nodes, nodes, "a round leaves nodes behind");
    assert_eq!(store.stats().subscriptions, 0, "a round leaves subscriptions behind");
}

fn todo() -> Todo {
    Todo { title: "tea".to_owned(), tags: vec!["buy".to_owned()], done: false }
}

#[test]
fn a_member_that_stays_is_seen() {
    let _alone = alone();
    let store = Store::immediate();
    let mut key = 0;
    let left = per_round(|| {
        key += 1;
        store.set(CELL(key), 1);
    });
    assert!(left >= 1.0, "a member leaves {left} allocations behind");
    let watch = per_round(|| {
        key += 1;
        std::mem::forget(store.watch(CELL(key)));
    });
    assert!(watch >= 1.0, "a forgotten watch leaves {watch} allocations behind");
}

#[test]
fn members_that_come_and_go() {
    let mut key = 0;
    leaves_nothing(&Store::immediate(), |store| {
        key += 1;
        store.set(CELL(key), 1);
        store.set(NOTE(format!("note {key}")), 2);
        store.set(Todo(key), todo());
        store.update(Todo(key), |todo| todo.tags.push("new".to_owned()));
        store.set(Todo(key).done, true);
        assert_eq!((store.get(TOTAL), store.get(HOW_MANY)), (1, 1));
        assert_eq!(store.get(TWICE(key)), 2);
        assert!(store.remove(CELL(key)) && store.remove(Todo(key)));
        assert!(store.remove(NOTE(format!("note {key}"))));
    });
}

/// What is kept stays as long as its key: with keys that come again nothing is added.
#[test]
fn keys_that_come_again() {
    let mut round = 0;
    leaves_nothing(&Store::immediate(), |store| {
        round += 1;
        let key = round % 2;
        store.set_batch(CELL, (0..20).map(|at| (at * 2 + key, 1)));
        store.update_batch(Todo, [key, key + 2], |_, todo| todo.title.push('x'));
        assert_eq!(store.get(LABEL(key)), format!("{key}: x 2"));
        assert_eq!(store.remove_batch(CELL, 0..50), 20);
        assert_eq!(store.remove_batch(Todo, 0..50), 2);
    });
}

#[test]
fn subscriptions_to_members_that_are_removed() {
    let mut key = 0;
    leaves_nothing(&Store::immediate(), |store| {
        key += 1;
        store.set(CELL(key), 1);
        let held = Arc::new("captured".to_owned());
        let subscribe = || -> Subscription {
            let held = Arc::clone(&held);
            store.subscribe((CELL(key), TWICE(key)), move |_| assert!(!held.is_empty()))
        };
        let (ended, dropped, detached) = (subscribe(), subscribe(), subscribe());
        let effect = store.effect(TWICE(key), move |store, _| store.set(DRAFT(key), 1));
        let keys = store.subscribe(CELL, |keys| assert!(keys.len() < 2));
        let captured = Arc::clone(&held);
        ended.on_end(move || drop(captured));
        store.set(CELL(key), 2);
        detached.detach();
        drop(dropped);
        assert!(store.remove(CELL(key)) && ended.is_ended());
        store.remove(DRAFT(key));
        drop((ended, effect, keys));
        assert_eq!(Arc::strong_count(&held), 1, "the callbacks are gone with the member");
    });
}

#[test]
fn bound_handles_and_watches() {
    let mut key = 0;
    leaves_nothing(&Store::immediate(), |store| {
        key += 1;
        let (bound, twice) = (store.bind(CELL(key)), store.bind(TWICE(key)));
        let (absent, copy) = (store.bind(Todo(key)), bound.clone());
        store.set(&bound, 1);
        assert_eq!((store.get(&twice), store.get(&absent.clone()).done), (2, false));
        let mut watch = store.watch((CELL(key), TWICE(key), Todo(key)));
        let never = store.watch(TWICE(key + 1_000_000));
        store.set(copy, 2);
        assert!(watch.changed().is_some());
        assert!(store.remove(CELL(key)) && watch.is_ended());
        assert!(store.try_get(&bound).is_err());
        // Another one, whose life the old handles have no part in.
        store.set(CELL(key), 3);
        drop((bound, twice, watch, never));
        assert!(store.remove(CELL(key)));
    });
}

#[test]
fn absent_members_and_unobserved_computeds() {
    let mut key = 0;
    leaves_nothing(&Store::immediate(), |store| {
        key += 1;
        assert_eq!((store.get(CELL(key)), store.get(TWICE(key))), (0, 0));
        assert_eq!(store.get(NOTE(key.to_string())), 0);
        assert!(store.with(Todo(key).title, String::is_empty) && !store.contains(Todo(key)));
        assert_eq!(store.get_batch(CELL, [key, key + 1]), [0, 0]);
        assert_eq!(store.snapshot().get(TWICE(key)), 0);
        assert!(!store.remove(CELL(key)));
        let shared = store.share(Todo(key));
        drop(store.subscribe(TWICE(key), |_| ()));
        assert!(shared.tags.is_empty());
    });
}

#[test]
fn computeds_that_fail() {
    let quiet = Store::builder().immediate().on_error(|_| ()).build();
    let mut key = 0;
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    leaves_nothing(&quiet, |store| {
        key += 1;
        let watched = store.subscribe(BROKEN(key), |_| ());
        store.set(CELL(key), 1);
        assert!(store.try_get(BROKEN(key)).is_err());
        assert!(store.remove(CELL(key)));
        drop(watched);
    });
    std::panic::set_hook(hook);
}

#[test]
fn transactions_that_are_taken_back() {
    let store = Store::immediate();
    store.set(CELL(0), 5);
    let mut key = 0;
    leaves_nothing(&store, |store| {
        key += 1;
        let undone = store.transaction(|tx| {
            tx.set_batch(CELL, (key..key + 5).map(|key| (key, 1)));
            tx.set(Todo(key), todo());
            tx.set(NOTE(key.to_string()), 1);
            assert_eq!((tx.get(TWICE(key)), tx.get(TOTAL)), (2, 10));
            let _nested = tx.transaction(|tx| {
                tx.remove(CELL(key));
                tx.set(CELL(key + 10), 1);
                Err::<(), ()>(())
            });
            tx.remove(CELL(0));
            tx.remove(Todo(key));
            Err::<(), ()>(())
        });
        assert_eq!(undone, Err(()));
        assert_eq!(store.keys(CELL), [0]);
        store
            .transaction(|tx| {
                tx.set(CELL(key), 1);
                tx.remove(CELL(key));
                Ok::<_, ()>(())
            })
            .unwrap();
        assert_eq!((store.get(TOTAL), store.get(HOW_MANY)), (5, 0));
    });
}

#[test]
fn members_that_go_by_themselves() {
    let clock = TestClock::new();
    let store = Store::builder().immediate().scheduler(clock.clone()).build();
    let mut key = 0;
    leaves_nothing(&store, |store| {
        key += 1;
        store.set(SESSION(key), 1);
        store.set(DRAFT(key), 1);
        drop(store.subscribe((DRAFT(key), SESSION(key)), |_| ()));
        clock.advance(Duration::from_secs(61));
        assert!(!store.contains(SESSION(key)) && !store.contains(DRAFT(key)));
    });
}
