//! Values that were wrong, stale, or alive where they should not have been.

use atomata::{Store, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use serde::{Deserialize, Serialize};

#[atom]
static A: i64 = 1;

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<u32>,
    coupon: Option<String>,
}

#[computed(deps = [A])]
fn b(a: i64) -> i64 {
    a * 2
}

// The short way to `a` and the long one.
#[computed(deps = [A, B])]
fn d(a: i64, b: i64) -> (i64, i64) {
    (a, b)
}

#[computed(deps = [B, A])]
fn e(b: i64, a: i64) -> (i64, i64) {
    (b, a)
}

#[computed(deps = [Cart.items])]
fn sum(items: &[u32]) -> u32 {
    items.iter().sum()
}

#[test]
fn a_wrong_value_in_an_asymmetric_diamond() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _told = [store.subscribe(D, log.showing("d")), store.subscribe(E, log.showing("e"))];
    store.set(A, 2);
    log.check(expect!["d (2, 4); e (4, 2)"]);
    assert_eq!((store.get(D), store.get(E)), ((2, 4), (4, 2)));
    store.batch(|tx| {
        tx.set(A, 3);
        assert_eq!((tx.get(D), tx.get(E)), ((3, 6), (6, 3)));
        tx.set(A, 4);
    });
    log.check(expect!["d (4, 8); e (8, 4)"]);
}

#[test]
fn undoing_leaves_computeds_stale() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _told = [store.subscribe(B, log.telling("b")), store.subscribe(SUM, log.telling("sum"))];
    let undone: Result<(), ()> = store.transaction(|tx| {
        tx.set(A, 10);
        tx.update(Cart, |cart| cart.items.push(5));
        assert_eq!(tx.get((B, SUM)), (20, 5));
        Err(())
    });
    assert!(undone.is_err());
    assert_eq!(store.get((B, D, SUM)), (2, (1, 2), 0));
    log.check(expect![""]);
    store.set(A, 10);
    store.update(Cart, |cart| cart.items.push(5));
    log.check(expect!["b 20; sum 5"]);
}

#[test]
fn a_snapshot_aliases_live_data() {
    let store = Store::immediate();
    store.update(Cart, |cart| cart.items.push(1));
    let before = store.snapshot();
    let shared = before.share(Cart);
    store.update(Cart.items, |items| items.push(2));
    store.update(Cart, |cart| cart.coupon.set(Some("TEN".to_owned())));
    store.set(A, 5);
    assert_eq!((before.get(Cart.items), before.get(Cart.coupon)), (vec![1], None));
    assert_eq!((before.get(SUM), before.get(D)), (1, (1, 2)));
    assert_eq!(shared.items, [1]);
    assert_eq!((store.get(SUM), store.get(D)), (3, (5, 10)));
    drop(store);
    assert_eq!(before.get(SUM), 1);
}
