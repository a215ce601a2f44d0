//! What the page's dispatcher offers: an action for each atom that can be written.

use serde_json::{Value, json};

use crate::devtools::view::change::{self, escaped};
use crate::state::Look;
use crate::store::Store;

/// An action that can be made.
pub(super) struct Creator {
    name: String,
    pointer: String,
    makes: Makes,
    /// The type of the value.
    type_name: &'static str,
}

#[derive(Clone, Copy)]
enum Makes {
    Set,
    Insert,
    Remove,
}

/// The actions for the atoms that are there, by name.
pub(super) fn of(store: &Store) -> Vec<Creator> {
    let looks = store.state(|state| state.look(|_| false));
    let mut creators = Vec::new();
    for look in looks.iter().filter(|look| look.is_written()) {
        let Look { meta, type_name, .. } = look;
        let kinds: &[_] = if look.is_family_of_atoms() {
            &[("insert into", Makes::Insert), ("remove from", Makes::Remove)]
        } else {
            &[("set", Makes::Set)]
        };
        creators.extend(kinds.iter().map(|&(verb, makes)| Creator {
            name: format!("{verb} {}", meta.key),
            pointer: format!("/{}", escaped(meta.key)),
            makes,
            type_name,
        }));
    }
    creators.sort_by(|one, other| one.name.cmp(&other.name));
    creators
}

impl Creator {
    /// As the page lists it.
    pub(super) fn describe(&self) -> Value {
        let value = format!("value: {}", self.type_name);
        let args = match self.makes {
            Makes::Set => json!([value]),
            Makes::Insert => json!(["key", value]),
            Makes::Remove => json!(["key"]),
        };
        json!({"name": self.name, "args": args})
    }

    fn make(&self, store: &Store, args: &[Value]) -> Result<(), String> {
        let text = |at: usize, what: &str| {
            let text = args.get(at).and_then(Value::as_str).map(str::trim);
            text.filter(|text| !text.is_empty()).ok_or_else(|| format!("`{what}` is missing"))
        };
        let value = |at: usize| -> Result<Value, String> {
            let read = serde_json::from_str(text(at, "value")?);
            read.map_err(|error| format!("`value` is no JSON: {error}"))
        };
        // A key may be typed with quotes or without.
        let member = || -> Result<String, String> {
            let typed = text(0, "key")?;
            let key = serde_json::from_str(typed).unwrap_or_else(|_| typed.to_owned());
            Ok(format!("{}/{}", self.pointer, escaped(&key)))
        };
        match self.makes {
            Makes::Set => change::set(store, &self.pointer, &value(0)?),
            Makes::Insert => change::insert(store, &member()?, &value(1)?),
            Makes::Remove => change::remove(store, &member()?),
        }
    }
}

/// Does what the dispatcher sent: an action with arguments, or JSON that somebody typed.
pub(super) fn dispatch(store: &Store, creators: &[Creator], action: &Value) -> Result<(), String> {
    let Some(typed) = action.as_str() else {
        let name = action.get("name").and_then(Value::as_str).unwrap_or_default();
        let creator = creators.iter().find(|creator| creator.name == name);
        let creator = creator.ok_or_else(|| format!("there is no action {name:?}"))?;
        let args = action.get("args").and_then(Value::as_array);
        return creator.make(store, args.map_or(&[], Vec::as_slice));
    };
    let typed: Value = serde_json::from_str(typed).map_err(|error| {
        let example = r#"{"type": "set", "pointer": "/atom", "value": 1}"#;
        format!("an action is JSON, as {example}: {error}")
    })?;
    let member = |name: &str| typed.get(name).ok_or_else(|| format!("`{name}` is missing"));
    let pointer = member("pointer")?.as_str().ok_or("`pointer` is no text")?;
    match typed["type"].as_str() {
        Some("set") => change::set(store, pointer, member("value")?),
        Some("insert") => change::insert(store, pointer, member("value")?),
        Some("remove") => change::remove(store, pointer),
        _ => Err("`type` is set, insert or remove".to_owned()),
    }
}
