//! No global state: stores share nothing, and come and go as values do.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{
    Error, Scheduler, Settled, Snapshot, Store, Subscription, Task, ThreadScheduler, Time, Timer,
    WeakStore, atom, computed,
};
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use serde::{Deserialize, Serialize};

#[atom]
static COUNT: u32 = 1;

#[atom]
static NAME: String = "a".to_owned();

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Panel {
    width: u32,
    title: String,
}

#[computed(deps = [COUNT])]
fn double(count: u32) -> u32 {
    count * 2
}

fn is_send_and_sync<T: Send + Sync>() {}
fn is_send<T: Send>() {}

#[test]
fn a_store_and_what_it_hands_out_go_between_threads() {
    is_send_and_sync::<Store>();
    is_send_and_sync::<WeakStore>();
    is_send_and_sync::<Snapshot>();
    is_send_and_sync::<Subscription>();
    is_send::<Settled>();
}

#[test]
fn two_stores_share_nothing() {
    let (one, other, log) = (Store::immediate(), Store::immediate(), Recorder::new());
    let _told = other.subscribe(DOUBLE, log.telling("other"));
    one.set(COUNT, 5);
    one.update(Panel, |panel| panel.title.push('x'));
    assert_eq!((one.get(DOUBLE), other.get(DOUBLE)), (10, 2));
    assert_eq!(other.get(Panel), Panel::default());
    log.check(expect![""]);
    assert_ne!(one, other);
    assert_eq!(other.stats().writes, 0);
    // A turn of one is no turn of the other.
    one.batch(|_| {
        other.set(COUNT, 7);
        assert!(other.try_snapshot().is_ok());
        log.check(expect!["other 14"]);
    });
}

#[test]
fn a_clone_is_the_same_store() {
    let store = Store::manual();
    let clone = store.clone();
    clone.set(COUNT, 9);
    assert_eq!(store.get(COUNT), 9);
    assert_eq!(store, clone);
}

#[test]
fn a_weak_handle_keeps_no_store_alive() {
    let store = Store::manual();
    let weak = store.downgrade();
    let clone = store.clone();
    drop(store);
    assert_eq!(weak.upgrade(), Some(clone.clone()));
    let snapshot = clone.snapshot();
    let told = clone.subscribe(COUNT, |_| ());
    let hook = clone.before_flush(|| ());
    let watch = clone.watch(COUNT);
    let settled = clone.settled();
    drop(clone);
    assert!(weak.upgrade().is_none(), "nothing of these holds it");
    assert_eq!(snapshot.get(DOUBLE), 2);
    drop((told, hook, watch, settled, weak.clone()));
}

#[test]
fn a_store_is_found_by_its_detached_effects_without_a_leak() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let weak = store.downgrade();
    store.effect(COUNT, |store, count| store.set(Panel.width, *count)).detach();
    let _width = store.subscribe(Panel.width, log.telling("width"));
    store.set(COUNT, 4);
    log.check(expect!["width 4"]);
    drop(store);
    assert!(weak.upgrade().is_none());
}

#[test]
fn a_store_starts_from_what_its_builder_says_and_tells_nobody() {
    let store = Store::builder()
        .immediate()
        .initial(COUNT, 5)
        .initial(NAME, "b".to_owned())
        .initial(Panel.title, "title".to_owned())
        .initial(Panel.width, 8)
        .register(DOUBLE)
        .build();
    let stats = store.stats();
    assert_eq!((stats.writes, stats.recomputed, stats.flushes, stats.nodes), (0, 0, 0, 4));
    assert_eq!(store.get((COUNT, NAME, DOUBLE)), (5, "b".to_owned(), 10));
    assert_eq!(store.get(Panel), Panel { width: 8, title: "title".to_owned() });
    store.batch(|tx| {
        tx.set(COUNT, 1);
        tx.set(NAME, String::new());
        tx.set(Panel, Panel::default());
    });
    store.reset(COUNT);
    store.reset(NAME);
    store.reset(Panel.width);
    assert_eq!(store.get((COUNT, NAME, DOUBLE)), (5, "b".to_owned(), 10));
    assert_eq!(store.get(Panel), Panel { width: 8, title: String::new() });
    store.reset(Panel);
    assert_eq!(store.get(Panel), Panel { width: 8, title: "title".to_owned() });
    let later = Store::builder().initial(COUNT, 1).initial(COUNT, 2).build();
    later.set(COUNT, 3);
    later.reset(COUNT);
    assert_eq!(later.get(COUNT), 2, "the last word counts");
    assert_eq!(Store::new().get(COUNT), 1);
}

