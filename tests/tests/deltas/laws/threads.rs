//! A stream between threads: nothing that was written is missed, and it ends with the store.

use std::sync::mpsc;
use std::time::Duration;

use atomata::{Deltas, Follower, Store};

use super::{COUNT, LIST, Todo, completed, store};

#[test]
fn a_reader_waits_for_writers() {
    let here = store();
    let there = store();
    let deltas = here.deltas();
    let (ready, begin) = mpsc::channel();
    let reading = std::thread::spawn(move || {
        let mut follower = Follower::new();
        let mut number = 0;
        for delta in deltas {
            number += 1;
            assert_eq!((delta.sequence(), delta.is_empty()), (number, false));
            let bytes = delta.to_bytes().expect("it can be written");
            follower.apply(&there, &bytes).expect("nothing is left out");
            if number == 1 {
                ready.send(()).expect("somebody waits");
            }
            // All has come once the last write of each writer has.
            let done = (0..4).all(|writer| there.get(Todo(writer).inner.first_one) == 200);
            if done && there.get(COUNT) == 4 * 200 {
                break;
            }
        }
        there
    });
    begin.recv().expect("the reader begins");
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let here = &here;
            scope.spawn(move || {
                for step in 1..=200 {
                    here.batch(|tx| {
                        tx.set(Todo(writer).inner.first_one, step);
                        tx.update(COUNT, |count| {
                            *count += if step == 1 && writer == 0 { -4 } else { 1 }
                        });
                        tx.update(LIST, |list| {
                            list.push(super::Row { id: step, text: writer.to_string() });
                        });
                    });
                }
            });
        }
    });
    let there = reading.join().expect("the reader ends");
    assert_eq!(completed(&there), completed(&here));
}

#[test]
fn a_stream_ends_with_its_store() {
    let here = store();
    let mut deltas = here.deltas();
    assert!(deltas.next().is_some_and(|delta| delta.is_full()));
    let (ready, begin) = mpsc::channel();
    let reading = std::thread::spawn(move || {
        ready.send(()).expect("somebody waits");
        deltas.count()
    });
    begin.recv().expect("the reader begins");
    drop::<Store>(here);
    assert_eq!(reading.join().expect("the reader ends"), 0);
}

#[test]
fn who_waits_for_a_while_gets_nothing() {
    let here = store();
    let mut deltas = here.deltas();
    let wait = |deltas: &mut Deltas, time| {
        deltas.next_within(Some(time)).expect("it can be asked for").map(|delta| delta.sequence())
    };
    assert_eq!(wait(&mut deltas, Duration::ZERO), Some(1));
    assert_eq!(wait(&mut deltas, Duration::from_millis(1)), None);
    here.set(COUNT, 7);
    assert_eq!(wait(&mut deltas, Duration::MAX), Some(2));
    drop(here);
    assert_eq!(wait(&mut deltas, Duration::MAX), None);
}

/// A member that goes because nobody watches it any more wakes who waits.
#[test]
fn what_goes_with_its_observers_is_told() {
    let here = store();
    let watching = here.subscribe(super::SEEN(1), |_| ());
    here.set(super::SEEN(1), 1);
    let mut deltas = here.deltas();
    assert!(deltas.next().is_some_and(|delta| delta.is_full()));
    let (ready, begin) = mpsc::channel();
    let reading = std::thread::spawn(move || {
        ready.send(()).expect("somebody waits");
        // It is told at once, or the test waits for a long time before it fails.
        let delta = deltas.next_within(Some(Duration::from_secs(20))).expect("it can be asked for");
        delta.map(|delta| delta.names())
    });
    begin.recv().expect("the reader begins");
    drop(watching);
    let names = reading.join().expect("the reader ends");
    assert_eq!(names, Some(vec!["SEEN(1)".to_owned()]));
    assert!(!here.contains(super::SEEN(1)));
}
