//! A JSON Patch does the same to a store, where it leads to places, as to the document of all of it.

use atomata::json_patch::{self, PatchError};
use atomata::{DeltaError, Store};
use atomata_tests::hostile::rounds;
use serde_json::{Value, json};

use super::{Random, check_invariants, completed, edits, same, store, twin, use_all};

/// The state that comes of a patch by way of the whole document.
enum Expected {
    State(Value),
    /// The operation that does not fit the document, if it is one.
    Refused(Option<usize>),
    /// A document without an atom, which means two things.
    Unclear,
}

fn expected(before: &Value, store: &Store, patch: &str) -> Expected {
    let mut after = before.clone();
    if let Err(error) = json_patch::apply(&mut after, patch.as_bytes()) {
        return Expected::Refused(error.op());
    }
    let (Value::Object(old), Value::Object(new)) = (before, &after) else {
        return Expected::Refused(None);
    };
    if old.keys().any(|name| !new.contains_key(name)) {
        return Expected::Unclear;
    }
    let whole = json!([{ "op": "replace", "path": "", "value": after }]).to_string();
    let twin = twin(store);
    match twin.apply_patch(&whole) {
        Ok(()) => Expected::State(completed(&twin)),
        Err(_) => Expected::Refused(None),
    }
}

/// A place of a document, or one beside.
fn any_path(random: &mut Random, document: &Value) -> (String, Value) {
    let (mut path, mut at) = (String::new(), document);
    loop {
        let tokens: Vec<(String, &Value)> = match at {
            Value::Object(members) => members.iter().map(|(name, at)| (name.clone(), at)).collect(),
            Value::Array(items) => {
                items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect()
            }
            _ => Vec::new(),
        };
        if tokens.is_empty()
            || (!path.is_empty() && random.one_in(if path.rfind('/') == Some(0) { 8 } else { 3 }))
        {
            break;
        }
        let (token, inside) = &tokens[random.below(tokens.len())];
        path = format!("{path}/{}", token.replace('~', "~0").replace('/', "~1"));
        at = inside;
    }
    if random.one_in(4) && path.rfind('/') > Some(0) {
        let beside = ["-", "0", "1", "2", "7", "01", "x", "text", "[1,\"a\"]"];
        if random.one_in(2) {
            path.truncate(path.rfind('/').unwrap_or(0));
        }
        path = format!("{path}/{}", beside[random.below(beside.len())]);
    }
    (path, at.clone())
}

/// A value much like another one.
fn like(random: &mut Random, value: &Value) -> Value {
    let pool = [
        json!(null),
        json!(true),
        json!(0),
        json!(300),
        json!(-1),
        json!(0.5),
        json!("x"),
        json!([]),
        json!({}),
        json!({ "id": 1, "text": "new" }),
        json!({ "id": 2, "text": "two", "more": 1 }),
        json!({ "Named": { "name": "n", "size": null } }),
    ];
    if random.one_in(8) {
        return pool[random.below(pool.len())].clone();
    }
    match value {
        Value::Bool(value) => json!(!value),
        Value::Number(number) if number.as_u64().is_some_and(|number| number < 200) => {
            json!(number.as_u64().unwrap_or(0) + 1)
        }
        Value::String(text) => json!(format!("{text}y")),
        Value::Array(items) => {
            let mut items: Vec<_> = items.iter().map(|item| like(random, item)).collect();
            if random.one_in(3) {
                items.pop();
            } else if let Some(first) = items.first().filter(|_| random.one_in(2)) {
                items.push(first.clone());
            }
            Value::Array(items)
        }
        Value::Object(members) if random.one_in(2) => {
            let members = members.iter();
            members.map(|(name, value)| (name.clone(), like(random, value))).collect()
        }
        value => value.clone(),
    }
}

fn any_patch(random: &mut Random, document: &Value) -> String {
    let kinds = ["add", "add", "replace", "replace", "remove", "move", "copy", "test", "test"];
    let mut document = document.clone();
    let mut ops = Vec::new();
    let close = random.one_in(3).then(|| any_path(random, &document).0);
    while ops.len() < 6 && (ops.is_empty() || !random.one_in(4)) {
        let (mut path, value) = any_path(random, &document);
        if let Some(close) = close.as_ref().filter(|close| !path.starts_with(close.as_str())) {
            // Several operations in one place.
            path.clone_from(close);
        }
        let from = match path.rfind('/').filter(|_| random.one_in(2)) {
            Some(end) => format!("{}/{}", &path[..end], random.below(3)),
            None => any_path(random, &document).0,
        };
        let kind = kinds[random.below(kinds.len())];
        let value = if kind == "test" { value } else { like(random, &value) };
        let op = json!({ "op": kind, "path": path, "from": from, "value": value });
        let fits = json_patch::apply(&mut document, json!([op]).to_string().as_bytes()).is_ok();
        if fits || random.one_in(10) {
            ops.push(op);
        }
    }
    Value::Array(ops).to_string()
}

