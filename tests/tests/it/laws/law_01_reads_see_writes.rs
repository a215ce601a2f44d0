//! Reads see writes at once; only notifications wait.

use atomata::{Store, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use serde::{Deserialize, Serialize};

#[atom]
static COUNT: i64 = 0;

#[atom]
static NAMES: Vec<String> = Vec::new();

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<u32>,
    coupon: Option<String>,
}

#[computed(deps = [COUNT])]
fn double(count: i64) -> i64 {
    count * 2
}

#[computed(deps = [Cart.items, DOUBLE])]
fn sum(items: &[u32], double: i64) -> i64 {
    items.iter().map(|&item| i64::from(item)).sum::<i64>() + double
}

#[test]
fn every_write_is_read_back_at_once() {
    let store = Store::manual();
    store.set(COUNT, 1);
    assert_eq!(store.get(COUNT), 1);
    store.update(COUNT, |count| *count += 1);
    assert_eq!(store.get(COUNT), 2);
    store.modify(COUNT, |count| *count += 1);
    assert_eq!(store.get(COUNT), 3);
    assert_eq!(store.replace(COUNT, 4), 3);
    assert_eq!(store.get(COUNT), 4);
    assert_eq!(store.take(COUNT), 4);
    assert_eq!(store.get(COUNT), 0);
    store.set(COUNT, 5);
    store.reset(COUNT);
    assert_eq!(store.get(COUNT), 0);
}

#[test]
fn every_way_of_reading_gives_the_same() {
    let store = Store::manual();
    store.set(NAMES, vec!["Ada".to_owned()]);
    assert_eq!(store.get(NAMES), ["Ada"]);
    assert_eq!(store.with(NAMES, Vec::len), 1);
    assert_eq!(*store.share(NAMES), ["Ada"]);
    assert_eq!(store.read(|view| view.with(NAMES, Vec::len)), 1);
    assert_eq!(store.read(|view| view.share(NAMES).len()), 1);
    assert_eq!(store.snapshot().get(NAMES), ["Ada"]);
    assert_eq!(store.try_get(NAMES).unwrap(), ["Ada"]);
    assert_eq!(store.try_with(NAMES, Vec::len).unwrap(), 1);
    assert_eq!(store.get((NAMES, COUNT)), (vec!["Ada".to_owned()], 0));
}

#[test]
fn a_computed_is_brought_up_to_date_when_it_is_read() {
    let store = Store::manual();
    assert_eq!(store.get(SUM), 0);
    store.set(COUNT, 3);
    assert_eq!(store.get(SUM), 6);
    store.update(Cart.items, |items| items.push(4));
    assert_eq!(store.get(SUM), 10);
    store.batch(|tx| {
        tx.set(COUNT, 0);
        assert_eq!(tx.get(SUM), 4, "inside of a batch, too");
    });
}

#[test]
fn only_notifications_wait_for_the_flush() {
    let (store, log) = (Store::manual(), Recorder::new());
    let _telling = store.subscribe(DOUBLE, log.telling("double"));
    store.set(COUNT, 1);
    assert_eq!(store.get(DOUBLE), 2);
    log.check(expect![""]);
    store.flush();
    log.check(expect!["double 2"]);
}

#[test]
fn no_update_is_lost_or_reordered() {
    let store = Store::manual();
    for item in 0..1000 {
        store.update(Cart.items, |items| items.push(item));
        store.set(COUNT, store.get(COUNT) + 1);
    }
    assert_eq!(store.get(Cart.items), (0..1000).collect::<Vec<_>>());
    assert_eq!(store.get(COUNT), 1000);
}

#[test]
fn a_shared_value_stays_as_it_was() {
    let store = Store::manual();
    store.set(NAMES, vec!["Ada".to_owned()]);
    let before = store.share(NAMES);
    store.update(NAMES, |names| names.push("Bob".to_owned()));
    store.set(NAMES, Vec::new());
    assert_eq!(*before, ["Ada"]);
    assert!(store.get(NAMES).is_empty());
    let coupon = store.share(Cart.coupon);
    store.set(Cart.coupon, Some("TEN".to_owned()));
    assert_eq!(*coupon, None);
    assert_eq!(*store.share(Cart.coupon), Some("TEN".to_owned()));
}

#[test]
fn a_field_is_a_handle_of_its_own() {
    let store = Store::manual();
    store.set(Cart.coupon, Some("TEN".to_owned()));
    store.update(Cart, |cart| cart.items.push(1));
    let whole = Cart { items: vec![1], coupon: Some("TEN".to_owned()) };
    assert_eq!(store.get(Cart), whole);
    store.set(Cart, Cart { items: vec![2], ..whole });
    assert_eq!(store.get((Cart.items, Cart.coupon)), (vec![2], Some("TEN".to_owned())));
}

#[test]
fn what_a_reader_of_with_writes_does_not_change_its_value() {
    let store = Store::manual();
    store.set(NAMES, vec!["Ada".to_owned()]);
    store.with(NAMES, |names| {
        store.update(NAMES, |names| names.clear());
        assert_eq!(names, &["Ada"]);
        assert!(store.get(NAMES).is_empty());
    });
}
