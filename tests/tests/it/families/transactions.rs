//! Members that come and go in transactions.

use atomata::Store;
use atomata_tests::recorder::Recorder;

use super::{CELL, HOW_MANY, OPEN, Todo, checked};

fn refused(store: &Store, work: impl FnOnce(&Store)) {
    let result: Result<(), ()> = store.transaction(|tx| {
        work(tx);
        Err(())
    });
    assert!(result.is_err());
    checked(store);
}

#[test]
fn a_member_that_came_in_vain_was_never_there() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    store.set(CELL(1, 0), 1);
    let _keys = store.subscribe(CELL, recorder.showing("keys"));
    let _cell = store.subscribe(CELL(2, 0), recorder.showing("cell"));
    refused(&store, |tx| {
        tx.set(CELL(2, 0), 2);
        tx.set(CELL(3, 0), 3);
        assert_eq!(tx.keys(CELL), [(1, 0), (2, 0), (3, 0)]);
    });
    assert_eq!(store.keys(CELL), [(1, 0)]);
    assert_eq!(store.get((CELL(2, 0), CELL(3, 0))), (0, 0));
    assert!(recorder.take().is_empty());
    store.set(CELL(2, 0), 5);
    assert_eq!(recorder.take(), "keys [(1, 0), (2, 0)]; cell 5");
}

#[test]
fn a_member_that_was_removed_in_vain_is_where_it_was() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    store.set_batch(CELL, (0..4).map(|x| ((x, 0), i64::from(x) + 1)));
    let cell = store.subscribe(CELL(1, 0), recorder.showing("cell"));
    let bound = store.bind(CELL(1, 0));
    refused(&store, |tx| {
        tx.set(CELL(1, 0), 7);
        assert!(tx.remove(CELL(1, 0)));
        assert!(tx.remove(CELL(0, 0)));
        assert!(!tx.contains(CELL(1, 0)));
        assert_eq!(tx.get(CELL(1, 0)), 0);
        tx.set(CELL(1, 0), 8);
        assert_eq!(tx.keys(CELL), [(2, 0), (3, 0), (1, 0)]);
    });
    assert_eq!(store.keys(CELL), [(0, 0), (1, 0), (2, 0), (3, 0)]);
    assert_eq!(store.get((&bound, CELL(0, 0))), (2, 1));
    assert!(!cell.is_ended());
    assert!(recorder.take().is_empty());
    store.set(&bound, 9);
    assert_eq!(recorder.take(), "cell 9");
}

#[test]
fn a_member_that_is_removed_ends_when_the_transaction_does() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    store.set(CELL(1, 0), 1);
    let cell = store.subscribe(CELL(1, 0), recorder.showing("cell"));
    let result: Result<(), ()> = store.transaction(|tx| {
        tx.remove(CELL(1, 0));
        assert!(!cell.is_ended());
        tx.set(CELL(1, 0), 5);
        Ok(())
    });
    assert!(result.is_ok());
    assert!(cell.is_ended());
    assert!(recorder.take().is_empty());
    assert_eq!(store.keys(CELL), [(1, 0)]);
    assert_eq!(checked(&store).stats().subscriptions, 0);
}

#[test]
fn a_savepoint_takes_back_its_own_part() {
    let store = Store::immediate();
    store.set(CELL(1, 0), 1);
    let result: Result<(), ()> = store.transaction(|tx| {
        tx.set(CELL(2, 0), 2);
        refused_inside(tx);
        assert_eq!(tx.keys(CELL), [(1, 0), (2, 0)]);
        tx.remove(CELL(1, 0));
        Ok(())
    });
    assert!(result.is_ok());
    assert_eq!(checked(&store).keys(CELL), [(2, 0)]);
}

fn refused_inside(store: &Store) {
    let result: Result<(), ()> = store.transaction(|tx| {
        tx.remove(CELL(1, 0));
        tx.remove(CELL(2, 0));
        tx.set(CELL(3, 0), 3);
        Err(())
    });
    assert!(result.is_err());
}

#[test]
fn what_depends_on_wholes_comes_back_with_them() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    store.set(Todo(1).done, false);
    let _many = store.subscribe(HOW_MANY, recorder.showing("many"));
    let _open = store.subscribe(OPEN, recorder.showing("open"));
    refused(&store, |tx| {
        tx.set(Todo(2).title, "b".to_owned());
        tx.set(Todo(1).done, true);
        assert_eq!((tx.get(HOW_MANY), tx.get(OPEN)), (2, vec![2]));
        tx.remove(Todo(1));
        assert_eq!((tx.get(HOW_MANY), tx.get(OPEN)), (1, vec![2]));
    });
    assert_eq!((store.get(HOW_MANY), store.get(OPEN)), (1, vec![1]));
    store.set(Todo(3).done, true);
    assert_eq!(recorder.take(), "many 2");
}
