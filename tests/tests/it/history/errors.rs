//! What cannot be done, and how it reads.

use std::sync::mpsc::channel;

use atomata::{Error, History, Store};
use atomata_tests::panics::panic_of;

use super::{ZOOM, manual};

#[test]
fn no_travel_inside_of_a_turn() {
    let store = manual(History::new());
    store.set(ZOOM, 110);
    let start = store.history().start();
    store.batch(|tx| {
        assert!(matches!(tx.try_undo(), Err(Error::InsideTurn { verb: "undo" })));
        assert!(matches!(tx.try_redo(), Err(Error::InsideTurn { verb: "redo" })));
        let error = tx.history().try_go_to(start);
        assert!(matches!(error, Err(Error::InsideTurn { verb: "go_to" })));
    });
    store.read(|_| assert!(store.try_undo().is_err()));
    store.update(ZOOM, |_| assert!(store.try_undo().is_err()));
    let message = panic_of(|| store.batch(|tx| tx.undo()));
    assert!(message.starts_with("`undo` cannot be used inside of a turn"), "{message}");
    assert_eq!(store.get(ZOOM), 110);
}

#[test]
fn no_travel_inside_of_a_subscriber() {
    let store = manual(History::new());
    let (sender, receiver) = channel();
    let weak = store.downgrade();
    let _telling = store.subscribe(ZOOM, move |_| {
        let store = weak.upgrade().expect("it is flushed");
        sender.send(store.try_undo().is_err()).expect("it is received");
    });
    store.set(ZOOM, 110);
    store.flush();
    assert_eq!(receiver.try_recv(), Ok(true));
    assert!(store.undo());
}

#[test]
fn a_store_without_a_history_has_nothing_to_undo() {
    let store = Store::manual();
    store.set(ZOOM, 110);
    assert!(!store.undo() && !store.redo() && !store.can_undo() && !store.can_redo());
    assert!(store.history().entries().is_empty() && store.history().branches().is_empty());
    let _group = store.grouped();
    store.labelled("label", |tx| tx.set(ZOOM, 120));
    let error = store.history().try_go_to(store.history().start()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`go_to` needs a history, and the store keeps none; make it with \
         `Store::builder().history(History::new())`"
    );
}

#[test]
fn points_of_other_stores_and_of_cleared_histories_are_unknown() {
    let (store, other) = (manual(History::new()), manual(History::new()));
    store.set(ZOOM, 110);
    other.set(ZOOM, 120);
    let point = other.history().position();
    let error = store.history().try_go_to(point).unwrap_err();
    assert!(error.to_string().starts_with("the history has no point 1: it was pruned"), "{error}");
    let start = store.history().start();
    store.history().clear();
    assert!(store.history().try_go_to(start).is_err());
    assert!(store.history().try_pin(start).is_err());
    assert!(!store.history().unpin(start));
    assert!(!store.can_undo());
    assert_eq!(store.get(ZOOM), 110);
}
