//! What a client changes, each as a turn with a label.

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::history::Label;
use crate::serial::pointer::Pointer;
use crate::state::{DeltaError, Look, State};
use crate::store::Store;

/// Puts a value into a place of an atom.
pub(in crate::devtools) fn set(store: &Store, pointer: &str, value: &Value) -> Result<(), String> {
    let atom = writable(store, pointer)?;
    let operation = json!([{"op": "replace", "path": pointer, "value": value}]);
    patch(store, format!("DevTools: set {atom}"), &operation)
}

/// Makes a member of a family, or puts an item into a list: before another one, or at the end at `-`.
pub(in crate::devtools) fn insert(
    store: &Store,
    pointer: &str,
    value: &Value,
) -> Result<(), String> {
    let atom = inner(store, pointer)?;
    let operation = json!([{"op": "add", "path": pointer, "value": value}]);
    patch(store, format!("DevTools: insert into {atom}"), &operation)
}

/// Takes a member out of a family, or an item out of a list.
pub(in crate::devtools) fn remove(store: &Store, pointer: &str) -> Result<(), String> {
    let atom = inner(store, pointer)?;
    let operation = json!([{"op": "remove", "path": pointer}]);
    patch(store, format!("DevTools: remove from {atom}"), &operation)
}

/// Gives an atom its initial value again.
pub(in crate::devtools) fn reset(store: &Store, number: u64) -> Result<(), String> {
    let found = store.state(|state| {
        let slot = state.slot_of_number(number)?;
        Some(state.look_up(slot))
    });
    let Look { name, writable, .. } =
        found.ok_or_else(|| format!("there is no node {number}, or it went"))?;
    if !writable {
        return Err(format!("`{name}` cannot be written by DevTools"));
    }
    let label = Label::from(format!("DevTools: reset {name}"));
    store.labelled(label, |tx| {
        tx.state(|state| {
            // It may have gone meanwhile.
            if let Some(slot) = state.slot_of_number(number) {
                state.begin_anew(slot);
            }
        });
    });
    Ok(())
}

/// Gives all atoms that can be written their initial values again, as one turn.
#[cfg(feature = "redux-devtools")]
pub(in crate::devtools) fn reset_all(store: &Store) {
    store.labelled("DevTools: reset", |tx| {
        tx.state(|state| {
            for Look { number, .. } in
                state.look(|_| false).into_iter().filter(|look| look.writable)
            {
                if let Some(slot) = state.slot_of_number(number) {
                    state.begin_anew(slot);
                }
            }
        });
    });
}

/// Leads from one document of the atoms to another one, as one turn. What cannot be written stays as it is, and
/// so does what the other document does not have.
#[cfg(feature = "redux-devtools")]
pub(in crate::devtools) fn put(
    store: &Store,
    from: &Value,
    to: &Value,
    label: String,
) -> Result<(), String> {
    let known = known(store);
    let none = serde_json::Map::new();
    let mut operations = Vec::new();
    for (name, wanted) in to.as_object().unwrap_or(&none) {
        let Some(here) = known.get(&**name) else { continue };
        let (is, path) = (from.get(name), format!("/{}", escaped(name)));
        if !here.is_family {
            if here.writable && is != Some(wanted) {
                operations.push(json!({"op": "add", "path": path, "value": wanted}));
            }
            continue;
        }
        let members = wanted.as_object().ok_or_else(|| format!("{name:?} is a family"))?;
        let old = is.and_then(Value::as_object).unwrap_or(&none);
        for key in old.keys().filter(|key| !members.contains_key(*key)) {
            operations.push(json!({"op": "remove", "path": format!("{path}/{}", escaped(key))}));
        }
        for (key, wanted) in members.iter().filter(|(key, wanted)| old.get(*key) != Some(*wanted)) {
            let path = format!("{path}/{}", escaped(key));
            operations.push(json!({"op": "add", "path": path, "value": wanted}));
        }
    }
    if operations.is_empty() { Ok(()) } else { patch(store, label, &Value::Array(operations)) }
}

