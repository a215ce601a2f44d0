//! An unobserved computed runs when it is read, not before.

use std::cell::Cell;

use atomata::{Store, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use serde::{Deserialize, Serialize};

thread_local! {
    // Each test has a thread of its own.
    static RUNS: Cell<u32> = const { Cell::new(0) };
    static MADE: Cell<u32> = const { Cell::new(0) };
}

fn runs() -> u32 {
    RUNS.take()
}

fn ran() {
    RUNS.set(RUNS.get() + 1);
}

#[atom]
static COUNT: i64 = {
    MADE.set(MADE.get() + 1);
    1
};

#[atom]
static DETAILED: bool = false;

#[computed(deps = [COUNT])]
fn square(count: i64) -> i64 {
    ran();
    count * count
}

#[computed(deps = [SQUARE])]
fn small(square: i64) -> bool {
    ran();
    square < 100
}

#[computed(deps = [SMALL])]
fn after_small(small: bool) -> bool {
    ran();
    !small
}

// A branch that does not read `count` depends on it all the same.
#[computed(deps = [DETAILED, COUNT])]
fn title(detailed: bool, count: i64) -> String {
    ran();
    if detailed { format!("count {count}") } else { "count".to_owned() }
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Panel {
    width: u32,
    title: String,
}

#[computed(deps = [Panel.width])]
fn columns(width: u32) -> u32 {
    ran();
    width / 8
}

#[computed(deps = [Panel])]
fn whole(panel: &Panel) -> usize {
    ran();
    panel.title.len() + panel.width as usize
}

#[test]
fn an_unobserved_computed_runs_when_it_is_read() {
    let store = Store::immediate();
    store.set(COUNT, 2);
    store.set(COUNT, 3);
    assert_eq!(runs(), 0);
    assert_eq!(store.get(SQUARE), 9);
    assert_eq!(store.get(SQUARE), 9);
    assert_eq!(runs(), 1);
    store.set(COUNT, 4);
    store.flush();
    assert_eq!(runs(), 0, "read once does not mean observed");
}

#[test]
fn an_initial_value_is_made_at_the_first_use_and_once_per_store() {
    let (one, other) = (Store::immediate(), Store::immediate());
    assert_eq!(MADE.take(), 0);
    assert_eq!(one.get(SQUARE), 1);
    assert_eq!(one.get(COUNT), 1);
    assert_eq!(MADE.take(), 1);
    assert_eq!(other.get(COUNT), 1);
    assert_eq!(MADE.take(), 1);
}

#[test]
fn the_builders_value_spares_the_declared_one() {
    let store = Store::builder().initial(COUNT, 5).build();
    assert_eq!(store.get(SQUARE), 25);
    assert_eq!(MADE.take(), 0);
}

#[test]
fn of_the_observed_only_what_changed_upstream_runs() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let after = store.subscribe(AFTER_SMALL, log.telling("after"));
    runs();
    store.set(COUNT, 2);
    assert_eq!(runs(), 2, "`small` came to the same value");
    store.set(COUNT, 20);
    assert_eq!(runs(), 3);
    log.check(expect!["after true"]);
    drop(after);
    store.set(COUNT, 2);
    assert_eq!(runs(), 0, "nobody looks any more");
    assert!(!store.get(AFTER_SMALL));
    assert_eq!(runs(), 3);
}

#[test]
fn a_field_dependency_reacts_to_that_field_alone() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _columns = store.subscribe(COLUMNS, log.telling("columns"));
    let _whole = store.subscribe(WHOLE, log.telling("whole"));
    runs();
    store.set(Panel.title, "abc".to_owned());
    store.update(Panel, |panel| panel.title.push('d'));
    store.modify(Panel, |panel: &mut Panel| panel.title.push('e'));
    assert_eq!(runs(), 3, "`whole` three times, `columns` never");
    log.check(expect!["whole 3; whole 4; whole 5"]);
    store.set(Panel.width, 16);
    assert_eq!(runs(), 2);
    log.check(expect!["columns 2; whole 21"]);
}

#[test]
fn declared_dependencies_cost_a_recompute_and_never_a_wrong_value() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _title = store.subscribe(TITLE, log.telling("title"));
    runs();
    store.set(COUNT, 7);
    assert_eq!(runs(), 1);
    store.set(DETAILED, true);
    store.set(COUNT, 8);
    log.check(expect!["title count 7; title count 8"]);
}

#[test]
fn a_batch_runs_a_computed_once() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _square = store.subscribe(SQUARE, log.telling("square"));
    runs();
    store.batch(|tx| (0..1000).for_each(|count| tx.set(COUNT, count)));
    assert_eq!(runs(), 1);
    log.check(expect!["square 998001"]);
}

#[test]
fn an_unobserved_write_flushes_nothing() {
    let store = Store::immediate();
    store.set(COUNT, 2);
    store.set(COUNT, 3);
    let stats = store.stats();
    assert_eq!((stats.writes, stats.coalesced, stats.flushes, stats.passes), (2, 0, 0, 0));
}
