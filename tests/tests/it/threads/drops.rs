//! Dropping: stores during their flush, subscriptions inside of calls, futures and handles anywhere.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use atomata::{Store, Subscription, ThreadScheduler};

use super::{COUNT, DOUBLE, every_strategy, watched};

#[test]
fn a_store_is_dropped_while_its_flush_runs() {
    watched(|| {
        for _ in 0..40 {
            for (name, store) in every_strategy() {
                let (begun, begins) = sync_channel(0);
                let (go, goes) = sync_channel(0);
                let _told = store.subscribe(COUNT, move |_| {
                    begun.send(()).expect("the test waits for the call");
                    goes.recv().expect("the test lets the call end");
                });
                let weak = store.downgrade();
                let writing = store.clone();
                let writer = thread::spawn(move || {
                    writing.set(COUNT, 1);
                    if name == "manual" {
                        writing.flush();
                    }
                });
                begins.recv().expect("the subscriber is called");
                drop(store);
                go.send(()).expect("the subscriber waits");
                writer.join().expect("the writer ends");
                while weak.upgrade().is_some() {
                    thread::yield_now();
                }
            }
        }
    });
}

/// The last handle of the store is dropped by the subscriber that its own thread calls.
#[test]
fn a_store_is_dropped_by_its_own_subscriber() {
    watched(|| {
        for _ in 0..60 {
            let (sender, receiver) = channel();
            let store = Store::builder().window(Duration::ZERO).build();
            let last: Arc<Mutex<Option<Store>>> = Arc::default();
            let inside = Arc::clone(&last);
            let (hand, handed) = sync_channel::<()>(0);
            store
                .subscribe(COUNT, move |_| {
                    handed.recv().expect("the store lies ready");
                    drop(inside.lock().expect("no panic").take());
                    sender.send(()).expect("the test waits");
                })
                .detach();
            store.set(COUNT, 1);
            *last.lock().expect("no panic") = Some(store);
            hand.send(()).expect("the subscriber waits");
            receiver.recv().expect("the call ends");
        }
    });
}

#[test]
fn subscriptions_end_themselves_and_each_other_from_inside() {
    watched(|| {
        for (name, store) in every_strategy() {
            let calls = Arc::new(AtomicU64::new(0));
            let all: Arc<Mutex<Vec<Subscription>>> = Arc::default();
            for _ in 0..8 {
                let (all_inside, counting) = (Arc::clone(&all), Arc::clone(&calls));
                let subscription = store.subscribe(DOUBLE, move |_| {
                    counting.fetch_add(1, Ordering::Relaxed);
                    let ended: Vec<_> = std::mem::take(&mut *all_inside.lock().expect("no panic"));
                    drop(ended);
                });
                all.lock().expect("no panic").push(subscription);
            }
            thread::scope(|scope| {
                scope.spawn(|| (1..100).for_each(|value| store.set(COUNT, value)));
                scope.spawn(|| (0..100).for_each(|_| store.flush()));
            });
            super::settle(&store);
            assert_eq!(calls.load(Ordering::Relaxed), 1, "{name}: the first call ends all");
        }
    });
}

/// Stores that share a scheduler come and go while its thread runs the flushes of others.
#[test]
fn many_stores_share_one_thread() {
    watched(|| {
        let scheduler = ThreadScheduler::new();
        let told = Arc::new(AtomicU64::new(0));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for round in 0..60 {
                        let builder = Store::builder().window(Duration::ZERO);
                        let store = builder.scheduler(scheduler.clone()).build();
                        let counting = Arc::clone(&told);
                        let telling = store.subscribe(COUNT, move |_| {
                            counting.fetch_add(1, Ordering::Relaxed);
                        });
                        store.set(COUNT, 1);
                        if round % 2 == 0 {
                            store.settled().wait().expect("no turn is open");
                        }
                        drop(telling);
                        store.set(COUNT, 2);
                    }
                });
            }
        });
        assert!(told.load(Ordering::Relaxed) >= 120, "every settled store has told");
    });
}

#[test]
fn a_settled_future_outlives_its_store() {
    watched(|| {
        for (name, store) in every_strategy() {
            let _told = store.subscribe(COUNT, |_| ());
            let waiting: Vec<_> = (0..4)
                .map(|value| {
                    store.set(COUNT, value + 1);
                    let settled = store.settled();
                    thread::spawn(move || settled.wait())
                })
                .collect();
            drop(store);
            for settled in waiting {
                assert!(settled.join().expect("no panic").is_ok(), "{name}");
            }
        }
    });
}
