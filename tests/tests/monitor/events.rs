//! Events come in the order in which things happened, with nothing held, and cost nothing unasked.

use std::time::Duration;

use atomata::event::{Event, Outcome, Probe, Wants};
use atomata::testing::TestClock;
use atomata::{Store, WeakStore, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;

#[atom]
static COUNT: i64 = 1;

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(deps = [COUNT])]
fn parity(count: i64) -> i64 {
    assert!(count >= 0, "below zero");
    count % 2
}

#[computed(deps = [PARITY])]
fn after(parity: i64) -> i64 {
    parity + 10
}

/// Logs each event as a word or two.
struct Log(Recorder, Wants);

fn line(event: &Event) -> String {
    match event {
        Event::Wrote { atom, equal: false, .. } => format!("wrote {}", atom.name()),
        Event::Wrote { atom, .. } => format!("wrote {} equal", atom.name()),
        Event::Computed { computed, outcome, .. } => format!("{} {outcome}", computed.name()),
        Event::Told { about, calls, .. } => format!("told {} {calls}", about.name()),
        Event::FlushBegan { .. } => "flush".to_owned(),
        Event::FlushEnded(flush) => {
            format!("end {} of {} in {}", flush.notified, flush.writes, flush.passes)
        }
        Event::TurnBegan { .. } => "turn".to_owned(),
        Event::TurnEnded { label, .. } => format!("end of {}", label.as_deref().unwrap_or("turn")),
        other => format!("{other:?}"),
    }
}

impl Probe for Log {
    fn wants(&self) -> Wants {
        self.1
    }

    fn tell(&self, events: &[Event]) {
        // What is skipped is another matter on each tier.
        let skipped =
            |event: &&Event| matches!(event, Event::Computed { outcome: Outcome::Skipped, .. });
        events.iter().filter(|event| !skipped(event)).for_each(|event| self.0.log(line(event)));
    }
}

fn all() -> Wants {
    Wants::default().at_once(true).each_computed(true)
}

#[test]
fn a_write_and_its_flush_are_told_in_order() {
    let log = Recorder::new();
    let store = Store::builder().immediate().probe(Log(log.clone(), all())).build();
    let _after = store.subscribe(AFTER, |_| ());
    let _count = store.subscribe(COUNT, |_| ());
    let _ = log.take();
    store.set(COUNT, 2);
    log.check(expect!["wrote COUNT; flush; parity changed; after changed; told COUNT 1; told after 1; end 2 of 1 in 1"]);
    store.set(COUNT, 4);
    log.check(expect![
        "wrote COUNT; flush; parity came to the same value; told COUNT 1; end 1 of 1 in 1"
    ]);
    store.set(COUNT, 4);
    log.check(expect!["wrote COUNT equal"]);
}

#[test]
fn what_a_read_computes_is_told_and_what_it_skips() {
    let log = Recorder::new();
    let store = Store::builder().manual().probe(Log(log.clone(), all())).build();
    assert_eq!(store.get(AFTER), 11);
    log.check(expect!["parity changed; after changed"]);
    store.set(COUNT, 3);
    assert_eq!(store.get(AFTER), 11);
    let told = log.take();
    assert!(told.starts_with("wrote COUNT; parity came to the same value"), "{told}");
}

#[test]
fn a_failure_is_told_and_a_recovery() {
    let log = Recorder::new();
    let store = Store::builder().manual().on_error(|_| ()).probe(Log(log.clone(), all())).build();
    store.set(COUNT, -1);
    assert!(store.try_get(AFTER).is_err());
    log.check(expect!["wrote COUNT; parity failed; after failed"]);
    store.set(COUNT, 1);
    assert_eq!(store.get(AFTER), 11);
    log.check(expect!["wrote COUNT; parity changed; after changed"]);
}

#[test]
fn turns_are_told_with_their_labels_and_at_their_end() {
    let log = Recorder::new();
    let store = Store::builder().manual().probe(Log(log.clone(), all())).build();
    store.labelled("two", |tx| {
        tx.set(COUNT, 2);
        tx.batch(|tx| tx.set(COUNT, 3));
        log.check(expect![""]);
    });
    log.check(expect!["turn; wrote COUNT; wrote COUNT; end of two"]);
    store.update(COUNT, |_| ());
    log.check(expect!["turn; wrote COUNT equal; end of turn"]);
}

