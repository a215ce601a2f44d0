//! Readers: batches and transactions are seen whole, and a read is of one moment.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use atomata::Store;

use super::{LEFT, RIGHT, SUM, every_strategy, watched};

const ROUNDS: i64 = 1_500;

/// Moves money between two accounts, whose sum is always 1,000 outside of the turn.
fn move_money(store: &Store, amount: i64) {
    if amount % 3 == 0 {
        store.batch(|tx| {
            tx.update(LEFT, |left| *left -= amount);
            tx.set(RIGHT, tx.get(RIGHT) + amount);
        });
    } else {
        let moved = store.transaction(|tx| {
            tx.update(LEFT, |left| *left -= amount);
            tx.modify(RIGHT, |right| *right += amount);
            if amount % 5 == 0 { Err("refused") } else { Ok(()) }
        });
        assert_eq!(moved.is_err(), amount % 5 == 0);
    }
}

/// One look at both accounts, in each of the ways in which a reader may.
fn look(store: &Store, way: usize) -> i64 {
    match way % 5 {
        0 => {
            let (left, right) = store.get((LEFT, RIGHT));
            left + right
        }
        1 => store.read(|view| view.get(LEFT) + view.get(RIGHT)),
        2 => store.get(SUM),
        3 => {
            let snapshot = store.snapshot();
            snapshot.get(LEFT) + snapshot.get(RIGHT)
        }
        _ => {
            let (left, right, sum) = store.get((LEFT, RIGHT, SUM));
            assert_eq!(left + right, sum);
            sum
        }
    }
}

#[test]
fn turns_are_seen_whole_by_readers_and_subscribers() {
    watched(|| {
        for (name, store) in every_strategy() {
            let told = Arc::new(AtomicU64::new(0));
            let counting = Arc::clone(&told);
            let _pair = store.subscribe((LEFT, RIGHT), move |(left, right)| {
                assert_eq!(left + right, 1_000, "a subscriber saw a half");
                counting.fetch_add(1, Ordering::Relaxed);
            });
            let changed = Arc::new(AtomicBool::new(false));
            let noting = Arc::clone(&changed);
            let _sum = store.subscribe(SUM, move |_| noting.store(true, Ordering::Relaxed));
            let done = AtomicBool::new(false);
            let looks = AtomicU64::new(0);
            thread::scope(|scope| {
                let readers: Vec<_> = (0..3)
                    .map(|reader| {
                        let (store, done, looks) = (&store, &done, &looks);
                        scope.spawn(move || {
                            let mut watch = store.watch((LEFT, RIGHT));
                            let mut way = reader;
                            while !done.load(Ordering::Relaxed) || way < 20 {
                                assert_eq!(look(store, way), 1_000, "a reader saw a half");
                                if let Some((left, right)) = watch.changed() {
                                    assert_eq!(left + right, 1_000, "a watch saw a half");
                                }
                                way += 1;
                                looks.fetch_add(1, Ordering::Relaxed);
                            }
                        })
                    })
                    .collect();
                let writers: Vec<_> = (0..2)
                    .map(|writer| {
                        let store = &store;
                        scope.spawn(move || {
                            (0..ROUNDS).for_each(|round| move_money(store, round + writer));
                        })
                    })
                    .collect();
                let writers: Vec<_> =
                    writers.into_iter().map(thread::ScopedJoinHandle::join).collect();
                done.store(true, Ordering::Relaxed);
                for joined in readers.into_iter().map(thread::ScopedJoinHandle::join).chain(writers)
                {
                    joined.expect("no half was seen");
                }
            });
            super::settle(&store);
            assert!(looks.load(Ordering::Relaxed) >= 60, "{name}");
            assert!(told.load(Ordering::Relaxed) >= 1, "{name}: nobody was told");
            assert!(!changed.load(Ordering::Relaxed), "{name}: the sum never changes");
        }
    });
}
