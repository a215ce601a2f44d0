//! The end of a member.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use atomata::{Error, Store};
use atomata_tests::recorder::Recorder;

use super::{CELL, Todo, VISIBLE, checked};

#[test]
fn a_removed_member_ends_its_subscriptions_without_a_call() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    store.set(CELL(1, 1), 1);
    let cell = store.subscribe(CELL(1, 1), recorder.showing("cell"));
    let pair = store.subscribe((CELL(1, 1), CELL(2, 2)), pairs(&recorder));
    let other = store.subscribe(CELL(2, 2), recorder.showing("other"));
    let ends = Arc::new(AtomicU32::new(0));
    for subscription in [&cell, &pair, &other] {
        let ends = Arc::clone(&ends);
        subscription.on_end(move || {
            ends.fetch_add(1, Ordering::Relaxed);
        });
    }
    assert!(store.remove(CELL(1, 1)));
    assert!(cell.is_ended() && pair.is_ended() && !other.is_ended());
    assert_eq!(ends.load(Ordering::Relaxed), 2);
    // It does not revive.
    store.set(CELL(1, 1), 5);
    store.set(CELL(2, 2), 5);
    assert_eq!(recorder.take(), "other 5");
    assert_eq!(checked(&store).stats().subscriptions, 1);
    // Who comes late is told at once.
    let late = Arc::clone(&ends);
    cell.on_end(move || {
        late.fetch_add(1, Ordering::Relaxed);
    });
    assert_eq!(ends.load(Ordering::Relaxed), 3);
    // To be dropped is no end of the member.
    drop(other);
    assert_eq!(ends.load(Ordering::Relaxed), 3);
}

#[test]
fn what_is_waiting_to_be_told_of_a_removed_member_is_not_told() {
    let store = Store::manual();
    let recorder = Recorder::new();
    let _cell = store.subscribe(CELL(1, 1), recorder.showing("cell"));
    let _other = store.subscribe(CELL(2, 2), recorder.showing("other"));
    store.set(CELL(1, 1), 1);
    store.set(CELL(2, 2), 2);
    store.remove(CELL(1, 1));
    checked(&store).flush();
    assert_eq!(recorder.take(), "other 2");
    checked(&store);
}

#[test]
fn a_member_removed_by_a_subscriber_ends_those_after_it_in_the_same_pass() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    store.set(CELL(1, 1), 1);
    let this = store.downgrade();
    let _remover = store.subscribe(CELL(1, 1), move |_| {
        this.upgrade().unwrap().remove(CELL(1, 1));
    });
    let later = store.subscribe(CELL(1, 1), recorder.showing("later"));
    store.set(CELL(1, 1), 2);
    assert!(recorder.take().is_empty());
    assert!(later.is_ended());
    assert_eq!(checked(&store).stats().subscriptions, 0);
}

#[test]
fn what_depends_on_a_removed_member_sees_its_initial_value() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    store.set(super::Filter, super::Filter::Done);
    store.set(Todo(1).done, true);
    let visible = store.subscribe(VISIBLE(1), recorder.showing("visible"));
    store.remove(Todo(1));
    assert_eq!(recorder.take(), "visible false");
    assert!(!visible.is_ended());
    store.set(Todo(1).done, true);
    assert_eq!(recorder.take(), "visible true");
    checked(&store);
}

#[test]
fn a_watch_of_a_removed_member_ends() {
    let store = Store::immediate();
    let mut absent = store.watch(CELL(2, 2));
    store.set(CELL(1, 1), 1);
    let mut watch = store.watch(CELL(1, 1));
    store.set(CELL(1, 1), 2);
    assert_eq!(watch.changed(), Some(2));
    store.remove(CELL(1, 1));
    assert!(watch.is_ended());
    store.set(CELL(1, 1), 3);
    assert_eq!(watch.changed(), None);
    // One of a key that was not there yet hears of its coming.
    assert!(!absent.is_ended());
    store.set(CELL(2, 2), 7);
    assert_eq!(absent.changed(), Some(7));
    checked(&store);
}

#[test]
fn a_watch_of_several_ends_with_one_of_them() {
    let store = Store::immediate();
    store.set(CELL(2, 2), 2);
    store.set(CELL(1, 1), 1);
    let mut watch = store.watch((CELL(1, 1), CELL(2, 2)));
    // The slot of the one that goes is the last one, so that it is given back.
    store.remove(CELL(1, 1));
    assert!(watch.is_ended());
    assert_eq!(watch.changed(), None);
    store.set(CELL(2, 2), 3);
    assert_eq!(watch.changed(), None);
    checked(&store);
}

#[test]
fn a_member_cannot_be_removed_while_it_is_updated() {
    let store = Store::immediate();
    store.update(CELL(1, 1), |cell| {
        let error = store.try_remove(CELL(1, 1)).unwrap_err();
        assert!(matches!(error, Error::BeingUpdated { .. }));
        assert!(error.to_string().starts_with("`CELL(1, 1)` is being updated"), "{error}");
        **cell = 3;
    });
    assert_eq!(store.get(CELL(1, 1)), 3);
    assert!(!store.remove(CELL(9, 9)), "what is not there cannot be removed");
}

#[test]
fn slots_are_used_again_without_mixing_members_up() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    for round in 0..50_u32 {
        let old = store.subscribe(CELL(round, 0), recorder.showing("old"));
        store.set(CELL(round, 0), i64::from(round) + 1);
        let visible = store.subscribe(VISIBLE(round), |_| ());
        store.remove(CELL(round, 0));
        drop((old, visible));
        checked(&store).set(CELL(round, 1), 1);
    }
    assert_eq!(recorder.take().split("; ").count(), 50);
    assert_eq!(store.keys(CELL).len(), 50);
    // The cells, the two tables of keys, the keys of the computed, and the filter.
    assert!(store.stats().nodes <= 54, "{} nodes", store.stats().nodes);
}

/// A callback that logs two values.
fn pairs(recorder: &Recorder) -> impl FnMut((&i64, &i64)) + Send + use<> {
    let recorder = recorder.clone();
    move |pair| recorder.log(format_args!("pair {pair:?}"))
}
