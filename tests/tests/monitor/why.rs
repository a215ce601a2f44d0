//! Why somebody was told, and why not: from the write with its line to the subscriber.

use atomata::devtools::{Verdict, What, Why};
use atomata::event::Outcome;
use atomata::{Store, atom, computed};
use expect_test::{Expect, expect};

#[atom]
static COUNT: i64 = 1;

#[atom]
static OTHER: i64 = 1;

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(deps = [COUNT])]
fn parity(count: i64) -> i64 {
    assert!(count >= 0, "below zero");
    count % 2
}

#[computed(deps = [PARITY, OTHER])]
fn total(parity: i64, other: i64) -> i64 {
    parity * 100 + other
}

#[computed(key = u32, deps = [SCORE(id)])]
fn doubled(id: u32, score: u64) -> u64 {
    let _ = id;
    score * 2
}

/// The text without the paths and the numbers of lines: `at a line`.
fn text(why: &Why) -> String {
    let text = why.to_string();
    let lines =
        text.lines().map(|line| match line.rfind("at ").filter(|_| line.contains(".rs:")) {
            Some(at) => format!("{}at a line", &line[..at]),
            None => line.to_owned(),
        });
    lines.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(why: Option<Why>, expected: Expect) {
    expected.assert_eq(&text(&why.expect("a debug build knows")));
}

#[test]
fn the_chain_leads_from_the_write_through_computeds_to_the_subscriber() {
    let store = Store::manual();
    let _total = store.subscribe(TOTAL, |_| ());
    store.set(COUNT, 2);
    let line = line!() - 1;
    store.set(COUNT, 4);
    store.set(OTHER, 1);
    store.flush();
    check(
        store.why(TOTAL),
        expect![[r"
        `total` was told to 1 subscriber in flush 1
          total changed
            parity changed
              COUNT was written 2 times
                at a line
                at a line"]],
    );
    let why = store.why(TOTAL).unwrap();
    let What::Written { at, .. } = &why.root.because[0].because[0].what else { panic!("{why}") };
    assert_eq!((at[0].line(), at[0].file() == file!()), (line, true));
}

#[test]
fn a_cut_off_is_named_and_what_else_was_touched() {
    let store = Store::immediate();
    let _total = store.subscribe(TOTAL, |_| ());
    store.set(COUNT, 3);
    let why = store.why_not(TOTAL).unwrap();
    assert_eq!(why.verdict, Verdict::CutOff { by: "parity".into() });
    // Whether who is behind it was looked at depends on the tier.
    let [parity] = &why.root.because[..] else { panic!("{why}") };
    assert_eq!((&*parity.name, &parity.what), ("parity", &What::Computed(Outcome::Same)));
    assert_eq!((&*parity.because[0].name, parity.because[0].what.is_change()), ("COUNT", true));
    assert_eq!(store.why_not(PARITY).unwrap().root.what, What::Computed(Outcome::Same));
}

#[test]
fn equal_writes_are_named() {
    let store = Store::manual();
    let _total = store.subscribe(TOTAL, |_| ());
    let _count = store.subscribe(COUNT, |_| ());
    store.set(OTHER, 1);
    store.set(COUNT, 3);
    store.flush();
    check(
        store.why_not(OTHER),
        expect![[r"
            `OTHER` was not told: what was written to `OTHER` was there already, at a line
              OTHER was written once as it was
                at a line"]],
    );
}

#[test]
fn who_is_told_who_came_later_and_who_is_not_there() {
    let store = Store::manual();
    let _total = store.subscribe(TOTAL, |_| ());
    store.set(OTHER, 2);
    let _later = store.subscribe(OTHER, |_| ());
    store.flush();
    assert_eq!(store.why(TOTAL).unwrap().verdict, Verdict::Told { calls: 1 });
    assert_eq!(store.why_not(OTHER).unwrap().verdict, Verdict::Seen);
    check(
        store.why_not(COUNT),
        expect![[r"
        `COUNT` was not told: nothing it depends on was written
          COUNT was not touched"]],
    );
    store.set(COUNT, 2);
    store.flush();
    assert_eq!(store.why_not(PARITY).unwrap().verdict, Verdict::Unobserved);
    assert_eq!(store.why_not(SCORE(1)).unwrap().verdict, Verdict::Unused);
}

#[test]
fn a_write_that_waits_for_its_window_is_named() {
    let clock = atomata::testing::TestClock::new();
    let store = Store::builder().scheduler(clock).build();
    let _total = store.subscribe(TOTAL, |_| ());
    store.set(COUNT, 2);
    check(
        store.why_not(TOTAL),
        expect![[r"
            `total` was not told: `COUNT` was written and waits to be told, at a line
              total was not touched
                parity was not touched
                  COUNT was written once
                    at a line"]],
    );
}

#[test]
fn failures_are_named_with_their_cause() {
    let store = Store::builder().immediate().on_error(|_| ()).build();
    let _total = store.subscribe(TOTAL, |_| ());
    store.set(COUNT, -1);
    check(
        store.why_not(TOTAL),
        expect![[r"
        `total` failed, because `parity` did: below zero
          total failed
            parity failed
              COUNT was written once
                at a line"]],
    );
}

#[test]
fn members_of_families_have_their_names() {
    let store = Store::immediate();
    let _doubled = store.subscribe(DOUBLED(7), |_| ());
    store.set(SCORE(7), 4);
    check(
        store.why(DOUBLED(7)),
        expect![[r"
        `doubled(7)` was told to 1 subscriber in flush 1
          doubled(7) changed
            SCORE(7) was written once
              at a line"]],
    );
}

#[test]
fn the_record_has_each_flush_and_is_bounded() {
    let store = Store::manual();
    let _total = store.subscribe(TOTAL, |_| ());
    store.labelled("start", |tx| {
        tx.set(OTHER, 2);
        tx.set(OTHER, 3);
        tx.set(COUNT, 1);
    });
    store.flush();
    let records = store.devtools().flushes(0);
    assert_eq!(records.len(), 1);
    let record = &records[0];
    assert_eq!((record.number, record.flush.writes, record.flush.coalesced), (1, 2, 1));
    assert_eq!(record.labels, ["start"]);
    let writes: Vec<_> =
        record.writes.iter().map(|write| (&*write.name, write.times, write.equal)).collect();
    assert_eq!(writes, [("OTHER", 2, 0), ("COUNT", 0, 1)]);
    assert_eq!(record.writes[0].at.len(), 2);
    assert_eq!((&*record.told[0].name, record.told[0].calls), ("total", 1));
    assert!(record.computeds.iter().any(|ran| ran.name == "total"));

    for other in 0..5000 {
        store.set(OTHER, other + 10);
        store.flush();
    }
    let records = store.devtools().flushes(4990);
    let numbers: Vec<u64> = records.iter().map(|record| record.number).collect();
    assert_eq!(numbers, (4991..=5001).collect::<Vec<_>>());
    let all = store.devtools().flushes(0).len();
    assert!((150..350).contains(&all), "{all} flushes are remembered");
    assert!(store.devtools().dropped() > 10_000);
}
