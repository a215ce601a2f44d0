//! Notifications come by group priority, then graph order, then order of subscription; what cannot be
//! put in order is refused when it is registered.

use atomata::{Group, Store, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;

#[atom]
static A: i64 = 0;

#[atom]
static B: i64 = 0;

#[atom(group = "first")]
static URGENT: i64 = 0;

#[atom(group = "last")]
static LAZY: i64 = 0;

#[computed(deps = [A])]
fn of_a(a: i64) -> i64 {
    a
}

#[computed(deps = [OF_A, B])]
fn deep(of_a: i64, b: i64) -> i64 {
    of_a + b
}

#[computed(deps = [DEEP, LAZY, URGENT])]
fn mixed(deep: i64, lazy: i64, urgent: i64) -> i64 {
    deep + lazy + urgent
}

#[computed(deps = [LAZY])]
fn of_lazy(lazy: i64) -> i64 {
    lazy
}

fn write_all(store: &Store, value: i64) {
    // Against the order in which they are told.
    store.batch(|tx| {
        tx.set(LAZY, value);
        tx.set(B, value);
        tx.set(A, value);
        tx.set(URGENT, value);
    });
}

#[test]
fn priority_then_level_then_slot_then_subscription() {
    let log = Recorder::new();
    let store = Store::builder()
        .immediate()
        .group("first", Group::new().priority(5))
        .group("last", Group::new().priority(-5))
        .register(A)
        .register(B)
        .build();
    let _told = [
        store.subscribe(OF_LAZY, log.telling("of lazy")),
        store.subscribe(MIXED, log.telling("mixed")),
        store.subscribe(DEEP, log.telling("deep")),
        store.subscribe(B, log.telling("b")),
        store.subscribe(LAZY, log.telling("lazy")),
        store.subscribe(OF_A, log.telling("of a")),
        store.subscribe(URGENT, log.telling("urgent")),
        store.subscribe(A, log.telling("a")),
        store.subscribe(A, log.telling("a again")),
        store.subscribe((LAZY, A), {
            let log = log.clone();
            move |(lazy, a)| log.log(format_args!("pair {lazy} {a}"))
        }),
    ];
    write_all(&store, 1);
    // `of lazy` belongs to the default group of this module, which is the higher of the two.
    expect!["urgent 1; mixed 4; a 1; a again 1; b 1; pair 1 1; of lazy 1; of a 1; deep 2; lazy 1"]
        .assert_eq(&log.take());
    write_all(&store, 2);
    log.check(expect![
        "urgent 2; mixed 8; a 2; a again 2; b 2; pair 2 2; of lazy 2; of a 2; deep 4; lazy 2"
    ]);
}

#[test]
fn register_fixes_the_order() {
    let order = |store: &Store| {
        let log = Recorder::new();
        let _a = store.subscribe(A, log.telling("a"));
        let _b = store.subscribe(B, log.telling("b"));
        write_all(store, 1);
        log.take()
    };
    assert_eq!(order(&Store::builder().immediate().register(A).register(B).build()), "a 1; b 1");
    assert_eq!(order(&Store::builder().immediate().register(B).register(A).build()), "b 1; a 1");
}

#[test]
fn a_place_used_again_keeps_the_order_of_subscription() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let one = store.subscribe(A, log.telling("one"));
    let _two = store.subscribe(A, log.telling("two"));
    drop(one);
    let _three = store.subscribe(A, log.telling("three"));
    store.set(A, 1);
    log.check(expect!["two 1; three 1"]);
}
