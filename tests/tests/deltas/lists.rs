//! Lists and maps are told by their edits.

use atomata::{List, Map, Store, Version, atom};
use expect_test::{Expect, expect};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Row {
    id: u32,
    text: String,
}

#[atom(id = "sheet")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Sheet {
    rows: List<Row>,
    cells: Map<u32, String>,
    #[atom(by = id)]
    plain: Vec<Row>,
    names: Map<String, u8>,
}

#[atom(id = "log")]
static LOG: List<String> = List::new();

#[atom(id = "units")]
static UNITS: List<()> = List::new();

fn row(id: u32) -> Row {
    Row { id, text: format!("row {id}") }
}

fn store() -> Store {
    Store::builder().register(Sheet).register(LOG).register(UNITS).build()
}

fn filled() -> (Store, Version) {
    let store = store();
    store.update(Sheet, |sheet| {
        sheet.rows.extend((0..100).map(row));
        sheet.cells.extend((0..100).map(|id| (id, "x".to_owned())));
        sheet.plain.extend((0..100).map(row));
    });
    store.update(LOG, |log| log.extend(["a".to_owned(), "b".to_owned()]));
    store.update(UNITS, |units| units.extend([(); 3]));
    let version = store.version();
    (store, version)
}

/// The patch that leads from the version to now. Both wires bring it over.
#[track_caller]
fn check(store: &Store, version: &mut Version, edit: impl FnOnce(&Store), expected: Expect) {
    let (by_patch, by_bytes, by_delta) = (self::store(), self::store(), self::store());
    let full = store.full_state().expect("it can be had");
    by_delta.apply(&full).expect("it fits");
    by_patch.apply_patch(&full.to_patch().expect("it can be written")).expect("it fits");
    by_bytes.apply_bytes(&full.to_bytes().expect("it can be written")).expect("it fits");
    edit(store);
    let delta = store.changes_since(version).expect("it can be asked for");
    let patch = delta.to_patch().expect("it can be written");
    expected.assert_eq(&patch.replace("},{\"op", "},\n{\"op"));
    by_patch.apply_patch(&patch).expect("the patch fits");
    by_bytes.apply_bytes(&delta.to_bytes().expect("it can be written")).expect("the bytes fit");
    by_delta.apply(&delta).expect("it fits");
    for other in [by_patch, by_bytes, by_delta] {
        assert_eq!(other.get((Sheet, LOG, UNITS)), store.get((Sheet, LOG, UNITS)));
    }
}

