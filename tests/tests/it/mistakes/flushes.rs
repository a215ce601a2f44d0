//! Flushes that stranded, repeated or never ended something.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Group, Store, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;

#[atom(group = "a")]
static A: u32 = 0;

#[atom(group = "b")]
static B: u32 = 0;

#[computed(deps = [A])]
fn fails(a: u32) -> u32 {
    assert!(a == 0, "a is not 0");
    a
}

const WINDOW: Duration = Duration::from_millis(16);

#[test]
fn one_failing_group_drops_all_others_and_every_callback() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let lines = log.clone();
    let store = Store::builder()
        .scheduler(clock.clone())
        .group("a", Group::new().priority(1))
        .on_error(move |error| lines.log(format_args!("({error})")))
        .build();
    let _told = [
        store.subscribe(FAILS, log.telling("fails")),
        store.subscribe(A, |_| panic!("a panics")),
        store.subscribe(A, log.telling("a")),
        store.subscribe(B, log.telling("b")),
        store.after_flush({
            let log = log.clone();
            move |_| log.log("after")
        }),
    ];
    store.set(A, 1);
    store.set(B, 1);
    clock.advance(WINDOW);
    log.check(expect![
        "(`fails` failed: a is not 0); (a subscriber of `A` panicked: a panics); a 1; b 1; after"
    ]);
}

#[test]
fn an_update_scheduled_during_a_flush_is_stranded() {
    // By the thread that flushes, and by another one, under every strategy.
    let clock = TestClock::new();
    let windowed = Store::builder().scheduler(clock.clone()).build();
    let timed = Store::builder().scheduler(clock.clone()).time(WINDOW).build();
    for store in [windowed, timed, Store::immediate(), Store::manual()] {
        let log = Recorder::new();
        store
            .effect(A, |store, a| {
                if *a == 1 {
                    store.set(A, 2);
                    let store = store.clone();
                    thread::spawn(move || store.set(B, 1)).join().unwrap();
                }
            })
            .detach();
        store.subscribe(A, log.telling("a")).detach();
        store.subscribe(B, log.telling("b")).detach();
        store.set(A, 1);
        store.flush();
        clock.advance(WINDOW);
        store.flush();
        expect!["a 1; a 2; b 1"].assert_eq(&log.take());
    }
}

#[test]
fn one_timer_per_update() {
    let clock = TestClock::new();
    let store = Store::builder().scheduler(clock.clone()).build();
    let _told = [store.subscribe(A, |_| ()), store.subscribe(B, |_| ())];
    for value in 1..=100 {
        store.set(A, value);
        store.set(B, value);
    }
    assert_eq!((clock.armed(), clock.armings()), (1, 1));
    clock.advance(WINDOW);
    assert_eq!((clock.armed(), clock.armings()), (0, 1));
}

#[test]
fn flush_callbacks_are_never_removed() {
    let store = Store::immediate();
    let alive = Arc::new(());
    let _told = store.subscribe(A, |_| ());
    for value in 1..=100 {
        let held = Arc::clone(&alive);
        let _hook = store.after_flush(move |_| assert_eq!(*held, ()));
        store.set(A, value);
    }
    store.set(A, 0);
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn a_completion_never_resolves() {
    let clock = TestClock::new();
    let windowed = Store::builder().scheduler(clock.clone()).build();
    for store in [windowed, Store::immediate(), Store::manual()] {
        store.subscribe(A, |_| ()).detach();
        store.set(A, 1);
        let early = store.settled();
        store.set(A, 2);
        store.settled().wait().unwrap();
        early.wait().unwrap();
        store.settled().wait().unwrap(); // with nothing pending
        let last = store.settled();
        drop(store);
        last.wait().unwrap();
    }
}
