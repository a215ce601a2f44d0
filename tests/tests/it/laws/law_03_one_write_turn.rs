//! Every write holds the turn; other threads wait, the same thread joins.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use atomata::{Error, Store, atom, computed};
use atomata_tests::panics::panic_of;
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use serde::{Deserialize, Serialize};

#[atom]
static LEFT: i64 = 10;

#[atom]
static RIGHT: i64 = 20;

#[computed(deps = [LEFT])]
fn doubled(left: i64) -> i64 {
    left * 2
}

#[computed(deps = [DOUBLED, RIGHT])]
fn total(doubled: i64, right: i64) -> i64 {
    doubled + right
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Panel {
    width: u32,
    title: String,
}

fn helper(store: &Store) {
    store.update(RIGHT, |right| *right += 1);
}

#[test]
fn the_same_thread_joins_through_tx_or_through_the_store() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _telling = store.subscribe(TOTAL, log.telling("total"));
    store.batch(|tx| {
        tx.set(LEFT, 1);
        store.set(LEFT, 2);
        helper(tx);
        helper(&store);
        tx.batch(|tx| tx.set(RIGHT, 30));
        log.check(expect![""]);
    });
    log.check(expect!["total 34"]);
}

#[test]
fn writes_of_other_threads_wait_for_the_turn() {
    let store = Store::manual();
    let wrote = AtomicBool::new(false);
    let (sender, receiver) = channel();
    thread::scope(|scope| {
        store.batch(|tx| {
            scope.spawn(|| {
                sender.send(()).unwrap();
                store.set(LEFT, 99);
                wrote.store(true, Ordering::SeqCst);
            });
            receiver.recv().unwrap();
            for _ in 0..100 {
                thread::yield_now();
                assert_eq!(tx.get(LEFT), 10);
            }
            assert!(!wrote.load(Ordering::SeqCst));
        });
    });
    assert_eq!(store.get(LEFT), 99);
}

#[test]
fn an_update_of_the_same_atom_by_another_thread_waits_and_does_not_panic() {
    let store = Store::manual();
    let (sender, receiver) = channel();
    thread::scope(|scope| {
        store.update(LEFT, |left| {
            scope.spawn(|| {
                sender.send(()).unwrap();
                store.update(LEFT, |left| *left += 1);
            });
            receiver.recv().unwrap();
            thread::yield_now();
            *left *= 2;
        });
    });
    assert_eq!(store.get(LEFT), 21);
}

#[test]
fn touching_the_atom_under_update_is_a_panic_that_names_it() {
    let store = Store::manual();
    store.update(LEFT, |left| {
        left.set(11);
        let message = "`LEFT` is being updated, so it cannot be used here; use the guard";
        assert_eq!(store.try_get(LEFT).unwrap_err().to_string(), message);
        assert_eq!(store.try_set(LEFT, 1).unwrap_err().to_string(), message);
        assert_eq!(panic_of(|| store.get(LEFT)), message);
        assert_eq!(panic_of(|| store.set(LEFT, 1)), message);
        assert_eq!(panic_of(|| store.update(LEFT, |left| *left += 1)), message);
        assert_eq!(panic_of(|| store.modify(LEFT, |left| *left += 1)), message);
        assert_eq!(panic_of(|| store.replace(LEFT, 1)), message);
        assert_eq!(panic_of(|| store.reset(LEFT)), message);
        assert_eq!(panic_of(|| store.share(LEFT)), message);
        assert_eq!(panic_of(|| store.with(LEFT, |left| *left)), message);
        assert_eq!(panic_of(|| store.get((RIGHT, LEFT))), message);
        assert_eq!(panic_of(|| store.subscribe(LEFT, |_| ())), message);
        assert_eq!(panic_of(|| store.effect(LEFT, |_, _| ())), message);
        assert_eq!(panic_of(|| store.watch(LEFT)), message);
        assert_eq!(panic_of(|| store.batch(|tx| tx.set(LEFT, 1))), message);
        assert_eq!(panic_of(|| store.read(|view| view.get(LEFT))), message);
    });
    assert_eq!(store.get(LEFT), 11);
    store.set(LEFT, 12);
    assert_eq!(store.get(TOTAL), 44, "the store is as good as new");
}

