//! A million members come and go, and the memory is back where it was.
//!
//! A binary of its own, because it counts the bytes of the whole process.
#![forbid(unsafe_code)]

use std::ops::Range;
use std::time::Instant;

use atomata::{Keys, Store, Subscription, atom, computed};
use atomata_tests::allocations::{COUNTING, Counting, alone};
use stats_alloc::Region;

#[global_allocator]
static ALLOCATOR: &Counting = &COUNTING;

/// A million, where the checks of a debug build do not make each of them slow.
const MILLION: u64 = if cfg!(debug_assertions) { 30_000 } else { 1_000_000 };
const WAVE: u64 = MILLION / 10;
/// What may be left: lists keep a little room, and a debug build remembers its last events.
const SLACK: isize = if cfg!(debug_assertions) { 512 * 1024 } else { 64 * 1024 };

#[atom(key = u64)]
static CELL: i64 = 0;

#[atom(key = String)]
static NOTE: i64 = 0;

#[atom(key = u64, life = lru(1000))]
static CACHED: i64 = 0;

#[computed(key = u64, deps = [CELL(id)])]
fn twice(id: u64, cell: i64) -> i64 {
    let _ = id;
    cell * 2
}

#[computed(key = u64, deps = [CELL(id)], life = lru(1000))]
fn cached_twice(id: u64, cell: i64) -> i64 {
    let _ = id;
    cell * 2
}

#[computed(deps = [CELL])]
fn how_many(keys: &Keys<u64>) -> usize {
    keys.len()
}

/// The bytes in use that were not in use before a function.
fn added(run: impl FnOnce()) -> isize {
    let region = Region::new(&COUNTING);
    run();
    let change = region.change();
    change.bytes_allocated.cast_signed() - change.bytes_deallocated.cast_signed()
}

/// Fails if nodes, or more memory than the slack, are left by a function.
#[track_caller]
fn is_back(what: &str, store: &Store, run: impl FnOnce()) {
    let nodes = store.stats().nodes;
    let bytes = added(run);
    println!("{what}: {bytes} bytes more than before");
    assert_eq!(store.stats().nodes, nodes, "{what}: nodes are left");
    assert!(bytes < SLACK, "{what}: {bytes} bytes more than before");
}

/// A store that has met the families, and has one member that stays.
fn store() -> Store {
    let store = Store::immediate();
    for key in 0..2 {
        store.set(CELL(key), 1);
        store.set(NOTE(key.to_string()), 1);
        store.set(CACHED(key), 1);
        assert_eq!((store.get(TWICE(key)), store.get(CACHED_TWICE(key))), (2, 2));
    }
    assert_eq!(store.get(HOW_MANY), 2);
    store.remove(CELL(1));
    store
}

/// Keys that no wave before had.
fn waves(first: u64) -> impl Iterator<Item = (u64, Range<u64>)> {
    let range = move |wave| {
        let from = first + wave * WAVE;
        (wave, from..from + WAVE)
    };
    (0..MILLION / WAVE).map(range)
}

#[test]
fn memory_that_is_kept_is_seen() {
    let _alone = alone();
    let store = store();
    let bytes = added(|| store.set_batch(CELL, (10..10_010).map(|key| (key, 1))));
    assert!(bytes > SLACK, "{bytes} bytes for ten thousand members");
    let bytes = added(|| assert_eq!(store.remove_batch(CELL, 10..10_010), 10_000));
    assert!(bytes < -SLACK, "{bytes} bytes when they are gone");
}

#[test]
fn numbers_in_waves() {
    let _alone = alone();
    let store = store();
    is_back("u64 in waves", &store, || {
        for (wave, keys) in waves(10) {
            keys.clone().for_each(|key| store.set(CELL(key), 1));
            assert_eq!(store.get(HOW_MANY) as u64, WAVE + 1);
            let remove = |key| assert!(store.remove(CELL(key)));
            match wave % 3 {
                0 => keys.for_each(remove),
                1 => keys.rev().for_each(remove),
                // Every third one first, so that what is left lies scattered.
                _ => (0..3).for_each(|from| keys.clone().skip(from).step_by(3).for_each(remove)),
            }
            assert_eq!(store.get(HOW_MANY), 1);
        }
    });
}

#[test]
fn numbers_all_at_once() {
    let _alone = alone();
    let store = store();
    is_back("u64 all at once", &store, || {
        // This once in every build.
        let keys = 10..1_000_010;
        store.set_batch(CELL, keys.clone().map(|key| (key, 1)));
        assert_eq!(store.get(HOW_MANY), 1_000_001);
        assert_eq!(store.remove_batch(CELL, keys), 1_000_000);
    });
}