/// Makes the states of a session one after the other, each as a turn: the history then has them, too. What this
/// program does not have, or does not show, is left out and named.
pub(in crate::devtools) fn import(store: &Store, session: &Value) -> Result<Value, String> {
    if session.get("format").and_then(Value::as_str) != Some("atomata-session") {
        return Err("this is no session of atomata".to_owned());
    }
    if session.get("version").and_then(Value::as_u64) != Some(1) {
        return Err("the session has another version than 1".to_owned());
    }
    let initial = session.pointer("/initial/atoms").and_then(Value::as_object);
    let initial = initial.ok_or("the session has no initial state")?;
    let known = known(store);
    let mut left_out: Vec<String> = Vec::new();
    let mut is_here = |name: &str| {
        let is_here = known.get(name).is_some_and(|look| look.writable || look.is_family);
        if !is_here && !left_out.iter().any(|known| known == name) {
            left_out.push(name.to_owned());
        }
        is_here
    };
    let mut turns = Vec::new();
    let begin = initial.iter().filter(|(name, _)| is_here(name)).map(
        |(name, value)| json!({"op": "add", "path": format!("/{}", escaped(name)), "value": value}),
    );
    turns.push(("DevTools: import".to_owned(), begin.collect::<Vec<Value>>()));
    for step in session.get("steps").and_then(Value::as_array).into_iter().flatten() {
        let operations = step.get("patch").and_then(Value::as_array).into_iter().flatten();
        let of_atoms = operations.filter_map(|operation| of_atoms(operation, &mut is_here));
        let label = step.pointer("/labels/0").and_then(Value::as_str);
        turns.push((label.unwrap_or("DevTools: import").to_owned(), of_atoms.collect()));
    }
    let mut steps = 0;
    for (label, operations) in turns.into_iter().filter(|(_, operations)| !operations.is_empty()) {
        patch(store, label, &Value::Array(operations))
            .map_err(|error| format!("step {steps} of the session does not fit: {error}"))?;
        steps += 1;
    }
    Ok(json!({"steps": steps, "left_out": left_out}))
}

/// An operation of a session as one on the document of the atoms, if it is about one that is here.
pub(in crate::devtools) fn of_atoms(
    operation: &Value,
    is_here: &mut dyn FnMut(&str) -> bool,
) -> Option<Value> {
    let mut operation = operation.as_object()?.clone();
    for name in ["path", "from"] {
        let Some(path) = operation.get(name).and_then(Value::as_str) else { continue };
        let below = path.strip_prefix("/atoms")?.to_owned();
        let pointer = Pointer::parse(&*below).ok()?;
        if !is_here(&pointer.tokens().next()?) {
            return None;
        }
        operation.insert(name.to_owned(), below.into());
    }
    Some(Value::Object(operation))
}

/// What is known of an atom or a family of a name.
struct Here {
    writable: bool,
    is_family: bool,
}

fn known(store: &Store) -> FxHashMap<&'static str, Here> {
    let looks = store.state(|state: &mut State| state.look(|_| false));
    let atoms = looks.into_iter().filter(|look| look.family.is_none());
    atoms
        .map(|look| {
            let is_family = look.is_family_of_atoms();
            (look.meta.key, Here { writable: look.writable, is_family })
        })
        .collect()
}

/// The name of the atom that a pointer leads into, if DevTools may write there.
fn writable(store: &Store, pointer: &str) -> Result<String, String> {
    let parsed = Pointer::parse(pointer).map_err(|error| error.to_string())?;
    let name = parsed.tokens().next().ok_or("the pointer names no atom")?.into_owned();
    match known(store).get(&*name) {
        None => Err(format!("there is no atom {name:?} here")),
        Some(here) if here.writable || here.is_family => Ok(name),
        Some(_) => Err(format!("{name:?} cannot be written by DevTools")),
    }
}

/// The name of the family or the atom in which a pointer names something that can come and go.
fn inner(store: &Store, pointer: &str) -> Result<String, String> {
    let name = writable(store, pointer)?;
    let parsed = Pointer::parse(pointer).map_err(|error| error.to_string())?;
    let is_family = known(store).get(&*name).is_some_and(|here| here.is_family);
    match parsed.tokens().count() {
        1 if is_family => Err(format!("{pointer:?} names no member of a family")),
        1 => Err(format!("{pointer:?} is an atom as a whole, of which nothing can come or go")),
        _ => Ok(name),
    }
}

/// Applies operations on the document of the atoms, all or none of them.
pub(in crate::devtools) fn patch(
    store: &Store,
    label: String,
    operations: &Value,
) -> Result<(), String> {
    let text = operations.to_string();
    let apply = |state: &mut State| {
        let (staged, full) = state.read_patch(text.as_bytes())?;
        Ok(state.apply(staged, full)?)
    };
    let applied: Result<(), DeltaError> = store.labelled(label, |tx| tx.state(apply));
    applied.map_err(|error| error.to_string())
}

/// A token of a pointer.
pub(in crate::devtools) fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}
