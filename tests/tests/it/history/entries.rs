//! Which turns are one entry: labels, groups, time.

use std::thread;
use std::time::Duration;

use atomata::history::Label;
use atomata::testing::TestClock;
use atomata::{History, Store};

use super::{NAME, ZOOM, checked, manual};

fn typed(store: &Store, text: &str) {
    store.labelled(Label::merging("typing"), |tx| tx.update(NAME, |name| name.push_str(text)));
}

fn count(store: &Store) -> usize {
    store.history().entries().len()
}

#[test]
fn turns_of_a_merging_label_that_follow_each_other_are_one_entry() {
    let store = manual(History::new());
    typed(&store, "a");
    typed(&store, "b");
    assert_eq!(count(&store), 1);
    assert_eq!(store.history().entries()[0].turns, 2);
    // Another turn comes between.
    store.set(ZOOM, 110);
    typed(&store, "c");
    assert_eq!(count(&store), 3);
    // Something was undone.
    store.undo();
    store.redo();
    typed(&store, "d");
    assert_eq!(count(&store), 4);
    // The point was pinned.
    store.history().pin(store.history().position());
    typed(&store, "e");
    assert_eq!(count(&store), 5);
    for name in ["abcd", "abc", "ab", "ab", ""] {
        store.undo();
        assert_eq!(store.get(NAME), name);
    }
    while store.redo() {}
    assert_eq!(store.get(NAME), "abcde");
    checked(&store);
}

#[test]
fn the_first_label_of_a_turn_counts() {
    let store = manual(History::new());
    store.batch(|tx| {
        tx.set(ZOOM, 1);
        tx.labelled("outer", |tx| tx.labelled("inner", |tx| tx.set(ZOOM, 2)));
    });
    store.labelled("plain", |tx| tx.set(ZOOM, 3));
    store.labelled("plain", |tx| tx.set(ZOOM, 4));
    let entries = store.history().entries();
    let labels: Vec<_> =
        entries.iter().map(|entry| entry.label.as_ref().map(Label::text)).collect();
    assert_eq!(labels, [Some("outer"), Some("plain"), Some("plain")]);
}

#[test]
fn a_label_goes_with_the_transaction_that_is_taken_back() {
    let store = manual(History::new());
    store.batch(|tx| {
        let refused: Result<(), ()> = tx.transaction(|tx| {
            tx.labelled("refused", |tx| {
                tx.set(ZOOM, 1);
                Err(())
            })
        });
        assert!(refused.is_err());
        tx.set(ZOOM, 2);
    });
    assert_eq!(store.history().entries()[0].label, None);
}

#[test]
fn a_group_is_one_entry_whoever_writes() {
    let store = manual(History::new());
    store.set(ZOOM, 1);
    let drag = store.grouped();
    store.set(ZOOM, 2);
    thread::scope(|scope| {
        scope.spawn(|| store.set(NAME, "Ada".to_owned()));
    });
    let inner = store.grouped();
    store.set(ZOOM, 3);
    drop(inner);
    store.set(ZOOM, 4);
    drop(drag);
    store.set(ZOOM, 5);
    assert_eq!(count(&store), 3);
    store.undo();
    store.undo();
    assert_eq!(store.get((ZOOM, NAME)), (1, String::new()));
}

#[test]
fn an_undo_inside_of_a_group_takes_back_what_it_has_so_far() {
    let store = manual(History::new());
    let group = store.grouped();
    store.set(ZOOM, 1);
    store.set(ZOOM, 2);
    store.undo();
    assert_eq!(store.get(ZOOM), 100);
    store.set(ZOOM, 3);
    store.set(ZOOM, 4);
    drop(group);
    assert_eq!(count(&store), 1);
    store.undo();
    assert_eq!(store.get(ZOOM), 100);
}

#[test]
fn turns_within_a_time_are_one_entry() {
    let clock = TestClock::new();
    let history = History::new().merge_within(Duration::from_millis(300));
    let store = Store::builder().scheduler(clock.clone()).history(history).build();
    let later = |millis| clock.advance(Duration::from_millis(millis));
    store.set(ZOOM, 1);
    later(300);
    store.set(ZOOM, 2);
    later(300);
    store.set(NAME, "Ada".to_owned());
    later(301);
    store.set(ZOOM, 3);
    store.labelled("other", |tx| tx.set(ZOOM, 4));
    assert_eq!(count(&store), 3);
    let first = &store.history().entries()[0];
    assert_eq!(first.last.since(first.at), Duration::from_millis(600));
    store.undo();
    store.undo();
    assert_eq!(store.get((ZOOM, NAME)), (2, "Ada".to_owned()));
    store.undo();
    assert_eq!(store.get((ZOOM, NAME)), (100, String::new()));
}
