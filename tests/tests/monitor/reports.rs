//! A monitor counts what happened, of a store, a group and an atom, in constant size.

use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Monitor, Store, atom, computed};

#[atom(group = "data")]
static COUNT: i64 = 1;

#[atom(group = "ui")]
static CURSOR: i64 = 0;

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(deps = [COUNT])]
fn parity(count: i64) -> i64 {
    count % 2
}

fn figures(store: &Store, name: &str) -> (u64, u64, u64, u64, u64) {
    let report = store.report();
    let node = report.nodes.iter().find(|node| node.name == name).expect("it was used");
    (node.writes, node.equal_writes, node.ran, node.unchanged, node.told)
}

#[test]
fn nodes_are_counted_each_for_itself_and_a_family_as_one() {
    let store = Store::builder().immediate().monitor(Monitor::new()).build();
    let _count = store.subscribe(COUNT, |_| ());
    let _score = store.subscribe(SCORE(1), |_| ());
    for count in [2, 4, 4, 5] {
        store.set(COUNT, count);
    }
    store.set(SCORE(1), 1);
    store.set(SCORE(2), 1);
    assert_eq!(figures(&store, "COUNT"), (3, 1, 0, 0, 3));
    assert_eq!(figures(&store, "SCORE"), (2, 0, 0, 0, 1));
}

#[test]
fn groups_are_the_sums_of_their_nodes_also_of_those_without_room() {
    for most in [0, 1, 100] {
        let monitor = Monitor::new().max_nodes(most);
        let store = Store::builder().immediate().monitor(monitor).build();
        let _cursor = store.subscribe(CURSOR, |_| ());
        for at in 1..=600 {
            store.set(COUNT, at);
            store.set(CURSOR, at);
        }
        let report = store.report();
        let groups: Vec<_> =
            report.groups.iter().map(|group| (group.name, group.writes, group.told)).collect();
        // The first write is that of the value that is there.
        assert_eq!(groups, [("data", 599, 0), ("ui", 600, 600)], "with room for {most}");
        assert_eq!(report.nodes.len(), most.min(2));
        assert_eq!((report.stats.writes, report.lost), (1199, 0));
    }
}

#[test]
fn what_takes_time_is_in_the_histograms() {
    let clock = TestClock::new();
    let monitor = Monitor::new().measure_all(true);
    let store = Store::builder().manual().scheduler(clock.clone()).monitor(monitor).build();
    let slow = clock.clone();
    let mut round = 0;
    let _slow = store.subscribe(COUNT, move |_| {
        round += 1;
        slow.advance(Duration::from_millis(if round == 100 { 50 } else { 1 }));
    });
    for count in 0..100 {
        store.set(COUNT, count + 2);
        store.flush();
    }
    let report = store.report();
    assert_eq!((report.flushes.measured, report.calls.measured), (100, 100));
    assert!(report.flushes.p50 >= Duration::from_millis(1));
    assert!(report.flushes.p99 <= Duration::from_micros(1250), "{:?}", report.flushes);
    assert_eq!(report.flushes.max, Duration::from_millis(50));
    assert_eq!(report.nodes[0].calls.max, Duration::from_millis(50));
}

#[test]
fn a_monitor_that_comes_later_counts_from_then_on() {
    let store = Store::immediate();
    store.set(COUNT, 2);
    assert!(store.monitor(Monitor::new()));
    assert!(!store.monitor(Monitor::new()));
    store.set(COUNT, 3);
    let report = store.report();
    assert_eq!((report.stats.writes, report.nodes[0].writes), (1, 1));
}

#[test]
fn a_first_report_without_a_monitor_has_what_was_counted_all_along() {
    let store = Store::immediate();
    store.set(COUNT, 2);
    store.set(COUNT, 3);
    let report = store.report();
    assert_eq!((report.is_first, report.stats.writes), (true, 2));
    assert!(report.to_string().contains("not monitored so far"), "{report}");
    store.set(COUNT, 4);
    let report = store.report();
    assert_eq!((report.is_first, report.stats.writes), (false, 1));
}

#[test]
fn a_report_prints_and_serializes() {
    let store = Store::builder().immediate().monitor(Monitor::new()).build();
    let _parity = store.subscribe(PARITY, |_| ());
    store.set(COUNT, 2);
    store.set(COUNT, 4);
    let report = store.report();
    let text = report.to_string();
    for part in ["writes     2 (0 equal", "COUNT", "parity", "1 calls", "p99"] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["stats"]["writes"], 2);
    assert_eq!(json["groups"][0]["name"], "data");
    assert!(json["flushes"]["p99"].is_u64());
}

#[test]
fn bytes_and_what_a_delta_saved_are_counted() {
    use atomata::{Strategy, Wire};
    let store = Store::builder().manual().monitor(Monitor::new()).build();
    let mut serializer =
        store.serializer(Wire::Json).strategy(Strategy::Incremental).threshold(2.0);
    store.set(COUNT, 2);
    store.set(CURSOR, 2);
    let full = serializer.full().unwrap().len() as u64;
    store.set(CURSOR, 3);
    let delta = serializer.next_output().unwrap().unwrap().bytes.len() as u64;
    let written = store.report().serialized;
    assert_eq!((written.times, written.bytes), (2, full + delta));
    assert_eq!(written.saved, full.saturating_sub(delta));
}

#[test]
fn what_computeds_do_is_counted_one_by_one_where_it_is_asked_for() {
    use atomata::monitor::Budget;
    let monitor = Monitor::new().budget(PARITY, Budget::new().run(Duration::from_secs(60)));
    let store = Store::builder().immediate().monitor(monitor).build();
    let _parity = store.subscribe(PARITY, |_| ());
    store.set(COUNT, 2);
    store.set(COUNT, 4);
    // Once when it was subscribed to.
    assert_eq!(figures(&store, "parity"), (0, 0, 3, 1, 1));
}
