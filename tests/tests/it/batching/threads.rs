//! Schedulers with threads of their own, and flushes from several threads.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{channel, sync_channel};
use std::thread;
use std::time::Duration;

use atomata::{Store, ThreadScheduler, atom};

#[atom]
static COUNT: u64 = 0;

#[test]
fn a_plain_store_tells_from_a_thread_of_its_own() {
    let store = Store::new();
    let (sender, receiver) = channel();
    let _told = store.subscribe(COUNT, move |count| {
        sender.send((*count, thread::current().id())).unwrap();
    });
    for round in 1..=3 {
        let began = std::time::Instant::now();
        store.set(COUNT, round);
        let (count, on) = receiver.recv().unwrap();
        assert!(began.elapsed() >= Duration::from_millis(16), "nothing is told early");
        assert_eq!(count, round);
        assert_ne!(on, thread::current().id());
    }
}

#[test]
fn a_store_is_dropped_on_its_own_timer_thread() {
    let store = Store::builder().window(Duration::from_millis(1)).build();
    let weak = store.downgrade();
    let (sender, receiver) = channel();
    let (give, taken) = sync_channel::<Store>(1);
    store
        .subscribe(COUNT, move |_| {
            drop(taken.recv().unwrap());
            sender.send(()).unwrap();
        })
        .detach();
    store.set(COUNT, 1);
    give.send(store).unwrap();
    receiver.recv().unwrap();
    // The thread may still hold the store for the length of its flush; then it is gone, and with it
    // the callback's end of the channel.
    assert!(receiver.recv().is_err());
    assert!(weak.upgrade().is_none());
}

#[test]
fn a_subscription_is_dropped_from_another_thread() {
    let store = Store::builder().window(Duration::from_millis(1)).build();
    let (sender, receiver) = channel();
    let told = store.subscribe(COUNT, move |count| sender.send(*count).unwrap());
    store.set(COUNT, 1);
    assert_eq!(receiver.recv(), Ok(1));
    thread::spawn(move || drop(told)).join().unwrap();
    assert!(receiver.recv().is_err(), "the callback is gone at once");
    store.set(COUNT, 2);
    store.settled().wait().unwrap();
    assert_eq!(store.stats().notified, 1);
}

#[test]
fn the_last_value_is_told_whoever_writes() {
    for store in [
        Store::immediate(),
        Store::manual(),
        Store::builder().window(Duration::ZERO).scheduler(ThreadScheduler::new()).build(),
    ] {
        let (sender, receiver) = channel();
        let inside = AtomicBool::new(false);
        let _told = store.subscribe(COUNT, move |count| {
            assert!(!inside.swap(true, Ordering::SeqCst), "one call at a time");
            sender.send(*count).unwrap();
            inside.store(false, Ordering::SeqCst);
        });
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..2000 {
                        store.update(COUNT, |count| *count += 1);
                        store.flush();
                    }
                });
            }
        });
        store.settled().wait().unwrap();
        assert_eq!(store.get(COUNT), 8000, "no update is lost");
        let told: Vec<_> = receiver.try_iter().collect();
        assert_eq!(told.last(), Some(&8000));
        assert!(told.is_sorted(), "none is told out of order");
        let stats = store.stats();
        assert_eq!((stats.writes, stats.notified), (8000, told.len() as u64));
    }
}

#[test]
fn every_thread_can_wait_for_its_own_writes() {
    let store = Store::builder().window(Duration::from_secs(3600)).build();
    let _told = store.subscribe(COUNT, |_| ());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..200 {
                    store.update(COUNT, |count| *count += 1);
                    store.settled().wait().unwrap();
                }
            });
        }
    });
    assert_eq!(store.get(COUNT), 800);
}