#[test]
fn a_field_under_update_locks_its_whole_atom() {
    let store = Store::manual();
    store.update(Panel.width, |width| {
        width.set(3);
        expect!["`Panel` is being updated, so it cannot be used here; use the guard"]
            .assert_eq(&panic_of(|| store.get(Panel.title)));
    });
    assert_eq!(store.get(Panel.width), 3);
}

#[test]
fn a_computed_of_the_atom_under_update_is_a_panic_that_names_both() {
    let store = Store::manual();
    assert_eq!(store.get(TOTAL), 40);
    store.update(LEFT, |left| {
        expect!["`total` depends on `LEFT`, which is being updated; read it before or after"]
            .assert_eq(&panic_of(|| store.get(TOTAL)));
        **left = 0;
        expect!["`doubled` depends on `LEFT`, which is being updated; read it before or after"]
            .assert_eq(&panic_of(|| store.subscribe(DOUBLED, |_| ())));
    });
    assert_eq!(store.get(TOTAL), 20);
}

#[test]
fn everything_else_works_inside_of_an_update() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _telling = store.subscribe((LEFT, RIGHT), {
        let log = log.clone();
        move |(left, right)| log.log(format_args!("{left} {right}"))
    });
    let mut kept = None;
    store.update(LEFT, |left| {
        *left += 1;
        store.set(RIGHT, 1);
        store.update(RIGHT, |right| *right += 1);
        store.update(Panel, |panel| *panel.width = 5);
        kept = Some(store.subscribe(RIGHT, log.telling("late")));
        let undone: Result<(), ()> = store.transaction(|tx| {
            tx.set(RIGHT, 100);
            Err(())
        });
        assert!(undone.is_err());
        assert_eq!(store.get(RIGHT), 2);
        store.flush();
        assert!(matches!(store.try_snapshot(), Err(Error::InsideTurn { .. })));
        *left += 1;
    });
    log.check(expect!["12 2"]);
    store.set(RIGHT, 7);
    log.check(expect!["12 7; late 7"]);
    assert_eq!(store.get(Panel.width), 5);
}

#[test]
fn two_atoms_are_updated_inside_of_each_other() {
    let store = Store::manual();
    store.update(LEFT, |left| {
        store.update(RIGHT, |right| std::mem::swap(&mut **left, &mut **right));
    });
    assert_eq!(store.get((LEFT, RIGHT)), (20, 10));
}

#[test]
fn with_and_subscribers_hold_nothing() {
    let store = Store::immediate();
    let from_elsewhere = {
        let store = store.clone();
        move || {
            let store = store.clone();
            thread::spawn(move || store.update(RIGHT, |right| *right += 1)).join().unwrap();
        }
    };
    store.with(LEFT, |_| from_elsewhere());
    assert_eq!(store.get(RIGHT), 21);
    let _telling = store.subscribe(LEFT, {
        let from_elsewhere = from_elsewhere.clone();
        move |_| from_elsewhere()
    });
    store.set(LEFT, 1);
    assert_eq!(store.get(RIGHT), 22);
    store
        .effect(Panel, {
            let from_elsewhere = from_elsewhere.clone();
            move |_, _| from_elsewhere()
        })
        .detach();
    assert_eq!(store.get(RIGHT), 23);
    store.set(Panel.width, 9);
    assert_eq!(store.get(RIGHT), 24);
    let _before = store.before_flush(from_elsewhere.clone());
    let _after = store.after_flush(move |_| from_elsewhere());
    store.set(LEFT, 2);
    assert_eq!(store.get(RIGHT), 27);
}

#[test]
fn on_error_holds_nothing() {
    let store: Arc<std::sync::OnceLock<Store>> = Arc::default();
    let made = {
        let store = Arc::clone(&store);
        Store::builder()
            .immediate()
            .on_error(move |_| {
                let store = store.get().unwrap().clone();
                thread::spawn(move || store.set(RIGHT, 77)).join().unwrap();
            })
            .build()
    };
    store.set(made.clone()).unwrap();
    let _broken = made.subscribe(LEFT, |_| panic!("broken"));
    made.set(LEFT, 1);
    assert_eq!(made.get(RIGHT), 77);
}

#[test]
fn a_helper_over_the_store_works_inside_of_a_transaction() {
    let store = Store::manual();
    let result: Result<i64, ()> = store.transaction(|tx| {
        helper(tx);
        Ok(tx.get(RIGHT))
    });
    assert_eq!(result, Ok(21));
}