#[test]
fn going_through_the_history_is_told() {
    let log = Recorder::new();
    let history = atomata::History::new();
    let store = Store::builder().manual().history(history).probe(Log(log.clone(), all())).build();
    store.set(COUNT, 2);
    let _ = log.take();
    assert!(store.undo());
    assert!(!store.undo());
    log.check(expect![[r#"wrote COUNT; Travelled { verb: "undo" }"#]]);
}

#[test]
fn members_have_the_name_of_their_family_and_a_name_of_their_own() {
    let log = Recorder::new();
    let store = Store::builder().manual().build();
    struct Names(WeakStore, Recorder);
    impl Probe for Names {
        fn wants(&self) -> Wants {
            all()
        }
        fn tell(&self, events: &[Event]) {
            for event in events {
                if let (Event::Wrote { atom, .. }, Some(store)) = (event, self.0.upgrade()) {
                    self.1.log(format_args!("{}: {}", atom.name(), store.name_of(atom)));
                }
            }
        }
    }
    let _names = store.probe(Names(store.downgrade(), log.clone()));
    store.set(SCORE(7), 1);
    log.check(expect!["SCORE: SCORE(7)"]);
}

#[test]
fn a_probe_that_can_wait_is_told_of_many_together_and_when_it_goes() {
    let log = Recorder::new();
    let store = Store::manual();
    let probing = store.probe(Log(log.clone(), Wants::default()));
    store.set(COUNT, 2);
    log.check(expect![""]);
    for count in 0..300 {
        store.set(COUNT, count);
    }
    assert_eq!(log.take().split("; ").count(), 256);
    drop(probing);
    for count in 0..600 {
        store.set(COUNT, count);
    }
    log.check(expect![""]);
}

#[test]
fn a_probe_may_write_and_is_told_of_it_too() {
    let log = Recorder::new();
    let store = Store::immediate();
    struct Writes(WeakStore, Recorder);
    impl Probe for Writes {
        fn wants(&self) -> Wants {
            all()
        }
        fn tell(&self, events: &[Event]) {
            for event in events {
                self.1.log(line(event));
            }
            if let Some(store) = self.0.upgrade().filter(|store| store.get(COUNT) < 4) {
                store.update(COUNT, |count| *count += 1);
            }
        }
    }
    let _writes = store.probe(Writes(store.downgrade(), log.clone()));
    store.set(COUNT, 3);
    log.check(expect!["wrote COUNT; turn; wrote COUNT; end of turn"]);
    assert_eq!(store.get(COUNT), 4);
}

#[test]
fn a_panicking_probe_is_reported_and_holds_up_nobody() {
    let (log, errors) = (Recorder::new(), Recorder::new());
    struct Broken;
    impl Probe for Broken {
        fn wants(&self) -> Wants {
            all()
        }
        fn tell(&self, _: &[Event]) {
            panic!("broken");
        }
    }
    let heard = errors.clone();
    let store = Store::builder().manual().on_error(move |error| heard.log(error)).build();
    let _broken = store.probe(Broken);
    let _told = store.probe(Log(log.clone(), all()));
    store.set(COUNT, 2);
    errors.check(expect!["a subscriber of events panicked: broken"]);
    log.check(expect!["wrote COUNT"]);
}

#[test]
fn what_takes_time_is_measured_by_the_clock_of_the_store() {
    let clock = TestClock::new();
    let log = Recorder::new();
    struct Times(Recorder);
    impl Probe for Times {
        fn wants(&self) -> Wants {
            all().each_time(true)
        }
        fn tell(&self, events: &[Event]) {
            for event in events {
                match event {
                    Event::Told { took, .. } => self.0.log(format_args!("told {took:?}")),
                    Event::FlushEnded(flush) => self.0.log(format_args!("flush {:?}", flush.took)),
                    Event::TurnEnded { took, .. } => self.0.log(format_args!("turn {took:?}")),
                    Event::Computed { took, outcome: Outcome::Changed, .. } => {
                        self.0.log(format_args!("ran {took:?}"));
                    }
                    _ => (),
                }
            }
        }
    }
    let store =
        Store::builder().manual().scheduler(clock.clone()).probe(Times(log.clone())).build();
    let slow = clock.clone();
    let _slow = store.subscribe(PARITY, move |_| slow.advance(Duration::from_millis(3)));
    store.flush();
    let _ = log.take();
    store.batch(|tx| {
        tx.set(COUNT, 2);
        clock.advance(Duration::from_millis(2));
    });
    store.flush();
    log.check(expect!["turn Some(2ms); ran Some(0ns); told Some(3ms); flush Some(3ms)"]);
}

#[cfg(debug_assertions)]
#[test]
fn a_write_is_told_with_its_line_in_debug_builds() {
    let log = Recorder::new();
    struct Lines(Recorder);
    impl Probe for Lines {
        fn wants(&self) -> Wants {
            all()
        }
        fn tell(&self, events: &[Event]) {
            for event in events {
                if let Event::Wrote { at: Some(at), .. } = event {
                    self.0.log(at.line() - LINE);
                    assert_eq!(at.file(), file!());
                }
            }
        }
    }
    const LINE: u32 = line!();
    let store = Store::builder().manual().probe(Lines(log.clone())).build();
    store.set(COUNT, 2);
    store.try_set(COUNT, 3).unwrap();
    store.update(COUNT, |count| *count += 1);
    store.modify(COUNT, |count| *count += 1);
    store.batch(|tx| tx.set(COUNT, 7));
    store.reset(COUNT);
    store.replace(COUNT, 8);
    store.take(COUNT);
    log.check(expect!["2; 3; 4; 5; 6; 7; 8; 9"]);
}
