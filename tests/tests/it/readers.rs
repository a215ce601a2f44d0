//! Readers with a copy of their own: they see what `get` sees.

use std::sync::mpsc::channel;
use std::thread;

use atomata::{Error, Store, atom, computed};

#[atom]
static LEFT: i64 = 1;

#[atom]
static RIGHT: i64 = 10;

#[atom]
static NAME: String = "Ada".to_owned();

#[computed(deps = [LEFT, RIGHT])]
fn sum(left: i64, right: i64) -> i64 {
    assert!(left != 13, "unlucky");
    left + right
}

#[test]
fn a_reader_sees_every_write_at_once() {
    let store = Store::manual();
    let (mut left, mut both) = (store.reader(LEFT), store.reader((LEFT, SUM)));
    let mut name = store.reader(NAME);
    assert_eq!((*left.get(), *both.get(), &**name.get()), (1, (1, 11), "Ada"));
    store.set(LEFT, 2);
    assert_eq!((*left.get(), *both.get()), (2, (2, 12)));
    store.update(LEFT, |left| *left += 1);
    store.update(NAME, |name| name.push_str(" L."));
    assert_eq!((*left.get(), *both.get(), &**name.get()), (3, (3, 13), "Ada L."));
    store.batch(|tx| {
        tx.set(LEFT, 5);
        assert_eq!(*left.get(), 5);
        tx.set(RIGHT, 50);
    });
    assert_eq!(*both.get(), (5, 55));
}

#[test]
fn what_is_taken_back_is_gone_from_a_reader_too() {
    let store = Store::immediate();
    let mut sum = store.reader(SUM);
    let failed: Result<(), ()> = store.transaction(|tx| {
        tx.set(LEFT, 7);
        assert_eq!(*sum.get(), 17);
        Err(())
    });
    failed.unwrap_err();
    assert_eq!(*sum.get(), 11);
}

#[test]
fn a_reader_keeps_its_copy_while_the_value_cannot_be_had() {
    let store = Store::builder().on_error(|_| ()).build();
    let mut sum = store.reader(SUM);
    store.set(LEFT, 13);
    assert!(matches!(sum.try_get(), Err(Error::Failed(_))));
    assert!(matches!(sum.try_get(), Err(Error::Failed(_))));
    store.set(LEFT, 14);
    assert_eq!(*sum.get(), 24);
    drop(store);
    assert_eq!(*sum.get(), 24);
}

#[test]
fn readers_of_other_threads_see_what_was_written_before_they_were_asked() {
    let store = Store::manual();
    let (ask, asked) = channel();
    let (answer, answers) = channel();
    let mut sum = store.reader(SUM);
    let reading = thread::spawn(move || {
        for () in asked {
            answer.send(*sum.get()).expect("somebody waits for it");
        }
    });
    for value in 20..2_000 {
        store.set(LEFT, value);
        ask.send(()).expect("the reader waits");
        assert_eq!(answers.recv().expect("the reader answers"), value + 10);
    }
    drop(ask);
    reading.join().expect("the reader ends");
}
