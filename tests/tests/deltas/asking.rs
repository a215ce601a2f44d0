//! What can be asked for, and when: transactions, other stores, streams of a part, snapshots.

use atomata::{Delta, DeltaError, Deltas, List, Store, atom};
use expect_test::{Expect, expect};
use serde::{Deserialize, Serialize};

#[atom(id = "tax", group = "data")]
static TAX: f64 = 0.2;

#[atom(id = "cart", group = "data")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: List<u32>,
    count: u32,
}

#[atom(id = "open", group = "ui")]
static OPEN: bool = false;

#[atom(id = "todo", key = u32, group = "ui")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    done: bool,
    text: String,
}

#[atom(id = "grid", key = (u8, u8), group = "data")]
static GRID: u64 = 0;

fn store() -> Store {
    let builder = Store::builder().register(TAX).register(Cart).register(OPEN);
    let store = builder.register(Todo).register(GRID).build();
    drop(store.get((TAX, Cart, OPEN)));
    store
}

#[track_caller]
fn check(delta: &Delta, expected: Expect) {
    expected
        .assert_eq(&delta.to_patch().expect("it can be written").replace("},{\"op", "},\n{\"op"));
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, DeltaError>, expected: Expect) {
    expected.assert_eq(&result.expect_err("it is refused").to_string());
}

