//! Updates that were lost, merged, repeated or mixed up.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use atomata::testing::TestClock;
use atomata::{Store, atom};
use atomata_tests::recorder::Recorder;
use expect_test::expect;

#[atom(group = "one group")]
static FIRST: u32 = 0;

#[atom(group = "one group")]
static SECOND: u32 = 0;

#[atom(group = "one group")]
static THIRD: String = String::new();

#[atom]
static PRICES: HashMap<String, f64> = HashMap::new();

#[atom]
static MOMENT: SystemTime = SystemTime::UNIX_EPOCH;

#[atom]
static RATIO: f64 = 0.0;

mod left {
    use atomata::atom;

    #[atom]
    pub(super) static NAME: u32 = 1;
}

mod right {
    use atomata::atom;

    #[atom]
    pub(super) static NAME: u32 = 2;
}

#[test]
fn a_queue_keyed_by_group_loses_all_but_one_atoms_update() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = Store::builder().scheduler(clock.clone()).build();
    let _told = [
        store.subscribe(FIRST, log.telling("first")),
        store.subscribe(SECOND, log.telling("second")),
        store.subscribe(THIRD, log.telling("third")),
    ];
    store.set(FIRST, 1);
    store.set(SECOND, 2);
    store.set(THIRD, "3".to_owned());
    clock.advance(Duration::from_millis(16));
    log.check(expect!["first 1; second 2; third 3"]);
}

#[test]
fn set_of_a_read_value_twice_in_a_window_loses_one() {
    let (store, log) = (Store::manual(), Recorder::new());
    let _told = store.subscribe(FIRST, log.telling("first"));
    store.set(FIRST, store.get(FIRST) + 1);
    store.set(FIRST, store.get(FIRST) + 1);
    store.flush();
    log.check(expect!["first 2"]);
    store.batch(|tx| {
        tx.set(FIRST, tx.get(FIRST) + 1);
        tx.set(FIRST, tx.get(FIRST) + 1);
    });
    store.flush();
    log.check(expect!["first 4"]);
}

#[test]
fn a_batch_notifies_once_per_write() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _told = store.subscribe(FIRST, log.telling("first"));
    store.batch(|tx| (1..=100).for_each(|value| tx.set(FIRST, value)));
    log.check(expect!["first 100"]);
    assert_eq!(store.stats().notified, 1);
}

#[test]
fn state_keyed_by_display_name_merges_two_atoms_of_one_name() {
    let store = Store::immediate();
    assert_eq!(left::NAME.name(), right::NAME.name());
    assert_ne!(left::NAME.id(), right::NAME.id());
    store.set(left::NAME, 10);
    assert_eq!(store.get((left::NAME, right::NAME)), (10, 2));
}

#[test]
fn dates_maps_and_nan_are_invisible_or_always_different() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _told = [
        store.subscribe(PRICES, log.showing("prices")),
        store.subscribe(MOMENT, {
            let log = log.clone();
            move |_| log.log("moment")
        }),
        store.subscribe(RATIO, log.telling("ratio")),
    ];
    let prices = HashMap::from([("tea".to_owned(), 2.5)]);
    let moment = SystemTime::UNIX_EPOCH + Duration::from_nanos(100);
    // The first time each is a change, the second time none.
    for expected in [expect![[r#"prices {"tea": 2.5}; moment; ratio NaN"#]], expect![""]] {
        store.set(PRICES, prices.clone());
        store.set(MOMENT, moment);
        store.set(RATIO, f64::NAN);
        log.check(expected);
    }
    store.modify(PRICES, |prices: &mut HashMap<String, f64>| *prices.get_mut("tea").unwrap() = 3.0);
    log.check(expect![[r#"prices {"tea": 3.0}"#]]);
}

#[test]
fn a_batcher_is_shared_between_stores() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let one = Store::builder().scheduler(clock.clone()).build();
    let other = Store::builder().scheduler(clock.clone()).build();
    let _told =
        [one.subscribe(FIRST, log.telling("one")), other.subscribe(FIRST, log.telling("other"))];
    one.set(FIRST, 1);
    other.set(FIRST, 2);
    // The flush of one does not tell the other's.
    one.flush();
    log.check(expect!["one 1"]);
    clock.advance(Duration::from_millis(16));
    log.check(expect!["other 2"]);
    assert_eq!((one.stats().writes, other.stats().writes), (1, 1));
}