/// Many operations on the items of one collection, of which most fit.
fn any_of_one(random: &mut Random, document: &Value) -> String {
    let places = ["/list", "/deep/~0~1", "/deep/rows", "/map/by_text", "/map/sorted"];
    let place = places[random.below(places.len())];
    let kinds = ["add", "replace", "remove", "move", "test"];
    let mut document = document.clone();
    let mut ops = Vec::new();
    for _ in 0..12 {
        let mut token = || match random.below(8) {
            7 => "-".to_owned(),
            at => at.to_string(),
        };
        let mut path = format!("{place}/{}", token());
        let from = format!("{place}/{}", token());
        let kind = kinds[random.below(kinds.len())];
        if kind != "move" && kind != "remove" && random.one_in(2) {
            path.push_str(["/text", "/id"][random.below(2)]);
        }
        let there = document.pointer(&path).cloned().unwrap_or(json!({ "id": 1, "text": "new" }));
        let value = match &there {
            there if kind == "test" => there.clone(),
            there if random.one_in(20) => like(random, there),
            Value::Object(_) => {
                json!({ "id": random.below(9), "text": random.below(99).to_string() })
            }
            Value::String(_) => json!(random.below(99).to_string()),
            _ => json!(random.below(99)),
        };
        let op = json!({ "op": kind, "path": path, "from": from, "value": value });
        let fits = json_patch::apply(&mut document, json!([op]).to_string().as_bytes()).is_ok();
        if fits || random.one_in(200) {
            ops.push(op);
        }
    }
    Value::Array(ops).to_string()
}

/// Puts something into the collections.
fn fill(store: &Store) {
    let rows = || (0..5).map(|id| super::Row { id, text: format!("row {id}") });
    store.set(super::LIST, rows().collect());
    store.set(super::Deep.rows, rows().collect());
    store.set(super::Maps.by_text, rows().map(|row| (row.id.to_string(), row)).collect());
    store.set(super::Maps.sorted, (0..5).map(|at| (at.to_string(), at)).collect());
}

type Patches = fn(&mut Random, &Value) -> String;

#[test]
fn a_patch_does_in_place_what_it_does_to_the_document() {
    compared(rounds(3_000), any_patch, |store, random, round| {
        (0..round % 4).for_each(|_| edits(store, random));
    });
}

#[test]
fn operations_on_one_collection_are_done_one_after_the_other() {
    compared(rounds(2_000), any_of_one, |store, _, _| fill(store));
}

fn compared(rounds: usize, patches: Patches, prepare: fn(&Store, &mut Random, usize)) {
    let random = &mut Random(7);
    let (mut taken, mut refused) = (0, 0);
    for round in 0..rounds {
        let here = store();
        use_all(&here);
        prepare(&here, random, round);
        let before = completed(&here);
        let patch = patches(random, &before);
        match (expected(&before, &here, &patch), here.apply_patch(&patch)) {
            // What a document may have for a while is no name of an atom or a member.
            (Expected::Unclear, _) | (Expected::State(_), Err(DeltaError::UnknownAtom { .. })) => {}
            (Expected::State(_), Err(DeltaError::Unread { place, .. }))
                if place.starts_with("the key") => {}
            (Expected::State(after), Ok(())) => {
                check_invariants(&here);
                same(&completed(&here), &after);
                taken += 1;
            }
            (Expected::Refused(at), Err(error)) => {
                if let (Some(at), DeltaError::Patch(error)) = (at, &error)
                    && !matches!(**error, PatchError::Value { .. })
                {
                    assert_eq!(error.op(), Some(at), "{error}: {patch}");
                }
                same(&completed(&here), &before);
                refused += 1;
            }
            (Expected::State(_), Err(error)) => panic!("{error}: {patch}"),
            (Expected::Refused(_), Ok(())) => panic!("it was taken: {patch}"),
        }
    }
    println!("{taken} taken, {refused} refused");
    assert!(taken > rounds / 8 && refused > rounds / 20, "both were tried");
}
