//! What is dropped is gone: stores, subscriptions, watches, futures, snapshots and threads.
//!
//! A binary of its own, because it counts the allocations of the whole process. Each scenario runs
//! many times, and whatever a round leaves behind is left behind by all of them.
#![forbid(unsafe_code)]
#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

use atomata::testing::TestClock;
use atomata::{Snapshot, Store, Subscription, Watch, atom, computed};
use atomata_tests::allocations::{COUNTING, Counting, alone, left_behind};
use serde::{Deserialize, Serialize};

#[global_allocator]
static ALLOCATOR: &Counting = &COUNTING;

/// So many that what the harness allocates and frees meanwhile is little beside one per round.
const ROUNDS: isize = 400;

#[atom]
static COUNT: u32 = 0;

#[atom]
static WORDS: Vec<String> = vec!["one".to_owned(), "two".to_owned()];

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<String>,
    coupon: Option<String>,
}

#[computed(deps = [WORDS, COUNT])]
fn text(words: &[String], count: u32) -> String {
    format!("{} {count}", words.join(" "))
}

/// What a round leaves behind, on average.
fn per_round(mut round: impl FnMut()) -> f64 {
    (0..10).for_each(|_| round());
    let left = left_behind(|| (0..ROUNDS).for_each(|_| round()));
    left as f64 / ROUNDS as f64
}

/// Fails if rounds leave anything behind; the harness's own allocations are fewer than rounds.
#[track_caller]
fn leaves_nothing(round: impl FnMut()) {
    let _alone = alone();
    let left = per_round(round);
    assert!(left.abs() < 0.5, "a round leaves {left} allocations behind");
}

fn used() -> Store {
    use_it(Store::manual())
}

fn use_it(store: Store) -> Store {
    store.update(WORDS, |words| words.push("three".to_owned()));
    store.update(Cart, |cart| cart.items.push("tea".to_owned()));
    store.set(Cart.coupon, Some("TEN".to_owned()));
    assert!(store.get(TEXT).starts_with("one two three"));
    store
}

#[test]
fn a_leak_is_seen() {
    let _alone = alone();
    let left = per_round(|| std::mem::forget(used()));
    assert!(left >= 1.0, "a forgotten store leaves {left} allocations behind");
    let left = per_round(|| std::mem::forget(std::hint::black_box(Box::new(1))));
    assert!((0.9..1.5).contains(&left), "a forgotten box leaves {left} allocations behind");
}

#[test]
fn a_detached_effect_that_captures_its_store_is_the_leak_that_is_documented() {
    let _alone = alone();
    let left = per_round(|| {
        let store = Store::manual();
        let captured = store.clone();
        store.subscribe(COUNT, move |_| captured.flush()).detach();
    });
    assert!(left >= 1.0, "{left}");
}

#[test]
fn stores() {
    leaves_nothing(|| drop(used()));
    leaves_nothing(|| {
        let store = used();
        let (clone, weak) = (store.clone(), store.downgrade());
        drop((store, clone));
        assert!(weak.upgrade().is_none());
    });
    leaves_nothing(|| drop(Store::builder().initial(WORDS, Vec::new()).register(TEXT).build()));
}

#[test]
fn subscriptions_effects_and_hooks() {
    leaves_nothing(|| {
        let store = used();
        let held = Arc::new("captured".to_owned());
        let subscribe = || {
            let held = Arc::clone(&held);
            store.subscribe((TEXT, Cart.items), move |_| assert!(!held.is_empty()))
        };
        let (dropped, kept, detached) = (subscribe(), subscribe(), subscribe());
        detached.detach();
        let effect = store.effect(TEXT, |store, text| store.set(Cart.coupon, Some(text.clone())));
        let hook = store.after_flush(|report| assert!(report.passes > 0));
        store.before_flush(|| ()).detach();
        store.set(COUNT, 7);
        store.flush();
        drop(dropped);
        store.set(COUNT, 8);
        drop(store);
        drop((kept, effect, hook));
        assert_eq!(Arc::strong_count(&held), 1, "the callbacks are gone with the store");
    });
}

/// A subscription ends while the store lives on; a thousand of them leave the store as it was.
#[test]
fn subscriptions_of_a_store_that_lives_on() {
    let store = use_it(Store::immediate());
    leaves_nothing(|| {
        let mut ended: Option<Subscription> = Some(store.subscribe(TEXT, |_| ()));
        let own = Arc::new(std::sync::Mutex::new(None::<Subscription>));
        let inside = Arc::clone(&own);
        let once = store.subscribe(COUNT, move |_| drop(inside.lock().unwrap().take()));
        *own.lock().unwrap() = Some(once);
        let effect = store.effect(WORDS, |_, words| assert!(!words.is_empty()));
        store.update(COUNT, |count| *count += 1);
        assert!(own.lock().unwrap().is_none(), "it ended itself");
        drop(ended.take());
        drop(effect);
        drop(store.after_flush(|_| ()));
        store.update(COUNT, |count| *count += 1);
    });
}

#[test]
fn watches_snapshots_and_shares() {
    let store = used();
    leaves_nothing(|| {
        let mut watch: Watch<_> = store.watch((TEXT, Cart, COUNT));
        store.update(COUNT, |count| *count += 1);
        assert!(watch.changed().is_some());
    });
    leaves_nothing(|| {
        let snapshot: Snapshot = store.snapshot();
        let words = store.share(WORDS);
        store.update(WORDS, |words| {
            words.push("new".to_owned());
            words.pop();
        });
        assert!(snapshot.get(TEXT).starts_with("one") && words.len() == 3);
        let item = snapshot.share(Cart.items);
        drop(snapshot);
        assert_eq!(item[0], "tea");
    });
}