#[test]
fn a_snapshot_is_a_store_of_its_own() {
    let store = Store::builder().initial(COUNT, 5).build();
    let before = store.snapshot();
    store.set(COUNT, 6);
    store.update(Panel, |panel| panel.title.push('x'));
    let after = store.snapshot();
    assert_eq!((before.get((COUNT, DOUBLE)), after.get((COUNT, DOUBLE))), ((5, 10), (6, 12)));
    assert_eq!((before.get(Panel.title).len(), after.get(Panel.title).len()), (0, 1));
    thread::spawn(move || assert_eq!(*before.share(Panel.width), 0)).join().unwrap();
    let inside = store.batch(|tx| tx.try_snapshot().map(drop));
    assert!(matches!(inside, Err(Error::InsideTurn { verb: "snapshot" })));
    let inside = store.read(|_| store.try_snapshot().map(drop));
    assert!(matches!(inside, Err(Error::InsideTurn { verb: "snapshot" })));
}

/// A scheduler that counts what is asked of it.
#[derive(Clone, Debug, Default)]
struct Counting {
    clock: TestClock,
    timers: Arc<AtomicU32>,
}

impl Scheduler for Counting {
    fn now(&self) -> Time {
        self.clock.now()
    }

    fn timer(&self, task: Task) -> Box<dyn Timer> {
        self.timers.fetch_add(1, Ordering::Relaxed);
        self.clock.timer(task)
    }
}

#[test]
fn nothing_starts_before_something_is_pending_for_a_subscriber() {
    let scheduler = Counting::default();
    let store = Store::builder().scheduler(scheduler.clone()).build();
    store.set(COUNT, 2);
    store.update(Panel, |panel| panel.title.push('x'));
    store.get(DOUBLE);
    let told = store.subscribe(NAME, |_| ());
    store.set(COUNT, 3);
    store.flush();
    store.settled().wait().unwrap();
    assert_eq!(scheduler.timers.load(Ordering::Relaxed), 0);
    store.set(NAME, "b".to_owned());
    store.set(NAME, "c".to_owned());
    assert_eq!((scheduler.timers.load(Ordering::Relaxed), scheduler.clock.armed()), (1, 1));
    drop(told);
    drop(store);
    assert_eq!(scheduler.clock.armed(), 0, "the timer goes with the store");
    scheduler.clock.advance(Duration::from_secs(1));
}

#[test]
fn a_scheduler_is_shared_by_many_stores_on_one_thread() {
    let scheduler = ThreadScheduler::new();
    let (sender, receiver) = channel();
    let stores: Vec<_> = (0..20)
        .map(|index| {
            let store = Store::builder()
                .window(Duration::from_millis(1))
                .scheduler(scheduler.clone())
                .build();
            let sender = sender.clone();
            store
                .subscribe(COUNT, move |count| {
                    sender.send((thread::current().id(), index, *count)).unwrap();
                })
                .detach();
            store
        })
        .collect();
    for (index, store) in (100..).zip(&stores) {
        store.set(COUNT, index);
    }
    let told: Vec<_> = receiver.iter().take(20).collect();
    let (first, ..) = told[0];
    assert_ne!(first, thread::current().id());
    for (on, index, count) in told {
        assert_eq!((on, count), (first, index + 100));
    }
}

#[test]
fn stores_with_schedulers_of_their_own_do_not_wait_for_each_other() {
    let window = Duration::from_millis(1);
    let (slow, fast) =
        (Store::builder().window(window).build(), Store::builder().window(window).build());
    let (told, telling) = channel();
    let (go_on, wait_for_go) = channel();
    let (done, wait_for_done) = channel();
    slow.subscribe(COUNT, move |_| {
        wait_for_go.recv().unwrap();
        done.send(()).unwrap();
    })
    .detach();
    fast.subscribe(COUNT, move |count| told.send(*count).unwrap()).detach();
    slow.set(COUNT, 2);
    fast.set(COUNT, 3);
    assert_eq!(telling.recv(), Ok(3));
    go_on.send(()).unwrap();
    wait_for_done.recv().unwrap();
}
