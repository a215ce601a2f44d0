//! Who looks at a store or works with it keeps it not alive.

use std::sync::Arc;
use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Follower, Store, Strategy, Wire};

use super::{COUNT, HEADING, NOTE, SHOWN, TEXT};

fn used() -> Store {
    let store = Store::manual();
    store.set(TEXT, "text".to_owned());
    store.set(NOTE(1), "one".to_owned());
    assert_eq!(store.get(SHOWN), "texttext 0");
    store
}

/// Whether a store is gone once its last handle is, while somebody holds what is made with it. A
/// subscriber of it, which holds a thing of ours, tells as much.
fn is_gone<T>(make: impl FnOnce(&Store) -> T) -> bool {
    let store = used();
    let (weak, captured) = (store.downgrade(), Arc::new(()));
    let inside = Arc::clone(&captured);
    store.subscribe(TEXT, move |_| assert!(Arc::strong_count(&inside) > 0)).detach();
    let held = make(&store);
    store.set(COUNT, 1);
    drop(store);
    let is_gone = weak.upgrade().is_none();
    assert_eq!(is_gone, Arc::strong_count(&captured) == 1, "a store goes with its subscribers");
    drop(held);
    assert!(weak.upgrade().is_none() && Arc::strong_count(&captured) == 1, "nobody is left");
    is_gone
}

/// A test of leaks that finds none anywhere says nothing.
#[test]
fn a_handle_does_keep_it() {
    assert!(!is_gone(Store::clone));
    assert!(is_gone(Store::downgrade));
}

#[test]
fn serializers() {
    assert!(is_gone(|store| store.serializer(Wire::Json)));
    assert!(is_gone(|store| {
        let mut serializer = store.serializer(Wire::Binary);
        serializer.full().unwrap();
        store.set(COUNT, 7);
        (serializer.next_output().unwrap(), serializer)
    }));
    assert!(is_gone(|store| {
        let serializer = store.serializer(Wire::Json).strategy(Strategy::Incremental);
        let writing = serializer.run(drop);
        store.flush();
        writing
    }));
}

#[test]
fn versions_deltas_and_streams() {
    assert!(is_gone(|store| {
        let version = store.version();
        (version.clone(), version)
    }));
    assert!(is_gone(|store| store.full_state().unwrap()));
    assert!(is_gone(|store| {
        let mut deltas = store.deltas();
        (deltas.next_now().unwrap(), deltas)
    }));
    let mut deltas = None;
    assert!(is_gone(|store| deltas = Some(store.deltas())));
    assert!(deltas.expect("it was made").next().is_none(), "a stream ends with its store");
}

#[test]
fn followers() {
    assert!(is_gone(|store| {
        let (mut follower, mut deltas) = (Follower::new(), used().deltas());
        assert!(deltas.next_now().unwrap().is_none(), "what it would follow is gone");
        let other = used();
        let frame = other.full_state().unwrap().to_bytes().unwrap();
        follower.apply(store, &frame).unwrap();
        follower
    }));
}

#[test]
fn optimistic_updates() {
    let mut pending = None;
    assert!(is_gone(|store| pending = Some(store.optimistic(|tx| tx.set(TEXT, String::new())))));
    pending.expect("it was made").revert();
}

#[test]
fn subscriptions_watches_bound_handles_and_futures() {
    assert!(is_gone(|store| store.subscribe((TEXT, HEADING(1)), |_| ())));
    assert!(is_gone(|store| store.effect(TEXT, |_, _| ())));
    assert!(is_gone(|store| (store.watch(SHOWN), store.watch(HEADING(1)))));
    assert!(is_gone(|store| (store.bind(NOTE(1)), store.reader(SHOWN))));
    assert!(is_gone(Store::settled));
    assert!(is_gone(|store| (store.before_flush(|| ()), store.after_flush(|_| ()))));
    assert!(is_gone(|store| store.on_memory_warning(|_| ())));
}

#[test]
fn snapshots_and_values() {
    assert!(is_gone(|store| store.snapshot()));
    assert!(is_gone(|store| store.share(TEXT)));
}

#[test]
fn timers() {
    let clock = TestClock::new();
    let store = Store::builder().scheduler(clock.clone()).build();
    let weak = store.downgrade();
    store.subscribe(COUNT, |_| panic!("nobody is told")).detach();
    store.set(COUNT, 1);
    assert_eq!(clock.armed(), 1);
    drop(store);
    assert!(weak.upgrade().is_none());
    assert_eq!(clock.armed(), 0);
    clock.advance(Duration::from_secs(1));
}

/// What is kept for others goes with them, not with the store.
#[test]
fn a_store_that_lives_on_keeps_nothing_for_who_is_gone() {
    let store = used();
    for _ in 0..1_000 {
        let mut serializer = store.serializer(Wire::Json);
        serializer.full().unwrap();
        drop((store.version(), store.deltas(), store.optimistic(|tx| tx.set(COUNT, 1))));
    }
    let memory = store.memory();
    assert_eq!((memory.caches.bytes, memory.bases.bytes, memory.optimistic.count), (0, 0, 0));
    assert_eq!((memory.caches.count, memory.bases.count), (0, 0));
}
