//! Applying: one turn, all or nothing, told to those whom it concerns.

use std::sync::Mutex;

use atomata::{Applied, DeltaError, Fields, Follower, List, Map, Store, Tier, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::{Expect, expect};
use serde::{Deserialize, Serialize};

#[atom(id = "tax")]
static TAX: f64 = 0.2;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Size {
    width: u32,
    height: u32,
}

#[atom(id = "panel")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Panel {
    title: String,
    #[atom(nested)]
    size: Size,
    tags: Vec<String>,
    rows: List<u32>,
    cells: Map<String, u32>,
}

#[atom(id = "other")]
static OTHER: Option<u32> = None;

#[atom(id = "left", nested)]
static LEFT: Size = Size { width: 1, height: 1 };

#[atom(id = "todo", key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    text: String,
    done: bool,
}

#[atom(id = "local", transient)]
static LOCAL: u32 = 5;

#[computed(id = "area", deps = [Panel.size.width, Panel.size.height, LEFT.width])]
fn area(width: u32, height: u32, left: u32) -> u32 {
    width * height + left
}

fn store() -> Store {
    let builder = Store::builder().immediate().register(TAX).register(Panel).register(OTHER);
    let store = builder.register(LEFT).register(Todo).register(LOCAL).build();
    drop(store.get((TAX, Panel, OTHER, LEFT, AREA)));
    store
}

fn document<G: Tier>(store: &atomata::Store<G>) -> String {
    store.full_state().expect("it can be had").to_json().expect("it can be written")
}

/// The patch fits, and leaves this.
#[track_caller]
fn patched(store: &Store, patch: &str, expected: Expect) {
    store.apply_patch(patch).expect("the patch fits");
    expected.assert_eq(&document(store));
}

/// The patch is refused, and changes nothing.
#[track_caller]
fn refused(store: &Store, patch: &str, expected: Expect) {
    let before = document(store);
    expected.assert_eq(&store.apply_patch(patch).expect_err("it is refused").to_string());
    assert_eq!(document(store), before);
}

#[test]
fn every_operation() {
    let store = store();
    let patch = r#"[{"op":"add","path":"/panel/tags/-","value":"a"},
        {"op":"add","path":"/panel/tags/0","value":"b"},
        {"op":"replace","path":"/panel/size/width","value":7},
        {"op":"add","path":"/todo/3","value":{"text":"t","done":false}}]"#;
    patched(
        &store,
        patch,
        expect![[
            r#"{"tax":0.2,"panel":{"title":"","size":{"width":7,"height":0},"tags":["b","a"],"rows":[],"cells":{}},"other":null,"left":{"width":1,"height":1},"todo":{"3":{"text":"t","done":false}}}"#
        ]],
    );
    let patch = r#"[{"op":"test","path":"/panel/tags","value":["b","a"]},
        {"op":"copy","from":"/panel/tags/0","path":"/panel/title"},
        {"op":"move","from":"/panel/size/width","path":"/panel/size/height"},
        {"op":"add","path":"/panel/size/width","value":0},
        {"op":"remove","path":"/panel/tags/1"}]"#;
    patched(
        &store,
        patch,
        expect![[
            r#"{"tax":0.2,"panel":{"title":"b","size":{"width":0,"height":7},"tags":["b"],"rows":[],"cells":{}},"other":null,"left":{"width":1,"height":1},"todo":{"3":{"text":"t","done":false}}}"#
        ]],
    );
    // Between atoms, and between members.
    let patch = r#"[{"op":"copy","from":"/panel/size","path":"/left"},
        {"op":"move","from":"/todo/3","path":"/todo/4"},
        {"op":"copy","from":"/todo/4","path":"/todo/5"},
        {"op":"replace","path":"/todo/5/done","value":true},
        {"op":"copy","from":"/left/height","path":"/other"}]"#;
    patched(
        &store,
        patch,
        expect![[
            r#"{"tax":0.2,"panel":{"title":"b","size":{"width":0,"height":7},"tags":["b"],"rows":[],"cells":{}},"other":7,"left":{"width":0,"height":7},"todo":{"4":{"text":"t","done":false},"5":{"text":"t","done":true}}}"#
        ]],
    );
    let patch = r#"[{"op":"remove","path":"/other"},{"op":"remove","path":"/todo"}]"#;
    refused(&store, patch, expect!["`other` cannot be read: an atom cannot be removed"]);
    patched(
        &store,
        r#"[{"op":"remove","path":"/todo"}]"#,
        expect![[
            r#"{"tax":0.2,"panel":{"title":"b","size":{"width":0,"height":7},"tags":["b"],"rows":[],"cells":{}},"other":7,"left":{"width":0,"height":7},"todo":{}}"#
        ]],
    );
    let patch = r#"[{"op":"add","path":"/panel/rows/-","value":1},
        {"op":"add","path":"/panel/rows/0","value":2},
        {"op":"add","path":"/panel/cells/a~1b","value":3},
        {"op":"test","path":"/panel/cells","value":{"a/b":3}}]"#;
    patched(
        &store,
        patch,
        expect![[
            r#"{"tax":0.2,"panel":{"title":"b","size":{"width":0,"height":7},"tags":["b"],"rows":[2,1],"cells":{"a/b":3}},"other":7,"left":{"width":0,"height":7},"todo":{}}"#
        ]],
    );
    patched(
        &store,
        "[]",
        expect![[
            r#"{"tax":0.2,"panel":{"title":"b","size":{"width":0,"height":7},"tags":["b"],"rows":[2,1],"cells":{"a/b":3}},"other":7,"left":{"width":0,"height":7},"todo":{}}"#
        ]],
    );
}

