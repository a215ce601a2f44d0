//! What differs between two JSON values, as operations of a JSON Patch. Lists are compared place by place: computeds
//! have no edits that could be told.

use serde_json::{Value, json};

use crate::serial::pointer::{push_index, push_token};

/// Adds the operations that lead from one value to the other, at a place of the document.
pub(in crate::devtools) fn diff(
    before: &Value,
    after: &Value,
    path: &mut Vec<u8>,
    ops: &mut Vec<Value>,
) {
    let length = path.len();
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            for name in old.keys().filter(|name| !new.contains_key(*name)) {
                push_token(path, name);
                ops.push(json!({"op": "remove", "path": text(path)}));
                path.truncate(length);
            }
            for (name, value) in new {
                push_token(path, name);
                match old.get(name) {
                    Some(old) => diff(old, value, path, ops),
                    None => ops.push(json!({"op": "add", "path": text(path), "value": value})),
                }
                path.truncate(length);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (at, (old, new)) in old.iter().zip(new).enumerate() {
                push_index(path, at);
                diff(old, new, path, ops);
                path.truncate(length);
            }
        }
        _ if before == after => {}
        _ => ops.push(json!({"op": "replace", "path": text(path), "value": after})),
    }
}

/// A pointer, which was written into the text of a JSON string.
pub(in crate::devtools) fn text(path: &[u8]) -> String {
    let quoted = [b"\"", path, b"\""].concat();
    serde_json::from_slice(&quoted).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::diff;

    #[track_caller]
    fn check(before: Value, after: Value, most: usize) {
        let mut ops = Vec::new();
        diff(&before, &after, &mut Vec::new(), &mut ops);
        assert!(ops.len() <= most, "{ops:?}");
        let mut patched = before;
        let patch = serde_json::to_vec(&ops).unwrap();
        crate::serial::patch::apply(&mut patched, &patch).unwrap();
        assert_eq!(patched, after);
    }

    #[test]
    fn what_differs_leads_to_the_other_value() {
        check(json!({"a": 1, "b": [1, 2]}), json!({"a": 1, "b": [1, 3]}), 1);
        check(json!({"a/b": 1, "~\"": 2}), json!({"a/b": 2, "new": {}}), 3);
        check(json!([1, 2]), json!([1]), 1);
        check(json!({"a": null}), json!({"a": null}), 0);
        check(json!({"a": {"b": 1}}), json!({"a": [1]}), 1);
        check(json!(1), json!("1"), 1);
    }
}