#[test]
fn a_list() {
    let (store, mut version) = filled();
    let edit = |store: &Store| store.update(Sheet.rows, |rows| rows.insert(0, row(1000)));
    check(
        &store,
        &mut version,
        edit,
        expect![[r#"[{"op":"add","path":"/sheet/rows/0","value":{"id":1000,"text":"row 1000"}}]"#]],
    );
    let edit = |store: &Store| {
        store.update(Sheet.rows, |rows| {
            rows.get_mut(50).expect("it is there").text.push('!');
            rows.remove(20);
            let moved = rows.remove(3);
            rows.insert(60, moved);
        });
    };
    check(
        &store,
        &mut version,
        edit,
        expect![[r#"
        [{"op":"remove","path":"/sheet/rows/3"},
        {"op":"remove","path":"/sheet/rows/19"},
        {"op":"add","path":"/sheet/rows/60","value":{"id":2,"text":"row 2"}},
        {"op":"replace","path":"/sheet/rows/48","value":{"id":49,"text":"row 49!"}}]"#]],
    );
    let edit = |store: &Store| store.update(LOG, |log| log.push("c".to_owned()));
    check(&store, &mut version, edit, expect![[r#"[{"op":"add","path":"/log/2","value":"c"}]"#]]);
    let edit = |store: &Store| store.set(LOG, List::new());
    check(&store, &mut version, edit, expect![[r#"[{"op":"replace","path":"/log","value":[]}]"#]]);
    let edit = |store: &Store| store.update(UNITS, |units| units.extend([(), ()]));
    check(
        &store,
        &mut version,
        edit,
        expect![[r#"
        [{"op":"add","path":"/units/3","value":null},
        {"op":"add","path":"/units/4","value":null}]"#]],
    );
}

#[test]
fn a_map() {
    let (store, mut version) = filled();
    let edit = |store: &Store| {
        store.update(Sheet, |sheet| {
            sheet.cells.insert(7, "y".to_owned());
            sheet.cells.remove(&9);
            sheet.cells.insert(200, "new".to_owned());
            sheet.names.insert("a/b~c".to_owned(), 1);
        });
    };
    check(
        &store,
        &mut version,
        edit,
        expect![[r#"
        [{"op":"add","path":"/sheet/cells/7","value":"y"},
        {"op":"remove","path":"/sheet/cells/9"},
        {"op":"add","path":"/sheet/cells/200","value":"new"},
        {"op":"add","path":"/sheet/names/a~1b~0c","value":1}]"#]],
    );
    let edit = |store: &Store| {
        store.update(Sheet.names, |names| {
            names.insert("a/b~c".to_owned(), 2);
            names.insert("\"".to_owned(), 3);
        });
    };
    check(
        &store,
        &mut version,
        edit,
        expect![[r#"[{"op":"replace","path":"/sheet/names","value":{"\"":3,"a/b~c":2}}]"#]],
    );
    let edit = |store: &Store| store.update(Sheet.names, |names| names.clear());
    check(
        &store,
        &mut version,
        edit,
        expect![[r#"[{"op":"replace","path":"/sheet/names","value":{}}]"#]],
    );
}

#[test]
fn a_plain_list_by_a_key() {
    let (store, mut version) = filled();
    let edit = |store: &Store| {
        store.update(Sheet.plain, |plain| {
            plain.insert(0, row(1000));
            plain.remove(20);
            plain.swap(40, 60);
            plain[70].text.push('!');
        });
    };
    check(
        &store,
        &mut version,
        edit,
        expect![[r#"
        [{"op":"remove","path":"/sheet/plain/19"},
        {"op":"add","path":"/sheet/plain/0","value":{"id":1000,"text":"row 1000"}},
        {"op":"move","from":"/sheet/plain/60","path":"/sheet/plain/40"},
        {"op":"move","from":"/sheet/plain/41","path":"/sheet/plain/60"},
        {"op":"replace","path":"/sheet/plain/70","value":{"id":70,"text":"row 70!"}}]"#]],
    );
    // Where a key stands twice, the list is sent as one.
    let edit = |store: &Store| {
        store.update(Sheet.plain, |plain| {
            plain.truncate(2);
            plain[0] = row(7);
            plain[1] = row(7);
        });
    };
    check(
        &store,
        &mut version,
        edit,
        expect![[
            r#"[{"op":"replace","path":"/sheet/plain","value":[{"id":7,"text":"row 7"},{"id":7,"text":"row 7"}]}]"#
        ]],
    );
    let edit = |store: &Store| store.update(Sheet.plain, |plain| plain.push(row(8)));
    check(
        &store,
        &mut version,
        edit,
        expect![[r#"[{"op":"add","path":"/sheet/plain/2","value":{"id":8,"text":"row 8"}}]"#]],
    );
}

#[test]
fn an_equal_list_is_no_change() {
    let (store, mut version) = filled();
    let edit = |store: &Store| {
        store.set(Sheet.rows, (0..100).map(row).collect());
        store.set(Sheet.plain, (0..100).map(row).collect());
    };
    check(&store, &mut version, edit, expect!["[]"]);
    // A mutable access is a change: of what was there before nothing is kept to compare with.
    let edit = |store: &Store| store.update(Sheet.rows, |rows| drop(rows.get_mut(3)));
    check(
        &store,
        &mut version,
        edit,
        expect![[r#"[{"op":"replace","path":"/sheet/rows/3","value":{"id":3,"text":"row 3"}}]"#]],
    );
}

#[test]
fn several_readers_have_bases_of_their_own() {
    let (store, mut slow) = filled();
    let mut quick = store.version();
    store.update(LOG, |log| log.push("c".to_owned()));
    let first = store.changes_since(&mut quick).expect("it can be asked for");
    store.update(LOG, |log| log.insert(0, "z".to_owned()));
    let second = store.changes_since(&mut quick).expect("it can be asked for");
    let both = store.changes_since(&mut slow).expect("it can be asked for");
    let patch = |delta: &atomata::Delta| delta.to_patch().expect("it can be written");
    expect![[r#"
        [{"op":"add","path":"/log/2","value":"c"}]
        [{"op":"add","path":"/log/0","value":"z"}]
        [{"op":"add","path":"/log/0","value":"z"},{"op":"add","path":"/log/3","value":"c"}]"#]]
    .assert_eq(&[patch(&first), patch(&second), patch(&both)].join("\n"));
    expect![[
        r#"[{"op":"add","path":"/log/0","value":"z"},{"op":"add","path":"/log/3","value":"c"}]"#
    ]]
    .assert_eq(&patch(&first.then(&second)));
}
