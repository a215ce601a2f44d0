//! What takes more than its budget is found, with what, by how much and where.

use std::time::Duration;

use atomata::event::{Event, Probe};
use atomata::monitor::Budget;
use atomata::testing::TestClock;
use atomata::{Monitor, Store, assert_within_budget, atom};
use atomata_tests::panics::panic_of;
use atomata_tests::recorder::Recorder;
use expect_test::expect;

#[atom]
static COUNT: i64 = 1;

#[atom]
static OTHER: i64 = 1;

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// A sentence without its line, which only debug builds know.
fn without_line(text: &str) -> String {
    text.split(", after").next().unwrap_or_default().to_owned()
}

#[test]
fn each_budget_is_kept_up_to_its_end_and_exceeded_after() {
    for extra in [0, 1] {
        let (clock, log) = (TestClock::new(), Recorder::new());
        let lines = log.clone();
        let monitor = Monitor::new()
            .per_update(millis(5))
            .per_flush(millis(20))
            .budget(COUNT, Budget::new().calls(millis(10)).writes(2))
            .on_over_budget(move |over| lines.log(without_line(&over.to_string())));
        let store = Store::builder().manual().scheduler(clock.clone()).monitor(monitor).build();
        let slow = clock.clone();
        let _slow = store.subscribe(COUNT, move |_| slow.advance(millis(10 + extra)));
        let slower = clock.clone();
        let _slower = store.subscribe(OTHER, move |_| slower.advance(millis(10)));
        store.labelled("both", |tx| {
            tx.set(COUNT, 2);
            tx.set(OTHER, 2);
            clock.advance(millis(5 + extra));
        });
        for count in 0..=extra {
            store.set(COUNT, 10 + count as i64);
        }
        store.flush();
        let limits: Vec<String> = store.report().limits.iter().map(ToString::to_string).collect();
        let allowed = [
            "an update: at most 5.0ms",
            "a flush: at most 20.0ms",
            "telling the subscribers of `COUNT`: at most 10.0ms",
            "writing `COUNT` between two flushes: at most 2",
        ];
        assert_eq!(limits, allowed);
        let table = store.report().to_string();
        assert!(allowed.iter().all(|limit| table.contains(limit)), "{table}");
        if extra == 0 {
            log.check(expect![""]);
            assert_within_budget!(store);
            continue;
        }
        log.check(expect![[r#"the update "both" took 6.0ms, 1.0ms more than the 5.0ms allowed; telling the subscribers of `COUNT` took 11.0ms, 1.0ms more than the 10.0ms allowed; a flush took 21.0ms, 1.0ms more than the 20.0ms allowed; `COUNT` was written 3 times between two flushes, 1 more than the 2 allowed"#]]);
        let panic = panic_of(|| assert_within_budget!(store));
        assert!(
            panic.starts_with("over budget, 4 times; see in `Store::report` what costs most"),
            "{panic}"
        );
    }
}

#[test]
fn an_excess_is_an_event_for_the_other_probes() {
    struct Log(Recorder);
    impl Probe for Log {
        fn tell(&self, events: &[Event]) {
            for event in events {
                if let Event::OverBudget(over) = event {
                    self.0.log(without_line(&over.to_string()));
                }
            }
        }
    }
    let log = Recorder::new();
    let monitor = Monitor::new().budget(COUNT, Budget::new().writes(1));
    let store = Store::builder().immediate().probe(Log(log.clone())).monitor(monitor).build();
    let _count = store.subscribe(COUNT, |_| ());
    store.batch(|tx| {
        tx.set(COUNT, 5);
        tx.set(COUNT, 6);
    });
    log.check(expect![
        "`COUNT` was written 2 times between two flushes, 1 more than the 1 allowed"
    ]);
}

#[cfg(debug_assertions)]
#[test]
fn a_debug_build_names_the_line() {
    let monitor = Monitor::new().budget(COUNT, Budget::new().writes(0));
    let store = Store::builder().immediate().monitor(monitor).build();
    let _count = store.subscribe(COUNT, |_| ());
    store.set(COUNT, 5);
    let line = line!() - 1;
    let over = store.within_budget().unwrap_err();
    let at = over.first[0].at.expect("a debug build knows the line");
    assert_eq!((at.line(), at.file() == file!()), (line, true));
}

#[test]
fn many_excesses_are_counted_and_the_first_ones_kept() {
    let monitor = Monitor::new().budget(COUNT, Budget::new().writes(0));
    let store = Store::builder().immediate().monitor(monitor).build();
    let _count = store.subscribe(COUNT, |_| ());
    for count in 0..100 {
        store.set(COUNT, count + 2);
    }
    let over = store.within_budget().unwrap_err();
    assert_eq!((over.count, over.first.len()), (100, 64));
    assert!(over.to_string().ends_with("and 36 more"));
}
