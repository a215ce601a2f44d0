//! Nothing that panics takes a later update, a timer or a subscriber with it.

use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Store, atom, computed};
use atomata_tests::panics::panic_of;
use atomata_tests::recorder::Recorder;
use expect_test::expect;

#[atom]
static COUNT: u32 = 0;

#[atom]
static OTHER: u32 = 0;

#[computed(deps = [COUNT])]
fn even(count: u32) -> u32 {
    assert!(count.is_multiple_of(2), "{count} is odd");
    count
}

const WINDOW: Duration = Duration::from_millis(16);

fn reporting() -> (TestClock, Store, Recorder) {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let lines = log.clone();
    let on_error = move |error: &atomata::Error| lines.log(format_args!("({error})"));
    let store = Store::builder().scheduler(clock.clone()).on_error(on_error).build();
    (clock, store, log)
}

#[test]
fn a_panicking_subscriber_loses_neither_timer_nor_update() {
    let (clock, store, log) = reporting();
    let _broken = store.subscribe(COUNT, |count| assert!(*count != 1, "one"));
    let _told = store.subscribe(COUNT, log.telling("count"));
    for count in 1..=3 {
        store.set(COUNT, count);
        clock.advance(WINDOW);
    }
    log.check(expect!["(a subscriber of `COUNT` panicked: one); count 1; count 2; count 3"]);
    assert_eq!((clock.armed(), clock.armings()), (0, 3));
}

#[test]
fn a_failing_computed_holds_up_nobody() {
    let (clock, store, log) = reporting();
    let _even = store.subscribe(EVEN, log.telling("even"));
    let _count = store.subscribe(COUNT, log.telling("count"));
    let _other = store.subscribe(OTHER, log.telling("other"));
    store.set(COUNT, 1);
    store.set(OTHER, 1);
    clock.advance(WINDOW);
    log.check(expect!["(`even` failed: 1 is odd); count 1; other 1"]);
    store.set(COUNT, 2);
    clock.advance(WINDOW);
    log.check(expect!["count 2; even 2"]);
}

#[test]
fn panicking_hooks_and_on_error_hold_up_nobody() {
    let clock = TestClock::new();
    let store =
        Store::builder().scheduler(clock.clone()).on_error(|_| panic!("on_error, too")).build();
    let log = Recorder::new();
    let _hooks = [
        store.before_flush(|| panic!("before")),
        store.after_flush(|_| panic!("after")),
        store.subscribe(COUNT, |_| panic!("subscriber")),
    ];
    let _even = store.subscribe(EVEN, log.telling("even"));
    for count in 1..=4 {
        store.set(COUNT, count);
        clock.advance(WINDOW);
    }
    log.check(expect!["even 2; even 4"]);
}

#[test]
fn a_panic_in_a_turn_leaves_the_timer_armed_for_what_it_wrote() {
    let (clock, store, log) = reporting();
    let _told = store.subscribe(COUNT, log.telling("count"));
    panic_of(|| {
        store.batch(|tx| {
            tx.set(COUNT, 1);
            panic!("half-way");
        })
    });
    panic_of(|| {
        store.update(COUNT, |count| {
            *count += 1;
            panic!("half-way");
        })
    });
    assert_eq!(clock.armed(), 1);
    clock.advance(WINDOW);
    log.check(expect!["count 2"]);
}

#[test]
fn a_runaway_under_windows_ends_and_the_next_window_is_like_any_other() {
    let (clock, store, log) = reporting();
    let told = store.effect(COUNT, |store, count| {
        if *count > 0 {
            store.set(COUNT, count + 1);
        }
    });
    let _other = store.subscribe(OTHER, log.telling("other"));
    store.set(COUNT, 1);
    store.set(OTHER, 1);
    clock.advance(WINDOW);
    log.check(expect!["other 1; (after 100 passes subscribers still write what they are told about: COUNT; their values stay, the notifications are dropped)"]);
    assert_eq!(clock.armed(), 0);
    drop(told);
    let _count = store.subscribe(COUNT, log.telling("count"));
    store.set(COUNT, 5);
    clock.advance(WINDOW);
    log.check(expect!["count 5"]);
}

#[test]
fn two_that_write_each_others_source_are_both_named() {
    let log = Recorder::new();
    let lines = log.clone();
    let store = Store::builder().manual().on_error(move |error| lines.log(error)).build();
    store.effect(COUNT, |store, count| store.set(OTHER, count + 1)).detach();
    store.effect(OTHER, |store, other| store.set(COUNT, other + 1)).detach();
    store.flush();
    let text = log.take();
    assert!(text.starts_with("after 100 passes"), "{text}");
    assert!(text.contains("COUNT") || text.contains("OTHER"), "{text}");
}