#[test]
fn a_transaction_that_is_taken_back_leaves_nothing() {
    let store = store();
    store.set(Todo(1).done, true);
    let mut version = store.version();
    let result = store.transaction(|tx| {
        tx.set(TAX, 0.5);
        tx.update(Cart, |cart| {
            cart.items.push(1);
            *cart.count += 1;
        });
        tx.set(Todo(1).text, "x".to_owned());
        tx.set(Todo(2).text, "x".to_owned());
        tx.remove(Todo(1));
        tx.set(Todo(1).done, false);
        tx.set(GRID(1, 2), 3);
        Err::<(), ()>(())
    });
    assert!(result.is_err());
    let delta = store.changes_since(&mut version).expect("it can be asked for");
    check(&delta, expect!["[]"]);
    // What comes later is told as ever.
    store.set(Todo(1).done, false);
    store.set(Todo(2).done, true);
    store.update(Cart.items, |items| items.push(7));
    store.set(GRID(1, 2), 4);
    let delta = store.changes_since(&mut version).expect("it can be asked for");
    check(
        &delta,
        expect![[r#"
        [{"op":"replace","path":"/todo/1/done","value":false},
        {"op":"add","path":"/todo/2","value":{"done":true,"text":""}},
        {"op":"add","path":"/cart/items/0","value":7},
        {"op":"add","path":"/grid/[1,2]","value":4}]"#]],
    );
}

#[test]
fn a_savepoint_that_is_taken_back_keeps_what_came_before() {
    let store = store();
    let mut version = store.version();
    let result = store.transaction(|tx| {
        tx.set(Cart.count, 1);
        let inner = tx.transaction(|tx| {
            tx.set(Cart.count, 2);
            tx.set(TAX, 0.9);
            Err::<(), ()>(())
        });
        assert!(inner.is_err());
        Ok::<(), ()>(())
    });
    assert!(result.is_ok());
    check(
        &store.changes_since(&mut version).expect("it can be asked for"),
        expect![[r#"[{"op":"replace","path":"/cart/count","value":1}]"#]],
    );
}

#[test]
fn an_atom_that_was_first_used_in_what_is_taken_back() {
    let store = Store::builder().register(TAX).register(Cart).build();
    let mut version = store.version();
    let result = store.transaction(|tx| {
        tx.set(Cart.count, 2);
        Err::<(), ()>(())
    });
    assert!(result.is_err());
    check(&store.changes_since(&mut version).expect("it can be asked for"), expect!["[]"]);
    store.set(Cart.count, 3);
    check(
        &store.changes_since(&mut version).expect("it can be asked for"),
        expect![[r#"[{"op":"add","path":"/cart","value":{"items":[],"count":3}}]"#]],
    );
}

#[test]
fn a_version_of_what_may_be_taken_back_knows_nothing() {
    let store = store();
    let mut inside = None;
    let result = store.transaction(|tx| {
        tx.update(Cart.items, |items| items.extend([1, 2, 3]));
        inside = Some(tx.version());
        Err::<(), ()>(())
    });
    assert!(result.is_err());
    store.update(Cart.items, |items| items.push(9));
    let mut version = inside.expect("it was made");
    check(
        &store.changes_since(&mut version).expect("it can be asked for"),
        expect![[
            r#"[{"op":"add","path":"","value":{"tax":0.2,"cart":{"items":[9],"count":0},"open":false,"todo":{},"grid":{}}}]"#
        ]],
    );
    store.update(Cart.items, |items| items.push(10));
    check(
        &store.changes_since(&mut version).expect("it can be asked for"),
        expect![[r#"[{"op":"add","path":"/cart/items/1","value":10}]"#]],
    );
}

#[test]
fn a_version_of_a_batch_is_one_of_that_moment() {
    let store = store();
    let mut version = store.batch(|tx| {
        tx.set(TAX, 0.3);
        let version = tx.version();
        tx.set(Cart.count, 3);
        version
    });
    check(
        &store.changes_since(&mut version).expect("it can be asked for"),
        expect![[r#"[{"op":"replace","path":"/cart/count","value":3}]"#]],
    );
}

#[test]
fn what_is_refused() {
    let (store, other) = (store(), self::store());
    let mut version = other.version();
    refused(store.changes_since(&mut version), expect!["the version is one of another store"]);
    let mut version = store.version();
    let mut deltas = store.deltas();
    store.batch(|tx| {
        refused(tx.changes_since(&mut version), expect!["`changes_since` cannot be used inside of a turn, a subscriber or a hook, because it would wait for itself; use it when that has ended, and read with `get` until then"]);
        refused(tx.full_state(), expect!["`full_state` cannot be used inside of a turn, a subscriber or a hook, because it would wait for itself; use it when that has ended, and read with `get` until then"]);
        refused(deltas.next_now(), expect!["`deltas` cannot be used inside of a turn, a subscriber or a hook, because it would wait for itself; use it when that has ended, and read with `get` until then"]);
        refused(tx.apply_patch("[]"), expect!["`apply_patch` cannot be used inside of a turn, a subscriber or a hook, because it would wait for itself; use it when that has ended, and read with `get` until then"]);
        refused(tx.apply_bytes(&[]), expect!["the frame is cut short: at least 1 more bytes belong to it"]);
    });
    store.set(Cart.count, 1);
    let delta = store.changes_since(&mut version).expect("it can be asked for");
    refused(
        delta.inverse(),
        expect!["what `Cart` was before is not known; make the delta of two snapshots"],
    );
    store.update(Cart.items, |items| items.push(1));
    let delta = store.changes_since(&mut version).expect("it can be asked for");
    refused(
        delta.inverse(),
        expect!["what `Cart` was before is not known; make the delta of two snapshots"],
    );
    store.set(Todo(1).done, true);
    store.remove(Todo(1));
    store.set(Todo(2).done, true);
    drop(store.changes_since(&mut version));
    store.remove(Todo(2));
    let delta = store.changes_since(&mut version).expect("it can be asked for");
    refused(
        delta.inverse(),
        expect!["what `Todo(2)` was before is not known; make the delta of two snapshots"],
    );
    refused(
        store.full_state().expect("it can be had").inverse(),
        expect!["what `TAX` was before is not known; make the delta of two snapshots"],
    );
}

#[test]
fn names_and_numbers() {
    let store = store();
    let mut version = store.version();
    store.set(Todo(3).done, true);
    store.set(GRID(1, 2), 5);
    store.set(TAX, 0.1);
    let delta = store.changes_since(&mut version).expect("it can be asked for");
    expect![[r#"Delta { full: false, atoms: ["Todo(3)", "GRID(1, 2)", "TAX"], .. }"#]]
        .assert_eq(&format!("{delta:?}"));
    assert!(!delta.is_full() && !delta.is_empty());
    let empty = store.changes_since(&mut version).expect("it can be asked for");
    assert!(empty.is_empty());
    check(&empty, expect!["[]"]);
    assert_eq!(empty.names(), <[String; 0]>::default());
}

#[track_caller]
fn next(deltas: &mut Deltas) -> String {
    let delta = deltas.next_now().expect("it can be asked for");
    let patch = delta.map(|delta| {
        let kind = if delta.is_full() { "full " } else { "" };
        format!("{kind}{} {}", delta.sequence(), delta.to_patch().expect("it can be written"))
    });
    patch.unwrap_or_else(|| "nothing".to_owned())
}

#[test]
fn a_stream_of_a_part() {
    let store = store();
    let mut by_group = store.deltas().groups(["ui"]);
    let mut by_atom = store.deltas().atoms([TAX.id(), GRID.id()]);
    let mut by_both = store.deltas().groups(["ui"]).atoms([TAX.id(), OPEN.id()]);
    let mut nothing = store.deltas().groups(["none"]);
    expect![[r#"full 1 [{"op":"add","path":"","value":{"open":false,"todo":{}}}]"#]]
        .assert_eq(&next(&mut by_group));
    expect![[r#"full 1 [{"op":"add","path":"","value":{"tax":0.2,"grid":{}}}]"#]]
        .assert_eq(&next(&mut by_atom));
    expect![[r#"full 1 [{"op":"add","path":"","value":{"open":false}}]"#]]
        .assert_eq(&next(&mut by_both));
    expect![[r#"full 1 [{"op":"add","path":"","value":{}}]"#]].assert_eq(&next(&mut nothing));
    store.set(TAX, 0.5);
    store.set(Todo(1).done, true);
    expect![[r#"2 [{"op":"add","path":"/todo/1","value":{"done":true,"text":""}}]"#]]
        .assert_eq(&next(&mut by_group));
    expect![[r#"2 [{"op":"replace","path":"/tax","value":0.5}]"#]].assert_eq(&next(&mut by_atom));
    expect!["nothing"].assert_eq(&next(&mut by_both));
    store.set(OPEN, true);
    store.set(GRID(1, 1), 1);
    store.remove(Todo(1));
    expect![[
        r#"3 [{"op":"remove","path":"/todo/1"},{"op":"replace","path":"/open","value":true}]"#
    ]]
    .assert_eq(&next(&mut by_group));
    expect![[r#"3 [{"op":"add","path":"/grid/[1,1]","value":1}]"#]].assert_eq(&next(&mut by_atom));
    expect![[r#"2 [{"op":"replace","path":"/open","value":true}]"#]].assert_eq(&next(&mut by_both));
    expect!["nothing"].assert_eq(&next(&mut nothing));
}

#[test]
fn a_large_delta_is_sent_in_full() {
    let store = store();
    (0..200).for_each(|at| store.set(GRID(0, at), 1));
    let mut deltas = store.deltas();
    let mut patient = store.deltas().threshold(1.0);
    let mut frugal = store.deltas().threshold(0.0);
    let full = |deltas: &mut Deltas| {
        let delta = deltas.next_now().expect("it can be asked for").expect("there is one");
        (delta.is_full(), delta.sequence())
    };
    let mut all = || [full(&mut deltas), full(&mut patient), full(&mut frugal)];
    assert_eq!(all(), [(true, 1); 3]);
    // A few are always sent as such.
    (0..60).for_each(|at| store.set(GRID(0, at), 2));
    assert_eq!(all(), [(false, 2); 3]);
    (0..64).for_each(|at| store.set(GRID(0, at), 3));
    assert_eq!(all(), [(true, 3), (false, 3), (true, 3)]);
    store.set(TAX, 0.7);
    assert_eq!(all(), [(false, 4); 3]);
}

#[test]
fn snapshots() {
    let store = Store::builder().register(TAX).register(Cart).register(Todo).build();
    store.set(Todo(1).text, "one".to_owned());
    let before = store.snapshot();
    assert!(before.delta_from(&store.snapshot()).is_empty());
    store.set(TAX, 0.4);
    store.update(Cart.items, |items| items.extend([1, 2, 3]));
    store.remove(Todo(1));
    store.set(Todo(2).done, true);
    store.set(GRID(1, 1), 1);
    let delta = store.snapshot().delta_from(&before);
    check(
        &delta,
        expect![[r#"
        [{"op":"add","path":"/grid","value":{}},
        {"op":"remove","path":"/todo/1"},
        {"op":"add","path":"/todo/2","value":{"done":true,"text":""}},
        {"op":"add","path":"/grid/[1,1]","value":1},
        {"op":"add","path":"/cart","value":{"items":[1,2,3],"count":0}},
        {"op":"add","path":"/tax","value":0.4}]"#]],
    );
    check(
        &delta.inverse().expect("both moments are known"),
        expect![[r#"
        [{"op":"add","path":"/todo/1","value":{"done":false,"text":"one"}},
        {"op":"remove","path":"/todo/2"},
        {"op":"remove","path":"/grid/[1,1]"},
        {"op":"add","path":"/cart","value":{"items":[],"count":0}},
        {"op":"add","path":"/tax","value":0.2}]"#]],
    );
    store.apply(&delta.inverse().expect("both moments are known")).expect("it fits");
    assert!(store.snapshot().delta_from(&before).names().iter().all(|name| name != "Todo(2)"));
    assert_eq!(store.keys(Todo), [1]);
    assert_eq!(store.get(TAX), 0.2);
    store.apply(&delta).expect("it fits");
    assert_eq!(store.get(Cart.items), List::from_iter([1, 2, 3]));
    assert_eq!(store.keys(Todo), [2]);
}

#[test]
fn one_after_the_other() {
    let store = store();
    store.set(Todo(1).text, "one".to_owned());
    let mut version = store.version();
    let mut step = |edit: &dyn Fn(&Store)| {
        edit(&store);
        store.changes_since(&mut version).expect("it can be asked for")
    };
    let made = step(&|store| store.set(Todo(2).done, true));
    let written = step(&|store| store.set(Todo(2).text, "two".to_owned()));
    let gone = step(&|store| drop(store.remove(Todo(2))));
    let again = step(&|store| store.set(Todo(2).done, true));
    let anew = step(&|store| {
        store.remove(Todo(2));
        store.set(Todo(2).text, "new".to_owned());
    });
    let last = step(&|store| drop(store.remove(Todo(2))));
    check(
        &made.then(&written),
        expect![[r#"[{"op":"add","path":"/todo/2","value":{"done":true,"text":"two"}}]"#]],
    );
    check(&made.then(&written).then(&gone), expect!["[]"]);
    check(
        &gone.then(&again),
        expect![[r#"[{"op":"add","path":"/todo/2","value":{"done":true,"text":""}}]"#]],
    );
    check(
        &again.then(&anew),
        expect![[r#"[{"op":"add","path":"/todo/2","value":{"done":false,"text":"new"}}]"#]],
    );
    check(
        &anew,
        expect![[r#"
        [{"op":"remove","path":"/todo/2"},
        {"op":"add","path":"/todo/2","value":{"done":false,"text":"new"}}]"#]],
    );
    check(&anew.then(&last), expect![[r#"[{"op":"remove","path":"/todo/2"}]"#]]);
    check(&again.then(&anew.then(&last)), expect!["[]"]);
}
