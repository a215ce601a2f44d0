//! Hooks around each flush, and their reports.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Store, Subscription, atom};
use atomata_tests::recorder::Recorder;
use expect_test::expect;

#[atom]
static COUNT: u32 = 0;

#[atom]
static FLUSHES: u32 = 0;

fn reporting(store: &Store, log: &Recorder) -> Subscription {
    let log = log.clone();
    store.after_flush(move |report| {
        log.log(format_args!(
            "after: {} writes, {} coalesced, {} notified, {} saved, {} passes",
            report.writes, report.coalesced, report.notified, report.saved, report.passes
        ));
    })
}

#[test]
fn hooks_stand_before_and_after_with_a_report() {
    let (store, log) = (Store::manual(), Recorder::new());
    let before = store.before_flush({
        let log = log.clone();
        move || log.log("before")
    });
    let after = reporting(&store, &log);
    let _one = store.subscribe(COUNT, log.telling("one"));
    let _two = store.subscribe(COUNT, log.telling("two"));
    store.flush();
    log.check(expect![""]); // nothing to tell, nothing to report
    for count in 1..=5 {
        store.set(COUNT, count);
    }
    store.flush();
    log.check(expect![
        "before; one 5; two 5; after: 5 writes, 4 coalesced, 2 notified, 8 saved, 1 passes"
    ]);
    drop(before);
    store.set(COUNT, 6);
    store.flush();
    log.check(expect!["one 6; two 6; after: 1 writes, 0 coalesced, 2 notified, 0 saved, 1 passes"]);
    drop(after);
    store.set(COUNT, 7);
    store.flush();
    log.check(expect!["one 7; two 7"]);
}

#[test]
fn the_duration_is_that_of_the_flush() {
    let store = Store::immediate();
    let seen = Arc::new(Mutex::new(None));
    let slot = Arc::clone(&seen);
    let _after = store.after_flush(move |report| *slot.lock().unwrap() = Some(report.duration));
    let _slow = store.subscribe(COUNT, |_| {
        let began = std::time::Instant::now();
        while began.elapsed() < Duration::from_millis(2) {
            std::hint::spin_loop();
        }
    });
    store.set(COUNT, 1);
    assert!(seen.lock().unwrap().unwrap() >= Duration::from_millis(2));
}

#[test]
fn a_report_counts_the_passes_of_its_flush() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _after = reporting(&store, &log);
    store.set(COUNT, 3);
    store
        .effect(COUNT, |store, count| {
            if *count < 3 {
                store.set(COUNT, count + 1);
            }
        })
        .detach();
    store.set(COUNT, 1);
    log.check(expect!["after: 3 writes, 0 coalesced, 3 notified, 0 saved, 3 passes"]);
}

#[test]
fn what_a_hook_before_writes_is_told_by_the_flush() {
    for store in [Store::immediate(), Store::manual()] {
        let log = Recorder::new();
        let _before = store.before_flush({
            let store = store.downgrade();
            move || store.upgrade().unwrap().update(FLUSHES, |flushes| *flushes += 1)
        });
        let _told = [
            store.subscribe(COUNT, log.telling("count")),
            store.subscribe(FLUSHES, log.telling("flushes")),
        ];
        store.set(COUNT, 1);
        store.flush();
        log.check(expect!["count 1; flushes 1"]);
        assert_eq!(store.stats().flushes, 1);
    }
}

#[test]
fn what_a_hook_after_writes_is_told_by_a_further_flush() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let after = store.after_flush({
        let store = store.downgrade();
        move |report| {
            // Without the condition it would answer itself for ever.
            if report.writes == 1 {
                store.upgrade().unwrap().batch(|tx| {
                    tx.update(FLUSHES, |flushes| *flushes += 1);
                    tx.update(FLUSHES, |flushes| *flushes += 1);
                });
            }
        }
    });
    let _told = [
        store.subscribe(COUNT, log.telling("count")),
        store.subscribe(FLUSHES, log.telling("flushes")),
    ];
    store.set(COUNT, 1);
    log.check(expect!["count 1; flushes 2"]);
    assert_eq!(store.stats().flushes, 2);
    store.set(COUNT, 2);
    log.check(expect!["count 2; flushes 4"]); // it left nothing in line that would block the group
    drop(after);
    store.set(COUNT, 3);
    store.set(FLUSHES, 0);
    log.check(expect!["count 3; flushes 0"]);
}

#[test]
fn a_hook_that_answers_every_flush_is_cut_off() {
    let log = Recorder::new();
    let lines = log.clone();
    let store = Store::builder().immediate().on_error(move |error| lines.log(error)).build();
    let _after = store.after_flush({
        let store = store.downgrade();
        move |_| store.upgrade().unwrap().update(FLUSHES, |flushes| *flushes += 1)
    });
    let _told = store.subscribe(FLUSHES, |_| ());
    store.set(FLUSHES, 1);
    log.check(expect!["after 100 passes subscribers still write what they are told about: FLUSHES; their values stay, the notifications are dropped"]);
    assert_eq!(store.stats().flushes, 100);
    assert_eq!(store.get(FLUSHES), 101);
}

#[test]
fn under_windows_what_a_hook_after_writes_opens_the_next_one() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = Store::builder().scheduler(clock.clone()).build();
    let _after = store.after_flush({
        let store = store.downgrade();
        move |_| store.upgrade().unwrap().update(FLUSHES, |flushes| *flushes += 1)
    });
    let _told = [
        store.subscribe(COUNT, log.telling("count")),
        store.subscribe(FLUSHES, log.telling("flushes")),
    ];
    store.set(COUNT, 1);
    clock.advance(Duration::from_millis(16));
    log.check(expect!["count 1"]);
    clock.advance(Duration::from_millis(16));
    log.check(expect!["flushes 1"]);
    clock.advance(Duration::from_millis(16));
    log.check(expect!["flushes 2"]);
}

#[test]
fn a_hook_may_remove_itself_and_add_others() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let kept: Arc<Mutex<Vec<Subscription>>> = Arc::default();
    let hook = store.before_flush({
        let (store, kept, log) = (store.downgrade(), Arc::clone(&kept), log.clone());
        move || {
            log.log("first");
            let mut kept = kept.lock().unwrap();
            kept.clear();
            let log = log.clone();
            kept.push(store.upgrade().unwrap().before_flush(move || log.log("second")));
        }
    });
    kept.lock().unwrap().push(hook);
    let _told = store.subscribe(COUNT, log.telling("count"));
    store.set(COUNT, 1);
    store.set(COUNT, 2);
    log.check(expect!["first; count 1; second; count 2"]);
    assert_eq!(Arc::strong_count(&kept), 1, "the removed hook is gone");
}

#[test]
fn a_detached_hook_stays_with_the_store() {
    let (store, log) = (Store::immediate(), Recorder::new());
    reporting(&store, &log).detach();
    let _told = store.subscribe(COUNT, |_| ());
    store.set(COUNT, 1);
    log.check(expect!["after: 1 writes, 0 coalesced, 1 notified, 0 saved, 1 passes"]);
}

#[test]
fn a_hook_may_flush() {
    let (store, log) = (Store::manual(), Recorder::new());
    let _hooks = [
        store.before_flush({
            let store = store.downgrade();
            move || store.upgrade().unwrap().flush()
        }),
        store.after_flush({
            let store = store.downgrade();
            move |_| store.upgrade().unwrap().flush()
        }),
    ];
    let _told = store.subscribe(COUNT, log.telling("count"));
    store.set(COUNT, 1);
    store.flush();
    log.check(expect!["count 1"]);
}