#[test]
fn turns_and_rollbacks() {
    let store = used();
    let _told = store.subscribe((TEXT, Cart.coupon), |_| ());
    leaves_nothing(|| {
        let undone = store.transaction(|tx| {
            tx.set(WORDS, vec!["other".to_owned()]);
            tx.update(Cart, |cart| cart.items.push("milk".to_owned()));
            let _nested = tx.transaction(|tx| {
                tx.update(WORDS, |words| words.clear());
                Err::<(), ()>(())
            });
            if tx.get(TEXT).starts_with("other") { Err("undo") } else { Ok(()) }
        });
        assert_eq!(undone, Err("undo"));
        store
            .transaction(|tx| {
                tx.set(COUNT, tx.get(COUNT) + 1);
                Ok::<_, ()>(())
            })
            .unwrap();
        store.batch(|tx| tx.update(COUNT, |count| *count += 1));
        store.flush();
    });
}

#[test]
fn futures() {
    let store = used();
    let _told = store.subscribe(TEXT, |_| ());
    leaves_nothing(|| {
        store.update(COUNT, |count| *count += 1);
        let mut resolved = store.settled();
        let dropped = store.settled();
        let mut context = Context::from_waker(Waker::noop());
        assert!(Pin::new(&mut resolved).poll(&mut context).is_pending());
        drop(dropped);
        store.flush();
        assert!(Pin::new(&mut resolved).poll(&mut context).is_ready());
    });
    leaves_nothing(|| {
        let store = Store::manual();
        let _told = store.subscribe(COUNT, |_| ());
        store.set(COUNT, 1);
        let settled = store.settled();
        drop(store);
        settled.wait().unwrap();
    });
}

#[test]
fn timers_of_a_shared_clock() {
    let clock = TestClock::new();
    leaves_nothing(|| {
        let store = Store::builder().scheduler(clock.clone()).build();
        let _told = store.subscribe(TEXT, |_| ());
        store.set(COUNT, 1);
        assert_eq!(clock.armed(), 1);
    });
    assert_eq!(clock.armed(), 0, "a timer goes with its store");
}

/// How many threads of schedulers there are. The harness starts threads meanwhile, so they are told
/// by their name.
fn threads() -> usize {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else { return 0 };
    tasks
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok())
        .filter(|name| name.starts_with("atomata"))
        .count()
}

/// Waits until there are no more threads than before; the deadline only bounds a failure.
#[track_caller]
fn wait_for_threads(before: usize) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while threads() > before {
        assert!(Instant::now() < deadline, "{} threads, {before} before", threads());
        std::thread::yield_now();
    }
}

/// A store with a thread of its own that has told something.
fn with_thread() -> (Store, Receiver<u32>) {
    let (sender, receiver): (Sender<u32>, _) = channel();
    let store = Store::builder().window(Duration::ZERO).build();
    store
        .subscribe(COUNT, move |count| {
            let _ = sender.send(*count);
        })
        .detach();
    store.set(COUNT, 1);
    assert_eq!(receiver.recv(), Ok(1));
    (store, receiver)
}

#[test]
#[cfg(target_os = "linux")]
fn threads_end_with_their_stores() {
    let _alone = alone();
    let before = threads();
    let stores: Vec<_> = (0..8).map(|_| with_thread()).collect();
    assert!(threads() >= before + 8, "a store that tells has a thread");
    drop(stores);
    wait_for_threads(before);
    // A store that nobody listens to has none: while these live, there are as few as before.
    let idle = [Store::new(), use_it(Store::new())];
    wait_for_threads(before);
    drop(idle);
    let left = per_round(|| {
        let now = threads();
        drop(with_thread());
        wait_for_threads(now);
    });
    assert!(left.abs() < 0.5, "a store with a thread leaves {left} allocations behind");
}

/// The last handle of a store is dropped by its own timer thread, in a subscriber.
#[test]
#[cfg(target_os = "linux")]
fn a_store_dropped_by_its_own_thread_leaves_nothing() {
    let _alone = alone();
    let before = threads();
    let left = per_round(|| {
        let (sender, receiver) = channel();
        let store = Store::builder().window(Duration::ZERO).build();
        let last = Arc::new(std::sync::Mutex::new(None));
        let inside = Arc::clone(&last);
        store
            .subscribe(COUNT, move |_| {
                drop(inside.lock().unwrap().take());
                let _ = sender.send(());
            })
            .detach();
        let weak = store.downgrade();
        // If the flush is faster than the last handle lies ready, this thread drops it instead.
        store.set(COUNT, 1);
        *last.lock().unwrap() = Some(store);
        let _ = receiver.recv_timeout(Duration::from_secs(20));
        drop(last.lock().unwrap().take());
        let deadline = Instant::now() + Duration::from_secs(20);
        while weak.upgrade().is_some() {
            assert!(Instant::now() < deadline, "the store lives on");
            std::thread::yield_now();
        }
        wait_for_threads(before);
    });
    assert!(left.abs() < 0.5, "a round leaves {left} allocations behind");
}
