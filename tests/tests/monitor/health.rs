//! What a server's health endpoint tells.

use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Monitor, Store, atom, computed};

#[atom]
static COUNT: i64 = 1;

#[computed(deps = [COUNT])]
fn positive(count: i64) -> i64 {
    assert!(count >= 0, "below zero");
    count
}

#[computed(deps = [POSITIVE])]
fn behind(positive: i64) -> i64 {
    positive
}

#[test]
fn failures_what_waits_and_the_last_flush_are_told() {
    let clock = TestClock::new();
    let store = Store::builder()
        .scheduler(clock.clone())
        .on_error(|_| ())
        .monitor(Monitor::new().measure_all(true))
        .build();
    let _count = store.subscribe(COUNT, |_| ());
    let _behind = store.subscribe(BEHIND, |_| ());
    assert_eq!(store.health().to_string(), "0 wait");
    assert!(store.health().is_well);

    store.set(COUNT, 2);
    clock.advance(Duration::from_millis(7));
    let health = store.health();
    assert_eq!((health.waiting, health.lag), (1, Some(Duration::from_millis(7))));
    clock.advance(Duration::from_millis(9 + 5));
    let health = store.health();
    assert_eq!((health.waiting, health.lag), (0, None));
    let flush = health.last_flush.expect("there was one");
    // A manual clock runs a timer when it is due; the flush took no time on it.
    assert_eq!((flush.ago, flush.took), (Duration::from_millis(5), Duration::ZERO));

    store.set(COUNT, -1);
    clock.advance(Duration::from_millis(16));
    let health = store.health();
    let failed: Vec<&str> = health.failed.iter().map(|failed| &*failed.name).collect();
    assert_eq!((health.is_well, failed), (false, vec!["behind", "positive"]));
    assert!(health.to_string().contains("`behind` failed with `positive`: below zero"));
    let json = serde_json::to_value(&health).unwrap();
    assert_eq!(json["failed"][1]["message"], "below zero");

    store.set(COUNT, 3);
    clock.advance(Duration::from_millis(16));
    assert!(store.health().is_well);
}
