//! The four strategies.

use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Group, Store, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;

#[atom(group = "ui")]
static SCROLL: u32 = 0;

#[atom(group = "data")]
static USERS: u32 = 0;

#[computed(deps = [SCROLL, USERS])]
fn sum(scroll: u32, users: u32) -> u32 {
    scroll + users
}

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

fn telling(store: &Store) -> Recorder {
    let log = Recorder::new();
    store.subscribe(SCROLL, log.telling("scroll")).detach();
    store.subscribe(USERS, log.telling("users")).detach();
    store.subscribe(SUM, log.telling("sum")).detach();
    log
}

#[test]
fn time_flushes_everything_at_the_end_of_one_window() {
    let clock = TestClock::new();
    let store = Store::builder()
        .time(millis(10))
        .group("data", Group::new().window(millis(99)).priority(1))
        .scheduler(clock.clone())
        .build();
    let log = telling(&store);
    store.set(SCROLL, 1);
    clock.advance(millis(6));
    store.set(USERS, 1); // falls into the window that is open
    assert_eq!((clock.armed(), clock.armings()), (1, 1));
    clock.advance(millis(3));
    log.check(expect![""]);
    clock.advance(millis(1));
    log.check(expect!["users 1; sum 2; scroll 1"]); // priorities hold
    assert_eq!((store.stats().flushes, clock.armed()), (1, 0));
    store.set(USERS, 2);
    clock.advance(millis(9));
    log.check(expect![""]);
    clock.advance(millis(1));
    log.check(expect!["users 2; sum 3"]);
    store.set(SCROLL, 2);
    store.flush();
    log.check(expect!["sum 4; scroll 2"]);
    assert_eq!(clock.armed(), 0);
    store.set(USERS, 3);
    clock.advance(millis(10));
    log.check(expect!["users 3; sum 5"]);
}

#[test]
fn time_leaves_nothing_behind_that_came_during_its_flush() {
    let clock = TestClock::new();
    let store = Store::builder().time(millis(10)).scheduler(clock.clone()).build();
    let log = telling(&store);
    // Another thread opens the window, then the subscriber writes and makes a further pass.
    let _writing = store.subscribe(SCROLL, {
        let store = store.downgrade();
        move |scroll| {
            let store = store.upgrade().unwrap();
            if *scroll == 1 {
                std::thread::spawn({
                    let store = store.clone();
                    move || store.set(USERS, 5)
                })
                .join()
                .unwrap();
                store.set(SCROLL, 2);
            }
        }
    });
    store.set(SCROLL, 1);
    clock.advance(millis(10));
    clock.advance(millis(10));
    log.check(expect!["scroll 1; sum 1; scroll 2; users 5; sum 7"]);
    assert_eq!(clock.armed(), 0);
}

#[test]
fn immediate_flushes_at_the_end_of_each_outermost_write() {
    let store = Store::immediate();
    let log = telling(&store);
    store.set(SCROLL, 1);
    log.check(expect!["scroll 1; sum 1"]);
    store.batch(|tx| {
        tx.set(SCROLL, 2);
        tx.batch(|tx| tx.update(USERS, |users| *users += 1));
        log.check(expect![""]);
    });
    log.check(expect!["scroll 2; users 1; sum 3"]);
    store.modify(SCROLL, |scroll| *scroll = 3);
    store.update(SCROLL, |scroll| *scroll += 1);
    let _: Result<(), ()> = store.transaction(|tx| {
        tx.set(SCROLL, 5);
        Ok(())
    });
    log.check(expect!["scroll 3; sum 4; scroll 4; sum 5; scroll 5; sum 6"]);
}

#[test]
fn manual_waits_for_the_event_loop() {
    let store = Store::manual();
    let log = telling(&store);
    for round in 1..=3 {
        store.set(SCROLL, round);
        store.set(USERS, round);
        log.check(expect![""]);
        store.flush();
        assert_eq!(log.take(), format!("scroll {round}; users {round}; sum {}", round * 2));
    }
    store.flush();
    assert_eq!(store.stats().flushes, 3, "a flush of nothing is none");
}

#[test]
fn the_last_strategy_counts() {
    let clock = TestClock::new();
    let store = Store::builder().immediate().smart().scheduler(clock.clone()).build();
    let log = telling(&store);
    store.set(SCROLL, 1);
    log.check(expect![""]);
    clock.advance(millis(16));
    log.check(expect!["scroll 1; sum 1"]);
}