#[test]
fn a_whole_document() {
    let store = store();
    store.set(LOCAL, 6);
    store.set(Todo(1).done, true);
    store.set(TAX, 0.9);
    let patch = r#"[{"op":"add","path":"","value":{"left":{"width":3,"height":4},"todo":{"2":{"text":"","done":true}}}}]"#;
    patched(
        &store,
        patch,
        expect![[
            r#"{"tax":0.2,"panel":{"title":"","size":{"width":0,"height":0},"tags":[],"rows":[],"cells":{}},"other":null,"left":{"width":3,"height":4},"todo":{"2":{"text":"","done":true}}}"#
        ]],
    );
    assert_eq!((store.get(LOCAL), store.keys(Todo)), (6, vec![2]));
}

#[test]
fn what_does_not_fit_changes_nothing() {
    let store = store();
    store.set(Todo(1).text, "one".to_owned());
    let begin = r#"{"op":"replace","path":"/tax","value":0.5}"#;
    let no = |rest: &str, expected| refused(&store, &format!("[{begin},{rest}]"), expected);
    no(
        r#"{"op":"test","path":"/panel/title","value":"x"}"#,
        expect![[r#"operation 1: "/panel/title" has another value"#]],
    );
    no(
        r#"{"op":"replace","path":"/panel/size/width","value":-1}"#,
        expect![[
            r#"operation 1: the value for "/panel/size/width": invalid value: integer `-1`, expected u32 at line 1 column 2"#
        ]],
    );
    no(
        r#"{"op":"replace","path":"/panel/size","value":3}"#,
        expect!["`Panel.size` cannot be read: it is no object"],
    );
    no(
        r#"{"op":"add","path":"/panel/size/depth","value":3}"#,
        expect!["there is no `Panel.size.depth`"],
    );
    no(
        r#"{"op":"remove","path":"/panel/size/width"}"#,
        expect![
            "`Panel.size.width` cannot be read: invalid type: null, expected u32 at line 1 column 4"
        ],
    );
    no(
        r#"{"op":"add","path":"/nobody","value":3}"#,
        expect![
            "the store knows no atom `nobody`; if the program has it, use it once or register it before (`Store::builder().register(…)`); what is computed or `transient` is never sent"
        ],
    );
    no(
        r#"{"op":"replace","path":"/local","value":3}"#,
        expect![
            "the store knows no atom `local`; if the program has it, use it once or register it before (`Store::builder().register(…)`); what is computed or `transient` is never sent"
        ],
    );
    no(
        r#"{"op":"replace","path":"/area","value":3}"#,
        expect![
            "the store knows no atom `area`; if the program has it, use it once or register it before (`Store::builder().register(…)`); what is computed or `transient` is never sent"
        ],
    );
    no(
        r#"{"op":"remove","path":"/panel"}"#,
        expect!["`panel` cannot be read: an atom cannot be removed"],
    );
    no(
        r#"{"op":"replace","path":"/todo/7/done","value":true}"#,
        expect![[r#"operation 1: there is nothing at "/todo/7""#]],
    );
    no(
        r#"{"op":"add","path":"/todo/7","value":{"done":true}}"#,
        expect![
            "`Todo.text` cannot be read: invalid type: null, expected a string at line 1 column 4"
        ],
    );
    no(
        r#"{"op":"add","path":"/todo/x","value":{"text":"","done":true}}"#,
        expect![[r#"`the key "x" of Todo` cannot be read: expected value at line 1 column 1"#]],
    );
    no(
        r#"{"op":"add","path":"/todo/ 1","value":{"text":"","done":true}}"#,
        expect![[r#"`the key " 1" of Todo` cannot be read: a key is not written so"#]],
    );
    no(
        r#"{"op":"remove","path":"/todo/7"}"#,
        expect![[r#"operation 1: there is nothing at "/todo/7""#]],
    );
    no(
        r#"{"op":"add","path":"","value":[]}"#,
        expect!["`the state` cannot be read: it is no object"],
    );
    no(
        r#"{"op":"add","path":"","value":{"todo":7}}"#,
        expect!["`todo` cannot be read: it is no object"],
    );
    no(
        r#"{"op":"add","path":"/panel/tags/3","value":"x"}"#,
        expect![[r#"operation 1: "/panel/tags/3" names no place in an array of 0 elements"#]],
    );
    no(
        r#"{"op":"jump","path":"/tax"}"#,
        expect![[
            r#"operation 1: unknown `op` "jump" (known: `add`, `remove`, `replace`, `move`, `copy`, `test`)"#
        ]],
    );
    no(
        "7",
        expect!["operation 1: invalid type: integer `7`, expected an object at line 1 column 45"],
    );
    refused(
        &store,
        "{",
        expect![
            "the patch is no JSON array of operations: invalid type: map, expected an array at line 1 column 0"
        ],
    );
}

#[test]
fn a_subscriber_is_told_once_and_of_what_changed() {
    let (here, there, log) = (store(), store(), Recorder::new());
    let mut version = here.version();
    let _told = [
        there.subscribe(Panel.title, log.telling("title")),
        there.subscribe(Panel.size.width, log.telling("width")),
        there.subscribe(Panel.size.height, log.telling("height")),
        there.subscribe(AREA, log.telling("area")),
        there.subscribe(TAX, log.telling("tax")),
        there.subscribe(Todo(1).done, log.telling("done")),
        there.subscribe((Panel.size.width, LEFT.width), {
            let log = log.clone();
            move |(width, left)| log.log(format_args!("both {width} {left}"))
        }),
    ];
    here.set(Panel.size.width, 3);
    here.set(Panel.size.width, 4);
    here.set(LEFT.width, 9);
    here.set(Todo(1).done, true);
    let delta = here.changes_since(&mut version).expect("it can be asked for");
    there.apply(&delta).expect("it fits");
    log.check(expect!["width 4; both 4 9; done true; area 9"]);
    there.apply_bytes(&delta.to_bytes().expect("it can be written")).expect("it fits");
    there.apply_patch(&delta.to_patch().expect("it can be written")).expect("it fits");
    log.check(expect![]);
    let full = here.full_state().expect("it can be had");
    there.apply(&full).expect("it fits");
    log.check(expect![]);
    here.set(TAX, 0.7);
    there.apply(&here.full_state().expect("it can be had")).expect("it fits");
    log.check(expect!["tax 0.7"]);
}

#[test]
fn nobody_sees_a_delta_half_applied() {
    let (here, there) = (store(), store());
    for store in [&here, &there] {
        store.set(Panel.size, Size { width: 1, height: 1 });
    }
    let mut deltas = here.deltas();
    let seen = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            loop {
                let (size, left) = there.get((Panel.size, LEFT));
                assert_eq!(size, left);
                if size.width == 500 {
                    return;
                }
                seen.lock().expect("nobody panicked").push(size.width);
            }
        });
        for step in 1..=500 {
            here.batch(|tx| {
                tx.set(Panel.size, Size { width: step, height: 2 * step });
                tx.set(LEFT, Size { width: step, height: 2 * step });
            });
            let delta = deltas.next_now().expect("it can be asked for").expect("it changed");
            there.apply(&delta).expect("it fits");
        }
        reading.join().expect("no half was seen");
    });
    assert!(seen.lock().expect("nobody panicked").is_sorted());
}

#[test]
fn a_full_state_resets_what_it_does_not_have() {
    let here = Store::builder().register(TAX).register(Todo).build();
    here.set(TAX, 0.3);
    here.set(Todo(2).done, true);
    let full = here.full_state().expect("it can be had");
    let bytes = full.to_bytes().expect("it can be written");
    let patch = full.to_patch().expect("it can be written");
    type Apply<'a> = &'a dyn Fn(&Store) -> Result<(), DeltaError>;
    let ways: [Apply<'_>; 3] =
        [&|store| store.apply(&full), &|store| store.apply_bytes(&bytes), &|store| {
            store.apply_patch(&patch)
        }];
    let after = ways.map(|way| {
        let builder =
            Store::builder().immediate().register(TAX).register(Panel).initial(OTHER, Some(4));
        let there = builder.register(Todo).build();
        there.set(Panel.title, "x".to_owned());
        there.set(Panel.size.width, 7);
        there.set(OTHER, None);
        there.set(LOCAL, 8);
        there.set(Todo(1).done, true);
        let log = Recorder::new();
        let _title = there.subscribe(Panel.title, log.showing("title"));
        let _tags = there.subscribe(Panel.tags, log.showing("tags"));
        way(&there).expect("it fits");
        assert_eq!(there.get(LOCAL), 8);
        format!("{}\n{}", document(&there), log.take())
    });
    assert_eq!((&after[0], &after[0]), (&after[1], &after[2]));
    expect![[r#"
        {"tax":0.3,"panel":{"title":"","size":{"width":0,"height":0},"tags":[],"rows":[],"cells":{}},"other":4,"todo":{"2":{"text":"","done":true}}}
        title """#]].assert_eq(&after[0]);
}

#[test]
fn bytes_that_do_not_fit() {
    let store = store();
    store.set(Todo(1).text, "one".to_owned());
    let mut version = store.version();
    store.set(TAX, 0.3);
    let delta = store.changes_since(&mut version).expect("it can be asked for");
    let bytes = delta.to_bytes().expect("it can be written");
    let there = Store::new();
    let no = |bytes: &[u8], expected: Expect| {
        expected.assert_eq(&there.apply_bytes(bytes).expect_err("it is refused").to_string());
        assert_eq!(document(&there), "{}");
    };
    no(&[], expect!["the frame is cut short: at least 1 more bytes belong to it"]);
    no(&bytes[..20], expect!["the frame is cut short: at least 1 more bytes belong to it"]);
    no(&[&*bytes, b"x"].concat(), expect!["1 bytes follow that belong to nothing"]);
    let mut flipped = bytes;
    flipped[25] ^= 4;
    let damaged = there.apply_bytes(&flipped).expect_err("it is refused").to_string();
    assert!(damaged.starts_with("the frame is damaged: its checksum is "), "{damaged}");
}

#[test]
fn a_follower_takes_what_fits() {
    let (here, there) = (store(), store());
    let mut deltas = here.deltas();
    let mut follower = Follower::new();
    let mut frame = |edit: &dyn Fn(&Store)| {
        edit(&here);
        let delta = deltas.next_now().expect("it can be asked for").expect("there is one");
        delta.to_bytes().expect("it can be written")
    };
    let full = frame(&|_| ());
    let first = frame(&|here| here.set(TAX, 0.3));
    let second = frame(&|here| here.set(TAX, 0.4));
    let third = frame(&|here| here.set(TAX, 0.5));
    let mut apply = |bytes: &[u8]| match follower.apply(&there, bytes) {
        Ok(Applied::New) => format!("new {}", there.get(TAX)),
        Ok(Applied::Seen) => format!("seen {}", there.get(TAX)),
        Err(error) => error.to_string(),
    };
    expect!["the delta begins with state 1, but the one here is 0; ask for a full state"]
        .assert_eq(&apply(&first));
    expect!["new 0.2"].assert_eq(&apply(&full));
    expect!["the delta begins with state 2, but the one here is 1; ask for a full state"]
        .assert_eq(&apply(&second));
    expect!["new 0.3"].assert_eq(&apply(&first));
    expect!["seen 0.3"].assert_eq(&apply(&first));
    expect!["seen 0.3"].assert_eq(&apply(&full));
    expect!["the delta begins with state 3, but the one here is 2; ask for a full state"]
        .assert_eq(&apply(&third));
    expect!["new 0.4"].assert_eq(&apply(&second));
    expect!["new 0.5"].assert_eq(&apply(&third));
    let mut others = here.deltas();
    let full = others.next_now().expect("it can be asked for").expect("there is one");
    here.set(TAX, 0.6);
    let delta = others.next_now().expect("it can be asked for").expect("there is one");
    let refused = apply(&delta.to_bytes().expect("it can be written"));
    let words: Vec<&str> =
        refused.split(' ').filter(|word| word.trim_end_matches(',').len() != 16).collect();
    expect!["a delta of the stream but is followed; begin with a full state"]
        .assert_eq(&words.join(" "));
    expect!["new 0.5"].assert_eq(&apply(&full.to_bytes().expect("it can be written")));
    expect!["new 0.6"].assert_eq(&apply(&delta.to_bytes().expect("it can be written")));
}