#[test]
fn texts_in_waves() {
    let _alone = alone();
    let store = store();
    is_back("String in waves", &store, || {
        for (wave, keys) in waves(10) {
            let note = |key: u64| NOTE(format!("note {key}"));
            keys.clone().for_each(|key| store.set(note(key), 1));
            let remove = |key| assert!(store.remove(note(key)));
            match wave % 2 {
                0 => keys.for_each(remove),
                _ => keys.rev().for_each(remove),
            }
        }
    });
}

#[test]
fn texts_all_at_once() {
    let _alone = alone();
    let store = store();
    is_back("String all at once", &store, || {
        let keys = || (10..10 + MILLION).map(|key| format!("note {key}"));
        store.set_batch(NOTE, keys().map(|key| (key, 1)));
        assert_eq!(store.keys(NOTE).len() as u64, MILLION + 2);
        assert_eq!(store.remove_batch(NOTE, keys()) as u64, MILLION);
    });
}

#[test]
fn members_that_make_room_for_others() {
    let _alone = alone();
    let store = store();
    (0..2000).for_each(|key| store.set(CACHED(key), 1));
    let started = Instant::now();
    is_back("lru(1000), written", &store, || {
        (2000..MILLION).for_each(|key| store.set(CACHED(key), 1));
        assert_eq!(store.keys(CACHED).len(), 1000);
    });
    // Who has to go is found without a look at who stays, or it would take minutes.
    println!("{:?} for a million members", started.elapsed());
    (0..2000).for_each(|key| assert_eq!(store.get(CACHED_TWICE(key + 10)), 0));
    is_back("a computed of lru(1000), read", &store, || {
        (2000..MILLION).for_each(|key| assert_eq!(store.get(CACHED_TWICE(key + 10)), 0));
    });
}

#[test]
fn members_that_nobody_needs() {
    let _alone = alone();
    let store = store();
    is_back("absent and unobserved, read", &store, || {
        for key in 10..10 + MILLION {
            assert_eq!((store.get(CELL(key)), store.get(TWICE(key))), (0, 0));
        }
    });
    is_back("absent and unobserved, read in one turn", &store, || {
        store.batch(|store| {
            (10..10 + WAVE).for_each(|key| assert_eq!(store.get(TWICE(key)), 0));
        });
    });
}

#[test]
fn members_that_are_held() {
    let _alone = alone();
    let store = store();
    let keys = 10..10 + WAVE;
    is_back("bound", &store, || {
        let bound: Vec<_> = keys.clone().map(|key| store.bind(TWICE(key))).collect();
        assert!(store.stats().nodes as u64 > 2 * WAVE);
        drop(bound);
    });
    is_back("watched", &store, || {
        drop(keys.clone().map(|key| store.watch(CELL(key))).collect::<Vec<_>>());
    });
    is_back("subscribed", &store, || {
        let subscribe = |key| store.subscribe((CELL(key), TWICE(key)), |_| ());
        let told: Vec<Subscription> = keys.clone().map(subscribe).collect();
        store.set_batch(CELL, keys.clone().map(|key| (key, 1)));
        assert_eq!(store.remove_batch(CELL, keys.clone()) as u64, WAVE);
        assert!(told.iter().all(Subscription::is_ended));
        // Lists that were used to the full last time keep their room for the next.
        let _told = store.subscribe(CELL(0), |_| ());
        store.set(CELL(0), 2);
    });
    is_back("made by a transaction that is taken back", &store, || {
        let undone = store.transaction(|tx| {
            tx.set_batch(CELL, keys.clone().map(|key| (key, 1)));
            Err::<(), ()>(())
        });
        assert_eq!(undone, Err(()));
    });
}

/// A node that comes after many members and stays keeps their places from being given back; those who
/// come next have them, so that it does not grow.
#[test]
fn what_stays_behind_many_that_go() {
    #[atom]
    static LATE: i64 = 0;

    let _alone = alone();
    let store = store();
    let round = |from: u64| {
        let keys = from..from + WAVE;
        store.set_batch(CELL, keys.clone().map(|key| (key, 1)));
        store.set(LATE, 1);
        assert_eq!(store.remove_batch(CELL, keys) as u64, WAVE);
    };
    let first = added(|| round(10));
    println!("places behind which a node stays: {first} bytes");
    is_back("the same again", &store, || (1..4).for_each(|wave| round(10 + wave * WAVE)));
}
