//! A log that was exported, read back.

use serde_json::{Value, json};

use crate::devtools::view::diff::diff;

/// What a file has.
pub(super) struct File {
    pub(super) committed: Value,
    /// What the page shows of each action, and what it changed.
    pub(super) steps: Vec<(Value, Value)>,
    pub(super) current: usize,
    /// The atoms at the present action.
    pub(super) atoms: Value,
}

/// Reads the text of a file: a lifted state, or one in `payload`, as text or not.
pub(super) fn read(text: &str) -> Result<File, String> {
    let parse = |text: &str| -> Result<Value, String> {
        serde_json::from_str(text).map_err(|error| format!("the file is no JSON: {error}"))
    };
    let mut lifted = parse(text)?;
    match lifted.get_mut("payload").map(Value::take) {
        Some(Value::String(payload)) => lifted = parse(&payload)?,
        Some(payload) => lifted = payload,
        None => {}
    }
    of_lifted(&lifted)
}

/// Reads a lifted state.
pub(super) fn of_lifted(lifted: &Value) -> Result<File, String> {
    let list = |name: &str| {
        let list = lifted.get(name).and_then(Value::as_array);
        list.ok_or_else(|| format!("the file has no list `{name}`"))
    };
    let (staged, computed) = (list("stagedActionIds")?, list("computedStates")?);
    if staged.len() != computed.len() || staged.is_empty() {
        return Err("the file has other actions than states".to_owned());
    }
    let mut states = Vec::with_capacity(computed.len());
    for (at, entry) in computed.iter().enumerate() {
        let state = entry.get("state").filter(|state| state["atoms"].is_object());
        states.push(state.ok_or_else(|| format!("state {at} of the file is none of a store"))?);
    }
    let steps = staged[1..].iter().zip(states.windows(2)).map(|(id, pair)| {
        let mut operations = Vec::new();
        diff(pair[0], pair[1], &mut Vec::new(), &mut operations);
        let shown = &lifted["actionsById"][id.to_string()]["action"];
        let shown = if shown["type"].is_string() { shown.clone() } else { json!({"type": "?"}) };
        (shown, Value::Array(operations))
    });
    let steps = steps.collect();
    let current = lifted.get("currentStateIndex").and_then(Value::as_u64);
    let current = current.map_or(states.len() - 1, |at| (at as usize).min(states.len() - 1));
    let atoms = states[current]["atoms"].clone();
    Ok(File { committed: states[0].clone(), steps, current, atoms })
}
