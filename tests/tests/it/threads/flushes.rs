//! Subscribing, unsubscribing, flushing and waiting, all at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use super::{COUNT, DOUBLE, LEFT, every_strategy, settle, watched};

const ROUNDS: u64 = 300;

#[test]
fn subscribers_come_and_go_while_threads_write_and_flush() {
    watched(|| {
        for (name, store) in every_strategy() {
            let last = Arc::new(AtomicU64::new(0));
            let noting = Arc::clone(&last);
            let _steady =
                store.subscribe(DOUBLE, move |double| noting.store(*double, Ordering::Relaxed));
            thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(|| {
                        (0..ROUNDS).for_each(|_| store.update(COUNT, |count| *count += 1));
                    });
                    scope.spawn(|| (0..ROUNDS).for_each(|_| store.flush()));
                    scope.spawn(|| (0..ROUNDS / 4).for_each(|_| settle(&store)));
                    scope.spawn(|| {
                        for _ in 0..ROUNDS {
                            let subscription = store.subscribe((COUNT, DOUBLE), |_| ());
                            drop(store.effect(COUNT, |store, count| {
                                assert!(store.get(COUNT) >= *count);
                            }));
                            drop(subscription);
                        }
                    });
                }
            });
            settle(&store);
            assert_eq!(last.load(Ordering::Relaxed), 4 * ROUNDS, "{name}");
            // One that ended while the turn was taken is gone with the end of the next operation.
            store.get(COUNT);
            assert_eq!(store.stats().subscriptions, 1, "{name}");
        }
    });
}

#[test]
fn what_was_written_before_is_told_when_it_settles() {
    watched(|| {
        for (name, store) in every_strategy() {
            let told = Arc::new(AtomicU64::new(0));
            let noting = Arc::clone(&told);
            let _told =
                store.subscribe(COUNT, move |count| noting.store(*count, Ordering::Relaxed));
            thread::scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|| {
                        for _ in 0..ROUNDS {
                            let mine = store.update(COUNT, |count| {
                                *count += 1;
                                **count
                            });
                            settle(&store);
                            assert!(told.load(Ordering::Relaxed) >= mine, "{name}");
                        }
                    });
                }
            });
            assert_eq!(told.load(Ordering::Relaxed), 3 * ROUNDS, "{name}");
        }
    });
}

/// No call of a subscriber runs on two threads at once, and none is of an older value than the last.
#[test]
fn a_subscriber_runs_alone_and_values_never_go_back() {
    watched(|| {
        for (name, store) in every_strategy() {
            let running = Arc::new(AtomicBool::new(false));
            let alone = Arc::clone(&running);
            let mut last = 0;
            let _told = store.subscribe(COUNT, move |count| {
                assert!(!alone.swap(true, Ordering::SeqCst), "two calls at once");
                assert!(*count > last, "{count} after {last}");
                last = *count;
                thread::yield_now();
                alone.store(false, Ordering::SeqCst);
            });
            thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        for _ in 0..ROUNDS {
                            store.update(COUNT, |count| *count += 1);
                            store.flush();
                        }
                    });
                }
            });
            settle(&store);
            assert!(!running.load(Ordering::SeqCst), "{name}: a call panicked");
        }
    });
}

#[test]
fn flushing_from_subscribers_hooks_and_turns_returns() {
    watched(|| {
        for (name, store) in every_strategy() {
            let _effect = store.effect(COUNT, |store, count| {
                store.flush();
                assert!(store.settled().wait().is_err() || *count == 0, "it would wait for itself");
                store.set(LEFT, count.cast_signed());
            });
            let weak = store.downgrade();
            let _hook = store.after_flush(move |_| {
                if let Some(store) = weak.upgrade() {
                    store.flush();
                }
            });
            thread::scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|| {
                        for _ in 0..ROUNDS / 3 {
                            store.batch(|tx| {
                                tx.update(COUNT, |count| *count += 1);
                                tx.flush();
                                assert!(tx.settled().wait().is_err());
                            });
                        }
                    });
                }
            });
            settle(&store);
            settle(&store);
            assert_eq!(store.get(LEFT), ROUNDS.cast_signed(), "{name}");
        }
    });
}
