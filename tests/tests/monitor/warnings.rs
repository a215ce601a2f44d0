//! Each habit is warned of, and what comes close to it is not.

use std::time::Duration;

use atomata::event::{Event, Probe, Wants, WarningKind};
use atomata::testing::TestClock;
use atomata::{Builder, Store, atom, computed};
use atomata_tests::recorder::Recorder;

#[atom]
static COUNT: i64 = 1;

#[atom]
static TEXT: String = String::new();

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(deps = [COUNT])]
fn doubled(count: i64) -> i64 {
    count * 2
}

#[computed(deps = [COUNT])]
fn thousands(count: i64) -> i64 {
    count / 1000
}

/// A store that logs the names of the warnings.
fn warned(builder: Builder) -> (Store, Recorder) {
    let log = Recorder::new();
    let lines = log.clone();
    let store = builder
        .on_warning(move |warning| lines.log(format_args!("{:?} {}", warning.kind, warning.name)))
        .build();
    (store, log)
}

fn manual() -> (Store, Recorder) {
    warned(Store::builder().manual())
}

#[test]
fn hot_atom() {
    for (times, expected) in [(1000, ""), (1001, "HotAtom COUNT")] {
        let (store, log) = manual();
        let _count = store.subscribe(COUNT, |_| ());
        for _ in 0..2 {
            for count in 0..times {
                store.set(COUNT, count + 2);
            }
            store.flush();
        }
        assert_eq!(log.take(), expected, "{times} times");
    }
}

#[test]
fn what_nobody_waits_for_is_not_hot() {
    let (store, log) = manual();
    for count in 0..3000 {
        store.set(COUNT, count + 2);
        assert_eq!(store.get(COUNT), count + 2);
    }
    assert_eq!(log.take(), "");
}

#[test]
fn a_closure_need_not_change_anything() {
    let (store, log) = manual();
    let _count = store.subscribe(COUNT, |_| ());
    for _ in 0..300 {
        store.modify(COUNT, |_| ());
        store.update(COUNT, |_| ());
    }
    assert_eq!(log.take(), "");
}

#[test]
fn equal_writes() {
    for (equal, expected) in [(90, ""), (91, "EqualWrites COUNT")] {
        let (store, log) = manual();
        let _count = store.subscribe(COUNT, |_| ());
        for round in 1..=3 {
            for count in 0..100 {
                let changes = count < 100 - equal;
                store.set(
                    COUNT,
                    if changes { round * 1000 + count } else { round * 1000 + 99 - equal },
                );
            }
        }
        assert_eq!(log.take(), expected, "{equal} of 100");
    }
}

#[test]
fn a_computed_that_never_cuts_off() {
    let clock = TestClock::new();
    for (runs, expected) in [(999, ""), (1000, "NeverCutsOff doubled")] {
        let (store, log) = warned(Store::builder().manual().scheduler(clock.clone()));
        for count in 0..runs {
            store.set(COUNT, count + 2);
            store.get(DOUBLED);
            store.get(THOUSANDS);
        }
        assert_eq!(log.take(), expected, "{runs} runs");
    }
}

#[test]
fn slow_subscriber() {
    for (millis, expected) in [(16, ""), (17, "SlowSubscriber COUNT")] {
        let clock = TestClock::new();
        let (store, log) = warned(Store::builder().immediate().scheduler(clock.clone()));
        let _count = store.subscribe(COUNT, move |_| clock.advance(Duration::from_millis(millis)));
        store.set(COUNT, 2);
        store.set(COUNT, 3);
        assert_eq!(log.take(), expected, "{millis} ms");
    }
}

#[test]
fn huge_delta() {
    use atomata::{Strategy, Wire};
    for (bytes, expected) in [(1 << 19, ""), (1 << 21, "HugeDelta ")] {
        let (store, log) = manual();
        let mut serializer =
            store.serializer(Wire::Binary).strategy(Strategy::Incremental).threshold(1e9);
        store.set(TEXT, "-".to_owned());
        serializer.full().unwrap();
        store.set(TEXT, "x".repeat(bytes));
        assert!(!serializer.next_output().unwrap().unwrap().full);
        assert_eq!(log.take(), expected, "{bytes} bytes");
    }
}

#[test]
fn unread_atom() {
    for (times, expected) in [(999, ""), (1000, "UnreadAtom COUNT")] {
        let (store, log) = manual();
        for count in 0..times {
            store.set(COUNT, count + 2);
        }
        assert_eq!(log.take(), expected, "{times} times");
    }
    let (store, log) = manual();
    assert_eq!(store.get(COUNT), 1);
    for count in 0..900 {
        store.set(COUNT, count + 2);
    }
    let _watching = store.subscribe(DOUBLED, |_| ());
    store.flush();
    for count in 0..100 {
        store.set(COUNT, count + 2000);
    }
    assert_eq!(log.take(), "", "it is read once");
}

#[test]
fn growing_group() {
    for (members, expected) in [(9_999, ""), (10_001, "GrowingGroup default")] {
        let (store, log) = manual();
        for key in 0..members {
            store.set(SCORE(key), 1);
        }
        assert_eq!(log.take(), expected, "{members} members");
    }
    // As many, of which few are there at a time.
    let (store, log) = manual();
    for key in 0..20_000 {
        store.set(SCORE(key), 1);
        store.remove(SCORE(key));
    }
    assert_eq!(log.take(), "");
}

#[test]
fn a_warning_has_the_line_and_is_an_event() {
    struct Log(Recorder);
    impl Probe for Log {
        fn wants(&self) -> Wants {
            Wants::default().at_once(true)
        }
        fn tell(&self, events: &[Event]) {
            for event in events {
                if let Event::Warned(warning) = event {
                    assert!(warning.to_string().contains("warnings.rs:"), "{warning}");
                    self.0.log(format_args!("{:?}", warning.kind));
                }
            }
        }
    }
    let log = Recorder::new();
    let store = Store::builder().manual().on_warning(|_| ()).probe(Log(log.clone())).build();
    for count in 0..2000 {
        store.set(COUNT, count + 2);
    }
    assert_eq!(log.take(), "UnreadAtom");
}

#[test]
fn a_kind_can_be_allowed() {
    let (store, log) = warned(Store::builder().manual().allow(&[WarningKind::UnreadAtom]));
    for count in 0..2000 {
        store.set(COUNT, count + 2);
    }
    assert_eq!(log.take(), "");
}
