//! Windows: nothing early, nothing late, one timer, none while idle.

use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Builder, Group, Store, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;

#[atom(group = "fast")]
static FAST: u32 = 0;

#[atom(group = "slow")]
static SLOW: u32 = 0;

#[atom]
static PLAIN: u32 = 0;

#[computed(deps = [FAST, SLOW])]
fn sum(fast: u32, slow: u32) -> u32 {
    fast + slow
}

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

fn on(clock: &TestClock) -> Builder {
    Store::builder()
        .scheduler(clock.clone())
        .group("fast", Group::new().window(millis(5)))
        .group("slow", Group::new().window(millis(50)))
}

#[test]
fn the_default_window_is_16_ms_from_the_first_pending_write() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock).build();
    let _told = store.subscribe(PLAIN, log.telling("plain"));
    clock.advance(millis(100));
    store.set(PLAIN, 1);
    clock.advance(millis(10));
    store.set(PLAIN, 2);
    clock.advance(Duration::from_micros(5_999));
    log.check(expect![""]);
    clock.advance(Duration::from_micros(1));
    log.check(expect!["plain 2"]);
    // The next write opens a window of its own.
    clock.advance(millis(3));
    store.set(PLAIN, 3);
    clock.advance(millis(15));
    log.check(expect![""]);
    clock.advance(millis(1));
    log.check(expect!["plain 3"]);
    clock.advance(millis(1000));
    log.check(expect![""]);
}

#[test]
fn one_timer_armed_once_per_window_and_never_while_idle() {
    let clock = TestClock::new();
    let store = on(&clock).build();
    let _told = [store.subscribe(PLAIN, |_| ()), store.subscribe(FAST, |_| ())];
    assert_eq!((clock.armed(), clock.armings()), (0, 0));
    for value in 1..=1000 {
        store.set(PLAIN, value);
    }
    assert_eq!((clock.armed(), clock.armings()), (1, 1));
    clock.advance(millis(10));
    store.set(FAST, 1); // due at 15, before 16
    assert_eq!((clock.armed(), clock.armings()), (1, 2));
    clock.advance(millis(5)); // and armed for 16 again
    assert_eq!((clock.armed(), clock.armings()), (1, 3));
    clock.advance(millis(1));
    assert_eq!((clock.armed(), clock.armings()), (0, 3));
    clock.advance(millis(1000));
    assert_eq!((clock.armed(), clock.armings()), (0, 3));
    store.set(PLAIN, 0);
    assert_eq!((clock.armed(), clock.armings()), (1, 4));
}

#[test]
fn what_nobody_observes_arms_nothing() {
    let clock = TestClock::new();
    let store = on(&clock).build();
    let told = store.subscribe(SUM, |_| ());
    store.set(PLAIN, 1);
    let undone: Result<(), ()> = store.transaction(|tx| {
        tx.set(FAST, 1);
        Err(())
    });
    assert!(undone.is_err());
    store.set(FAST, 0);
    assert_eq!(clock.armings(), 0, "nor does what was taken back, or was equal");
    drop(told);
    store.set(FAST, 1);
    assert_eq!(clock.armings(), 0);
}

#[test]
fn a_group_has_its_own_window() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock).build();
    let _told = [
        store.subscribe(FAST, log.telling("fast")),
        store.subscribe(SLOW, log.telling("slow")),
        store.subscribe(PLAIN, log.telling("plain")),
    ];
    store.batch(|tx| {
        tx.set(FAST, 1);
        tx.set(SLOW, 1);
        tx.set(PLAIN, 1);
    });
    clock.advance(millis(4));
    log.check(expect![""]);
    clock.advance(millis(1));
    log.check(expect!["fast 1"]);
    clock.advance(millis(10));
    log.check(expect![""]);
    clock.advance(millis(1));
    log.check(expect!["plain 1"]);
    clock.advance(millis(33));
    log.check(expect![""]);
    clock.advance(millis(1));
    log.check(expect!["slow 1"]);
    assert_eq!(store.stats().flushes, 3);
}

#[test]
fn a_flush_closes_the_windows_it_tells() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock).build();
    let _told = store.subscribe(PLAIN, log.telling("plain"));
    store.set(PLAIN, 1);
    clock.advance(millis(10));
    store.flush();
    log.check(expect!["plain 1"]);
    assert_eq!(clock.armed(), 0);
    store.set(PLAIN, 2);
    clock.advance(millis(15));
    log.check(expect![""]);
    clock.advance(millis(1));
    log.check(expect!["plain 2"]);
}

#[test]
fn everything_due_at_one_instant_is_one_flush() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock).build();
    let _told = [
        store.subscribe(SUM, log.telling("sum")),
        store.subscribe(SLOW, log.telling("slow")),
        store.subscribe(FAST, log.telling("fast")),
    ];
    store.set(SLOW, 1);
    clock.advance(millis(45));
    store.set(FAST, 2);
    clock.advance(millis(5));
    log.check(expect!["fast 2; slow 1; sum 3"]);
    assert_eq!((store.stats().flushes, store.stats().passes), (1, 1));
}

#[test]
fn what_subscribers_write_does_not_wait_for_a_window() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock).build();
    store
        .effect(FAST, {
            let log = log.clone();
            move |store, fast| {
                log.log(format_args!("fast {fast}"));
                store.set(SLOW, *fast);
            }
        })
        .detach();
    let _slow = store.subscribe(SLOW, log.telling("slow"));
    log.check(expect!["fast 0"]);
    store.set(FAST, 1);
    clock.advance(millis(5));
    log.check(expect!["fast 1; slow 1"]);
    assert_eq!(clock.armed(), 0);
}

#[test]
fn a_write_of_another_thread_during_a_flush_has_a_window_of_its_own() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock).build();
    let _fast = store.subscribe(FAST, {
        let (log, store) = (log.clone(), store.downgrade());
        move |fast| {
            log.log(format_args!("fast {fast}"));
            if *fast < 3 {
                let store = store.upgrade().unwrap();
                std::thread::spawn(move || store.update(FAST, |fast| *fast += 1)).join().unwrap();
            }
        }
    });
    store.set(FAST, 1);
    clock.advance(millis(5));
    log.check(expect!["fast 1"]);
    clock.advance(millis(4));
    log.check(expect![""]);
    clock.advance(millis(1));
    log.check(expect!["fast 2"]);
    clock.advance(millis(5));
    log.check(expect!["fast 3"]);
    assert_eq!(clock.armed(), 0);
}

#[test]
fn a_window_of_nothing_and_one_without_end() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = Store::builder()
        .scheduler(clock.clone())
        .group("fast", Group::new().window(Duration::ZERO))
        .group("slow", Group::new().window(Duration::MAX))
        .build();
    let _told =
        [store.subscribe(FAST, log.telling("fast")), store.subscribe(SLOW, log.telling("slow"))];
    store.set(SLOW, 1);
    store.set(FAST, 1);
    log.check(expect![""]);
    clock.advance(Duration::ZERO);
    log.check(expect!["fast 1"]);
    clock.advance(Duration::from_secs(1 << 40));
    log.check(expect![""]);
    store.flush();
    log.check(expect!["slow 1"]);
}

#[test]
fn dropping_the_store_disarms_its_timer_and_tells_nobody() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock).build();
    store.subscribe(PLAIN, log.telling("plain")).detach();
    store.set(PLAIN, 1);
    assert_eq!(clock.armed(), 1);
    drop(store);
    assert_eq!(clock.armed(), 0);
    clock.advance(millis(100));
    log.check(expect![""]);
}
