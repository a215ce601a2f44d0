//! What is given back, of which nobody notices anything.

use std::sync::{Arc, Mutex};

use atomata::{Error, History, Store, Wire};
use atomata_tests::recorder::Recorder;

use super::{COUNT, FEW, HEADING, LENGTH, NOTE, SHOWN, TEXT, TWICE, Table, rows};

fn used() -> Store {
    let store = Store::builder().manual().history(History::new()).build();
    store.set(TEXT, "x".repeat(1_000));
    assert_eq!(store.get(LENGTH), 2_002);
    store
}

#[test]
fn what_nobody_observes_is_computed_again() {
    let store = used();
    let before = store.stats();
    let freed = store.collect();
    assert!((4_000..4_400).contains(&freed.computeds), "{freed:?}");
    assert_eq!(store.memory().computeds.count, 1, "a number owns nothing that could be freed");
    assert_eq!(store.collect().computeds, 0, "there is nothing left");
    assert_eq!(store.get(LENGTH), 2_002);
    assert_eq!(store.stats().since(&before).recomputed, 3);
    assert_eq!(store.get(SHOWN).len(), 2_002);
    assert_eq!(store.stats().since(&before).recomputed, 3);
}

#[test]
fn what_is_observed_stays() {
    let store = used();
    let recorder = Recorder::new();
    let _length = store.subscribe(LENGTH, recorder.showing("length"));
    assert_eq!(store.collect().computeds, 0);
    store.set(COUNT, 10);
    store.flush();
    assert_eq!(recorder.take(), "length 2003");
}

#[test]
fn nobody_is_told_of_it() {
    let store = used();
    store.set(NOTE(1), "one".to_owned());
    let recorder = Recorder::new();
    let _text = store.subscribe(TEXT, recorder.showing("text"));
    let (mut shown, mut heading) = (store.watch(SHOWN), store.watch(HEADING(1)));
    let mut reader = store.reader(TWICE);
    let twice = reader.get().len();
    store.collect();
    assert_eq!((shown.changed(), heading.changed()), (None, None));
    assert_eq!(reader.get().len(), twice);
    store.flush();
    assert_eq!(recorder.take(), "");
    store.set(COUNT, 1);
    assert_eq!(shown.changed().map(|shown| shown.len()), Some(2_002));
}

/// What was held in place, and all it depends on, is there still: `eq = none` would tell otherwise.
#[test]
fn what_a_watch_holds_is_not_computed_again() {
    let store = used();
    let mut length = store.watch(LENGTH);
    let before = store.stats();
    assert_eq!(store.collect().computeds, 0);
    assert_eq!(length.changed(), None);
    assert_eq!(store.stats().since(&before).recomputed, 0);
}

#[test]
fn what_failed_is_not_reported_again() {
    let errors = Arc::new(Mutex::new(Vec::new()));
    let reported = Arc::clone(&errors);
    let on_error = move |error: &Error| reported.lock().unwrap().push(error.to_string());
    let store = Store::builder().manual().on_error(on_error).build();
    store.set(TEXT, "text".to_owned());
    assert_eq!(store.get(FEW), "text");
    store.set(COUNT, 100);
    assert!(store.try_get(FEW).is_err());
    store.collect();
    assert!(store.try_get(FEW).is_err());
    assert_eq!(errors.lock().unwrap().len(), 1);
    store.set(COUNT, 1);
    assert_eq!(store.get(FEW), "text");
}

#[test]
fn snapshots_and_the_history_keep_theirs() {
    let store = used();
    let snapshot = store.snapshot();
    let held = store.share(SHOWN);
    store.set(TEXT, "y".repeat(10));
    let entries = store.history().entries().len();
    let freed = store.collect();
    assert_eq!(freed.history, 0);
    assert_eq!(store.history().entries().len(), entries);
    assert_eq!((snapshot.get(LENGTH), held.len(), store.get(LENGTH)), (2_002, 2_002, 22));
    store.undo();
    assert_eq!(store.get(LENGTH), 2_002);
}

#[test]
fn caches_are_written_again() {
    let store = used();
    let mut serializer = store.serializer(Wire::Binary);
    let before = serializer.full().unwrap();
    let cached = serializer.cached_bytes();
    assert_eq!(store.collect().caches, cached);
    assert_eq!((serializer.cached_bytes(), store.memory().caches.bytes), (0, 0));
    assert_eq!(serializer.full().unwrap().len(), before.len());
    assert_eq!(serializer.cached_bytes(), cached);
}

#[test]
fn without_a_base_a_change_is_told_as_a_whole() {
    let (store, there) = (used(), Store::manual());
    store.set(Table.rows, rows(500));
    there.apply(&store.full_state().unwrap()).unwrap();
    let mut version = store.version();
    let mut change = |size: u64| {
        store.update(Table.rows, |rows| rows[3].size = size);
        let delta = store.changes_since(&mut version).unwrap();
        there.apply(&delta).unwrap();
        assert_eq!(there.get(Table.rows), store.get(Table.rows));
        assert_eq!(delta.names(), ["Table"]);
        delta.to_bytes().unwrap().len()
    };
    assert!(change(1) < 100);
    assert!(store.collect().bases > 8_000);
    assert!(change(2) > 1_000, "there is nothing to compare it with");
    assert!(change(3) < 100, "there is again");
}

#[test]
fn room_is_given_back() {
    let store = Store::manual();
    let mut subscriptions: Vec<_> = (0..100).map(|_| store.subscribe(TEXT, |_| ())).collect();
    subscriptions.extend((0..100).map(|id| store.subscribe(NOTE(id), |_| ())));
    let before = store.memory();
    let freed = store.collect();
    assert_eq!(before.graph.bytes - store.memory().graph.bytes, freed.room);
    assert_eq!(store.collect().total(), 0);
}

#[test]
fn inside_of_a_turn_it_is_an_error() {
    let store = used();
    store.batch(|tx| {
        assert!(matches!(tx.try_collect(), Err(Error::InsideTurn { verb: "collect" })));
    });
    assert!(store.memory().computeds.bytes > 4_000);
}

#[test]
fn a_subscriber_may_collect() {
    let store = used();
    let weak = store.downgrade();
    let _collecting = store.subscribe(TEXT, move |_| {
        let freed = weak.upgrade().expect("it tells").collect();
        assert!(freed.computeds > 0);
    });
    store.set(TEXT, "new".to_owned());
    store.flush();
    assert_eq!(store.get(SHOWN), "newnew 0");
}
