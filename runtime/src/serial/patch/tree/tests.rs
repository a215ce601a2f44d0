//! Operations on documents; the public conformance cases are run by the tests of the workspace.

use proptest::prelude::*;
use serde_json::json;

use super::super::apply;
use super::*;

fn error(mut document: Value, patch: Value) -> String {
    let before = document.clone();
    let patch = patch.to_string();
    let error = apply(&mut document, patch.as_bytes()).expect_err("it does not fit");
    assert_eq!(document, before, "{error}");
    error.to_string()
}

#[test]
fn what_does_not_fit_is_named() {
    let document = json!({ "a": [1, 2], "b": 7 });
    let one = |op: Value| error(document.clone(), json!([op]));
    let remove = |path: &str| one(json!({ "op": "remove", "path": path }));
    let add = |path: &str| one(json!({ "op": "add", "path": path, "value": 0 }));
    assert_eq!(remove("/c/d"), r#"operation 0: there is nothing at "/c""#);
    assert_eq!(remove("/b/d"), r#"operation 0: there is nothing at "/b/d""#);
    assert_eq!(remove("/a/-"), r#"operation 0: "/a/-" names no place in an array of 2 elements"#);
    assert_eq!(add("/a/3"), r#"operation 0: "/a/3" names no place in an array of 2 elements"#);
    assert_eq!(add("/a/-/x"), r#"operation 0: there is nothing at "/a/-""#);
    assert_eq!(
        remove(""),
        r#"operation 0: "" cannot be taken away: it is the whole document, or would go into itself"#
    );
    assert_eq!(
        one(json!({ "op": "move", "from": "/a", "path": "/a/0" })),
        r#"operation 0: "/a" cannot be taken away: it is the whole document, or would go into itself"#
    );
    assert_eq!(
        one(json!({ "op": "test", "path": "/b", "value": "7" })),
        r#"operation 0: "/b" has another value"#
    );
    assert_eq!(
        one(json!({ "op": "move", "from": "/x", "path": "/x" })),
        r#"operation 0: there is nothing at "/x""#
    );
}

#[test]
fn every_kind_of_step_is_taken_back() {
    let document = json!({ "a": [1, 2, 3], "b": { "c": "x" }, "d": null });
    let fails = json!({ "op": "test", "path": "", "value": 0 });
    for op in [
        json!({ "op": "add", "path": "/a/-", "value": 9 }),
        json!({ "op": "add", "path": "/a/1", "value": 9 }),
        json!({ "op": "add", "path": "/d", "value": 9 }),
        json!({ "op": "add", "path": "/-", "value": 9 }),
        json!({ "op": "add", "path": "", "value": 9 }),
        json!({ "op": "remove", "path": "/a/0" }),
        json!({ "op": "remove", "path": "/b/c" }),
        json!({ "op": "replace", "path": "/b", "value": 9 }),
        json!({ "op": "replace", "path": "", "value": 9 }),
        json!({ "op": "move", "from": "/a/2", "path": "/a/0" }),
        json!({ "op": "move", "from": "/a/0", "path": "/a/-" }),
        json!({ "op": "move", "from": "/b/c", "path": "/d" }),
        json!({ "op": "move", "from": "/a", "path": "" }),
        json!({ "op": "move", "from": "/b/c", "path": "/b" }),
        json!({ "op": "copy", "from": "/a", "path": "/b/c" }),
        json!({ "op": "copy", "from": "", "path": "/new" }),
    ] {
        let mut changed = document.clone();
        apply(&mut changed, json!([op]).to_string().as_bytes()).expect("it fits");
        assert_ne!(changed, document, "{op}");
        assert_eq!(
            error(document.clone(), json!([op, fails])).split(':').next(),
            Some("operation 1")
        );
    }
    // A move whose second half does not fit.
    error(document.clone(), json!([{ "op": "move", "from": "/b/c", "path": "/a/7" }]));
    error(document, json!([{ "op": "move", "from": "/a/0", "path": "/a/3" }]));
}

#[test]
fn a_document_does_not_grow_beyond_what_can_be_read() {
    let mut document = json!([]);
    let op = |depth: usize| {
        let value = "[".repeat(60) + &"]".repeat(60);
        format!(r#"[{{"op":"add","path":"{}","value":{value}}}]"#, "/0".repeat(depth))
    };
    apply(&mut document, op(1).as_bytes()).expect("61 levels");
    apply(&mut document, op(61).as_bytes()).expect("121 levels");
    assert!(serde_json::from_str::<Value>(&document.to_string()).is_ok());
    let mut deepest = document.clone();
    let six = format!(r#"[{{"op":"add","path":"{}","value":[[[[[[]]]]]]}}]"#, "/0".repeat(121));
    apply(&mut deepest, six.as_bytes()).expect("127 levels");
    assert!(serde_json::from_str::<Value>(&deepest.to_string()).is_ok());
    let seven = six.replace("[[[[[[]]]]]]", "[[[[[[[]]]]]]]");
    let error = apply(&mut document, seven.as_bytes()).expect_err("128 levels");
    assert_eq!(
        error.to_string(),
        "operation 0: the document would be nested more than 127 levels deep"
    );
    for (kind, path) in [("move", "/1"), ("copy", "/0/0/1")] {
        let mut document = json!([{ "deep": null }, deepest.clone()]);
        let nested = format!(r#"[{{"op":"{kind}","from":"/1","path":"/0/deep{path}"}}]"#);
        assert!(apply(&mut document, nested.as_bytes()).is_err());
    }
}

#[test]
fn copies_of_copies_are_bounded() {
    let mut document = json!({ "a": ["x".repeat(1000)] });
    let before = document.clone();
    let copy = r#"{"op":"copy","from":"/a","path":"/a/-"},"#;
    // Each one doubles it: more than memory has, if it were let.
    let patch = format!("[{}]", copy.repeat(60).trim_end_matches(','));
    let error = apply(&mut document, patch.as_bytes()).expect_err("it is too large");
    assert!(matches!(error, PatchError::TooLarge { op: 10..20, maximum: COPIED_AT_MOST }));
    assert_eq!(document, before);
}

/// Any document, of a few names, so that paths meet it.
fn any_document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..3).prop_map(Value::from),
        "[a-c~/]{0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inside| {
        prop_oneof![
            prop::collection::vec(inside.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[ab01-]", inside, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn any_op() -> impl Strategy<Value = Value> {
    let path = || "(/(a|b|0|1|-)){0,3}";
    let kind = prop::sample::select(vec!["add", "remove", "replace", "move", "copy", "test"]);
    (kind, path(), path(), any_document()).prop_map(|(kind, path, from, value)| {
        json!({ "op": kind, "path": path, "from": from, "value": value })
    })
}

proptest! {
    /// Whichever operation fails, the document is as before; and those before it can be applied.
    #[test]
    fn a_patch_is_applied_whole_or_not_at_all(
        document in any_document(),
        ops in prop::collection::vec(any_op(), 1..6),
    ) {
        let mut whole = document.clone();
        let result = apply(&mut whole, json!(ops).to_string().as_bytes());
        let mut steps = document.clone();
        let fit = ops.iter().take_while(|op| {
            apply(&mut steps, json!([op]).to_string().as_bytes()).is_ok()
        }).count();
        match result {
            Ok(()) => {
                prop_assert_eq!(fit, ops.len());
                prop_assert_eq!(whole, steps);
            }
            Err(error) => {
                prop_assert_eq!(error.op(), Some(fit));
                prop_assert_eq!(whole, document);
            }
        }
    }
}
