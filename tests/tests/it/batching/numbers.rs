//! What is counted, and how much one flush saves.

use atomata::{Stats, Store, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use serde::{Deserialize, Serialize};

#[atom]
static COUNT: u64 = 0;

#[computed(deps = [COUNT])]
fn parity(count: u64) -> u64 {
    count % 2
}

#[computed(deps = [COUNT])]
fn double(count: u64) -> u64 {
    count * 2
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Panel {
    width: u64,
    log: Vec<u64>,
}

fn many(updates: u64) {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _told = [
        store.subscribe(COUNT, log.telling("count")),
        store.subscribe(DOUBLE, log.telling("double")),
        store.subscribe((COUNT, PARITY), {
            let log = log.clone();
            move |(count, parity)| log.log(format_args!("pair {count} {parity}"))
        }),
        store.subscribe(Panel.width, log.telling("width")),
        store.subscribe(Panel.log, {
            let log = log.clone();
            move |lines| log.log(format_args!("{} lines", lines.len()))
        }),
    ];
    store.batch(|tx| {
        for count in 1..=updates {
            tx.set(COUNT, count);
            tx.update(Panel, |panel| {
                *panel.width = count;
                panel.log.push(count);
            });
        }
    });
    assert_eq!(
        log.take(),
        format!(
            "count {updates}; width {updates}; {updates} lines; double {}; pair {updates} 0",
            updates * 2
        )
    );
    let stats = store.stats();
    assert_eq!((stats.writes, stats.coalesced), (updates * 2, updates * 2 - 2));
    assert_eq!((stats.notified, stats.saved), (5, updates * 5 - 5));
    assert_eq!((stats.flushes, stats.passes), (1, 1));
}

#[test]
fn a_thousand_updates_are_one_notification() {
    many(1_000);
}

#[test]
fn a_hundred_thousand_updates_are_one_notification() {
    many(100_000);
}

type Counter = fn(&Stats) -> u64;

fn difference(store: &Store, act: impl FnOnce(&Store)) -> String {
    let (before, ()) = (store.stats(), act(store));
    let after = store.stats();
    let count: [(&str, Counter); 9] = [
        ("writes", |it| it.writes),
        ("equal", |it| it.equal_writes),
        ("recomputed", |it| it.recomputed),
        ("unchanged", |it| it.unchanged),
        ("coalesced", |it| it.coalesced),
        ("notified", |it| it.notified),
        ("saved", |it| it.saved),
        ("flushes", |it| it.flushes),
        ("passes", |it| it.passes),
    ];
    let differs = count.iter().map(|(name, of)| (name, of(&after) - of(&before)));
    let lines: Vec<_> =
        differs.filter(|(_, by)| *by > 0).map(|(name, by)| format!("{by} {name}")).collect();
    lines.join(", ")
}

#[test]
fn stats_count_what_happened() {
    let store = Store::manual();
    let _told = [store.subscribe(COUNT, |_| ()), store.subscribe(PARITY, |_| ())];
    let of = |act: fn(&Store)| difference(&store, act);
    expect!["1 writes"].assert_eq(&of(|store| store.set(COUNT, 2)));
    expect!["1 equal"].assert_eq(&of(|store| store.set(COUNT, 2)));
    expect!["1 writes, 1 coalesced"].assert_eq(&of(|store| store.set(COUNT, 4)));
    expect!["1 recomputed, 1 unchanged"].assert_eq(&of(|store| drop(store.share(PARITY))));
    // Four calls without batching; one of the two that were left had nothing new.
    expect!["1 notified, 3 saved, 1 flushes, 1 passes"].assert_eq(&of(Store::flush));
    expect![""].assert_eq(&of(Store::flush));
    expect![""].assert_eq(&of(|store| drop(store.share(PARITY))));
    expect!["1 writes"].assert_eq(&of(|store| store.set(Panel.width, 4)));
    expect!["1 writes"].assert_eq(&of(|store| store.modify(Panel, |panel| panel.log.push(1))));
    expect!["1 equal"].assert_eq(&of(|store| store.modify(Panel, |_| ())));
    expect![""].assert_eq(&of(|store| store.update(Panel, |_| ())));
}

#[test]
fn saved_does_not_reward_many_writes_that_reach_nobody() {
    let store = Store::immediate();
    let _told = store.subscribe(Panel.width, |_| ());
    let text = difference(&store, |store| {
        store.batch(|tx| (0..100).for_each(|line| tx.update(Panel.log, |log| log.push(line))));
    });
    expect!["100 writes, 99 coalesced, 1 flushes, 1 passes"].assert_eq(&text);
}
