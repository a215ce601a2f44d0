//! Writers: no update is lost, and subscribers end at the value of the store.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::thread;

use atomata::{Store, Tx};

use super::{COUNT, DOUBLE, LEFT, RIGHT, SUM, every_strategy, settle, watched};

const THREADS: u64 = 6;
const ROUNDS: u64 = 400;

fn at_once(store: &Store, run: impl Fn(&Store, u64) + Sync) {
    thread::scope(|scope| {
        for number in 0..THREADS {
            let run = &run;
            scope.spawn(move || run(store, number));
        }
    });
}

/// Adds one, in each of the ways in which a program may.
fn add_one(store: &Store, way: u64) {
    match way % 5 {
        0 => store.update(COUNT, |count| *count += 1),
        1 => store.modify(COUNT, |count| *count += 1),
        2 => store.batch(|tx| tx.set(COUNT, tx.get(COUNT) + 1)),
        3 => store
            .transaction(|tx| {
                tx.update(COUNT, |count| *count += 1);
                Ok::<_, ()>(())
            })
            .expect("it succeeds"),
        _ => store.batch(|tx| {
            let before = tx.replace(COUNT, u64::MAX / 4);
            tx.set(COUNT, before + 1);
        }),
    }
}

#[test]
fn no_update_is_lost_under_any_strategy() {
    watched(|| {
        for (name, store) in every_strategy() {
            let last = Arc::new(AtomicU64::new(0));
            let noting = Arc::clone(&last);
            let _told = store.subscribe((COUNT, DOUBLE), move |(count, double)| {
                assert_eq!(*double, count * 2);
                noting.store(*count, Ordering::Relaxed);
            });
            at_once(&store, |store, number| {
                (0..ROUNDS).for_each(|round| add_one(store, number + round));
            });
            assert_eq!(store.get(COUNT), THREADS * ROUNDS, "{name}");
            settle(&store);
            assert_eq!(last.load(Ordering::Relaxed), THREADS * ROUNDS, "{name}: the last telling");
        }
    });
}

#[test]
fn rollbacks_among_writers_take_back_their_own_writes_alone() {
    watched(|| {
        for (name, store) in every_strategy() {
            let told = Arc::new(AtomicI64::new(0));
            let noting = Arc::clone(&told);
            let _told = store.subscribe(COUNT, move |count| {
                assert!(*count < 1_000_000, "a rolled back value was told");
                noting.store(count.cast_signed(), Ordering::Relaxed);
            });
            let fail = |tx: &Tx| {
                tx.update(COUNT, |count| *count += 1_000_000);
                tx.set(LEFT, -1);
                assert!(tx.get(DOUBLE) >= 2_000_000);
                Err::<(), _>("undo")
            };
            at_once(&store, |store, number| {
                for round in 0..ROUNDS {
                    if (number + round).is_multiple_of(2) {
                        assert_eq!(store.transaction(fail), Err("undo"));
                    } else {
                        add_one(store, round);
                    }
                }
            });
            assert_eq!(store.get((COUNT, LEFT)), (THREADS * ROUNDS / 2, 500), "{name}");
            assert_eq!(store.get(DOUBLE), THREADS * ROUNDS, "{name}");
            settle(&store);
            let last = told.load(Ordering::Relaxed).cast_unsigned();
            assert_eq!(last, THREADS * ROUNDS / 2, "{name}");
        }
    });
}

/// Each thread writes an atom of its own; subscribers of all see the last value of each.
#[test]
fn writers_of_different_atoms_do_not_hide_each_other() {
    watched(|| {
        for (name, store) in every_strategy() {
            let last = Arc::new([AtomicI64::new(0), AtomicI64::new(0), AtomicI64::new(0)]);
            let noting = Arc::clone(&last);
            let _each = store.subscribe((LEFT, RIGHT, SUM), move |(left, right, sum)| {
                assert_eq!(left + right, *sum);
                noting[0].store(*left, Ordering::Relaxed);
                noting[1].store(*right, Ordering::Relaxed);
                noting[2].store(*sum, Ordering::Relaxed);
            });
            thread::scope(|scope| {
                scope.spawn(|| (0..2_000).for_each(|value| store.set(LEFT, value)));
                scope.spawn(|| (0..2_000).for_each(|value| store.set(RIGHT, -value)));
                scope.spawn(|| (0..200).for_each(|_| store.flush()));
            });
            settle(&store);
            let last: Vec<i64> = last.iter().map(|value| value.load(Ordering::Relaxed)).collect();
            assert_eq!(last, [1_999, -1_999, 0], "{name}");
        }
    });
}

/// Subscribers write what other subscribers are told, while threads write, too.
#[test]
fn subscribers_that_write_keep_up_with_writers() {
    watched(|| {
        for (name, store) in every_strategy() {
            let _copying = store.effect(COUNT, |store, count| {
                store.batch(|tx| {
                    tx.set(LEFT, count.cast_signed());
                    tx.set(RIGHT, -count.cast_signed());
                });
            });
            let _holding = store.subscribe(SUM, |sum| assert_eq!(*sum, 0));
            at_once(&store, |store, _| {
                (0..ROUNDS).for_each(|round| add_one(store, round));
            });
            settle(&store);
            settle(&store);
            let all = (THREADS * ROUNDS).cast_signed();
            assert_eq!(store.get((LEFT, RIGHT)), (all, -all), "{name}");
        }
    });
}
