//! Members of families come and go.

use atomata::{Delta, Store, Version, atom, computed, json_patch};
use expect_test::{Expect, expect};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[atom(key = u32, id = "todo")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[atom(key = (u32, String), id = "cell")]
static CELL: i64 = 0;

#[atom(key = String, id = "note")]
static NOTE: String = String::new();

#[atom(key = u8, id = "recent", life = lru(2))]
static RECENT: u8 = 0;

#[atom(key = u8, id = "hidden", transient)]
static HIDDEN: u8 = 0;

#[computed(key = u32, deps = [Todo(key).done])]
fn open(key: u32, done: bool) -> bool {
    key > 0 && !done
}

fn store() -> Store {
    Store::builder()
        .register(Todo)
        .register(CELL)
        .register(NOTE)
        .register(RECENT)
        .register(HIDDEN)
        .build()
}

fn begun() -> (Store, Version) {
    let store = store();
    store.set(Todo(1).title, "one".to_owned());
    store.set(Todo(2).title, "two".to_owned());
    let version = store.version();
    (store, version)
}

/// What an edit comes to as a patch. All ways bring it over, also to a mirror that knows no types.
#[track_caller]
fn check(store: &Store, version: &mut Version, edit: impl FnOnce(&Store), expected: Expect) {
    let (by_patch, by_bytes, by_delta) = (self::store(), self::store(), self::store());
    let full = store.full_state().expect("it can be had");
    by_delta.apply(&full).expect("it fits");
    by_patch.apply_patch(&full.to_patch().expect("it can be written")).expect("it fits");
    by_bytes.apply_bytes(&full.to_bytes().expect("it can be written")).expect("it fits");
    let delta = mirrored(store, version, edit, expected);
    let patch = delta.to_patch().expect("it can be written");
    by_patch.apply_patch(&patch).expect("the patch fits");
    by_bytes.apply_bytes(&delta.to_bytes().expect("it can be written")).expect("the bytes fit");
    by_delta.apply(&delta).expect("it fits");
    for other in [by_patch, by_bytes, by_delta] {
        assert_eq!(document(&other), document(store));
    }
}

fn document(store: &Store) -> Value {
    let full = store.full_state().expect("it can be had").to_json().expect("it can be written");
    serde_json::from_str(&full).expect("it is JSON")
}

/// What an edit comes to as a patch, of which a mirror makes what is here.
#[track_caller]
fn mirrored(
    store: &Store,
    version: &mut Version,
    edit: impl FnOnce(&Store),
    expected: Expect,
) -> Delta {
    let mut mirror = document(store);
    edit(store);
    let after = document(store);
    let delta = store.changes_since(version).expect("it can be asked for");
    let patch = delta.to_patch().expect("it can be written");
    expected.assert_eq(&patch.replace("},{\"op", "},\n{\"op"));
    json_patch::apply(&mut mirror, patch.as_bytes()).expect("the patch fits");
    assert_eq!(mirror, after);
    delta
}

#[test]
fn a_member_that_is_new() {
    let (store, mut version) = begun();
    check(
        &store,
        &mut version,
        |store| store.set(Todo(3).done, true),
        expect![[r#"[{"op":"add","path":"/todo/3","value":{"title":"","done":true}}]"#]],
    );
    check(
        &store,
        &mut version,
        |store| store.set(Todo(3).title, "three".to_owned()),
        expect![[r#"[{"op":"replace","path":"/todo/3/title","value":"three"}]"#]],
    );
    check(&store, &mut version, |_| (), expect!["[]"]);
}

#[test]
fn a_member_that_is_removed() {
    let (store, mut version) = begun();
    check(
        &store,
        &mut version,
        |store| drop(store.remove(Todo(1))),
        expect![[r#"[{"op":"remove","path":"/todo/1"}]"#]],
    );
    let again = |store: &Store| {
        store.remove(Todo(2));
        store.set(Todo(2).done, true);
    };
    check(
        &store,
        &mut version,
        again,
        expect![[r#"
        [{"op":"remove","path":"/todo/2"},
        {"op":"add","path":"/todo/2","value":{"title":"","done":true}}]"#]],
    );
    let come_and_gone = |store: &Store| {
        store.set(Todo(9).done, true);
        store.remove(Todo(9));
    };
    check(&store, &mut version, come_and_gone, expect!["[]"]);
    let there_and_back = |store: &Store| {
        store.remove(Todo(2));
        store.set(Todo(2).done, true);
        store.remove(Todo(2));
    };
    check(&store, &mut version, there_and_back, expect![[r#"[{"op":"remove","path":"/todo/2"}]"#]]);
}

#[test]
fn a_member_that_is_held_without_being_there() {
    let (store, mut version) = begun();
    let _watching = store.subscribe(OPEN(7), |_| ());
    assert!(!store.contains(Todo(7)));
    check(
        &store,
        &mut version,
        |store| store.set(Todo(1).done, true),
        expect![[r#"[{"op":"replace","path":"/todo/1/done","value":true}]"#]],
    );
    check(
        &store,
        &mut version,
        |store| store.set(Todo(7).done, true),
        expect![[r#"[{"op":"add","path":"/todo/7","value":{"title":"","done":true}}]"#]],
    );
    check(
        &store,
        &mut version,
        |store| drop(store.remove(Todo(7))),
        expect![[r#"[{"op":"remove","path":"/todo/7"}]"#]],
    );
    check(
        &store,
        &mut version,
        |store| store.set(Todo(7).title, "again".to_owned()),
        expect![[r#"[{"op":"add","path":"/todo/7","value":{"title":"again","done":false}}]"#]],
    );
}

#[test]
fn keys_of_other_types() {
    let (store, mut version) = begun();
    let cells = |store: &Store| {
        store.set(CELL(1, "a/b".to_owned()), 5);
        store.set(NOTE("~x \"y\"".to_owned()), "n".to_owned());
        store.set(NOTE("7".to_owned()), "seven".to_owned());
        store.set(HIDDEN(3), 3);
    };
    check(
        &store,
        &mut version,
        cells,
        expect![[r#"
        [{"op":"add","path":"/cell/[1,\"a~1b\"]","value":5},
        {"op":"add","path":"/note/~0x \"y\"","value":"n"},
        {"op":"add","path":"/note/7","value":"seven"}]"#]],
    );
    let cells = |store: &Store| {
        store.update(CELL(1, "a/b".to_owned()), |cell| *cell += 1);
        store.remove(NOTE("~x \"y\"".to_owned()));
    };
    check(
        &store,
        &mut version,
        cells,
        expect![[r#"
        [{"op":"remove","path":"/note/~0x \"y\""},
        {"op":"replace","path":"/cell/[1,\"a~1b\"]","value":6}]"#]],
    );
}

#[test]
fn a_family_that_is_first_used_after_the_version() {
    let store = Store::new();
    let mut version = store.version();
    assert_eq!(store.get(NOTE("a".to_owned())), "");
    store.set(RECENT(1), 1);
    mirrored(
        &store,
        &mut version,
        |_| (),
        expect![[r#"
        [{"op":"add","path":"/recent","value":{}},
        {"op":"add","path":"/recent/1","value":1},
        {"op":"add","path":"/note","value":{}}]"#]],
    );
    mirrored(
        &store,
        &mut version,
        |store| store.set(NOTE("a".to_owned()), "x".to_owned()),
        expect![[r#"[{"op":"add","path":"/note/a","value":"x"}]"#]],
    );
}

#[test]
fn members_whose_life_is_over() {
    let (store, mut version) = begun();
    let three = |store: &Store| (1..=3).for_each(|key| store.set(RECENT(key), key));
    check(
        &store,
        &mut version,
        three,
        expect![[r#"
        [{"op":"add","path":"/recent/2","value":2},
        {"op":"add","path":"/recent/3","value":3}]"#]],
    );
    check(
        &store,
        &mut version,
        |store| store.set(RECENT(4), 4),
        expect![[r#"
        [{"op":"remove","path":"/recent/2"},
        {"op":"add","path":"/recent/4","value":4}]"#]],
    );
}

#[test]
fn what_was_forgotten_is_told_in_full() {
    let (store, mut version) = begun();
    let mut quick = version.clone();
    for round in 0..10_000 {
        store.set(Todo(100 + round % 7).done, true);
        store.remove(Todo(100 + round % 7));
        if round % 1_000 == 0 {
            assert!(!store.changes_since(&mut quick).expect("it can be asked for").is_full());
        }
    }
    store.set(Todo(2).done, true);
    let delta = store.changes_since(&mut version).expect("it can be asked for");
    assert!(delta.is_full());
    let other = self::store();
    other.set(Todo(100).done, true);
    other.apply(&delta).expect("it fits");
    assert_eq!(other.keys(Todo), [1, 2]);
    assert!(store.changes_since(&mut version).expect("it can be asked for").is_empty());
}

/// Members come to a follower in the order in which they came to the store, whatever was told of them since.
#[test]
fn members_come_in_their_order() {
    let here = store();
    let (by_delta, by_bytes) = (store(), store());
    for key in [5, 3, 9] {
        here.set(Todo(key).done, true);
    }
    // Another member takes the place of the first one in memory, and is the last one.
    here.remove(Todo(5));
    here.set(Todo(1).done, true);
    let mut version = here.version();
    for round in 0..2 {
        let delta = if round == 0 {
            here.full_state().expect("it can be had")
        } else {
            for key in [40, 20, 30] {
                here.set(Todo(key).done, true);
            }
            // What came first changed last.
            here.set(Todo(40).title, "forty".to_owned());
            here.set(Todo(3).title, "three".to_owned());
            here.changes_since(&mut version).expect("it is known")
        };
        by_delta.apply(&delta).expect("it fits");
        by_bytes.apply_bytes(&delta.to_bytes().expect("it can be written")).expect("it fits");
        for there in [&by_delta, &by_bytes] {
            assert_eq!(there.keys(Todo), here.keys(Todo), "round {round}");
        }
    }
    assert_eq!(here.keys(Todo), [3, 9, 1, 40, 20, 30]);
}
