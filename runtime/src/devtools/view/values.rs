//! The values of a store, as a client has them: a whole state once, and what changed from then on.

use serde_json::{Map, Value, json};

use super::diff::{diff, text};
use super::nodes::Nodes;
use crate::serial::pointer::push_token;
use crate::state::{Came, Delta, State, Unshown, Version};

/// How far a client has looked.
#[derive(Default)]
pub(in crate::devtools) struct Looking {
    version: Option<Version>,
    /// When computeds were looked at last.
    revision: u64,
}

/// What a client was told.
#[derive(Default)]
pub(in crate::devtools) struct Telling {
    unshown: Unshown,
    /// The computeds, as they were told.
    computed: Map<String, Value>,
}

/// What is to be told, written by nobody yet.
pub(in crate::devtools) struct Taken {
    delta: Delta,
    came: Vec<Came>,
    sequence: u64,
}

/// What is told.
pub(in crate::devtools) enum Told {
    State { sequence: u64, state: String },
    Patch { sequence: u64, patch: String },
}

impl Looking {
    /// Takes what changed, or everything the first time; under the lock, where it costs reference counts.
    pub(in crate::devtools) fn take(&mut self, state: &mut State) -> Taken {
        let filter = State::all_shown();
        let since = self.version.as_mut();
        let delta = since.and_then(|version| state.changes_since(version, &filter).ok());
        let delta = delta.unwrap_or_else(|| {
            let (delta, version) = state.full(&filter);
            self.version = Some(version);
            delta
        });
        let since = if delta.is_full() { 0 } else { self.revision };
        let came = state.computeds_since(since);
        self.revision = state.revision();
        Taken { delta, came, sequence: self.revision }
    }
}

impl Telling {
    /// Writes it.
    pub(in crate::devtools) fn tell(&mut self, taken: Taken, nodes: &mut Nodes) -> Option<Told> {
        let Taken { delta, came, sequence } = taken;
        if delta.is_full() {
            self.computed.clear();
        }
        let mut ops = Vec::new();
        self.forget_gone(nodes, &mut ops);
        for came in came {
            let mut value = Vec::new();
            came.put(&mut value);
            let value = serde_json::from_slice(&value).unwrap_or_default();
            self.put(came.number, value, nodes, &mut ops);
        }
        if delta.is_full() {
            let mut state = br#"{"atoms":"#.to_vec();
            delta.put_shown(&mut self.unshown, &mut state);
            state.extend_from_slice(br#","computed":"#);
            state.extend_from_slice(&serde_json::to_vec(&self.computed).unwrap_or_default());
            state.push(b'}');
            let state = String::from_utf8_lossy(&state).into_owned();
            return Some(Told::State { sequence, state });
        }
        let mut patch = Vec::new();
        let count = delta.put_shown_patch("/atoms", &mut self.unshown, &mut patch);
        if count + ops.len() == 0 {
            return None;
        }
        if !ops.is_empty() {
            patch.pop();
            let rest = serde_json::to_vec(&ops).unwrap_or_default();
            patch.extend_from_slice(if count == 0 { b"" } else { b"," });
            patch.extend_from_slice(&rest[1..]);
        }
        let patch = String::from_utf8_lossy(&patch).into_owned();
        Some(Told::Patch { sequence, patch })
    }

    /// Puts the value of a computed into its place.
    fn put(&mut self, number: u64, value: Value, nodes: &Nodes, ops: &mut Vec<Value>) {
        let Some(known) = nodes.known.get(&number) else { return };
        let mut path = b"/computed".to_vec();
        push_token(&mut path, known.key);
        let mut place = &mut self.computed;
        let mut name = known.key;
        if let Some(member) = &known.member {
            if !place.contains_key(known.key) {
                ops.push(json!({"op": "add", "path": text(&path), "value": {}}));
            }
            let family = place.entry(known.key).or_insert_with(|| json!({}));
            let Value::Object(members) = family else { return };
            push_token(&mut path, member);
            (place, name) = (members, member);
        }
        match place.get_mut(name) {
            Some(before) => {
                diff(before, &value, &mut path, ops);
                *before = value;
            }
            None => {
                ops.push(json!({"op": "add", "path": text(&path), "value": value}));
                place.insert(name.to_owned(), value);
            }
        }
    }

    /// Takes out the members that went.
    fn forget_gone(&mut self, nodes: &mut Nodes, ops: &mut Vec<Value>) {
        for gone in nodes.gone.drain(..) {
            let Some(member) = &gone.member else { continue };
            let family = self.computed.get_mut(gone.key).and_then(Value::as_object_mut);
            if family.is_some_and(|members| members.remove(member).is_some()) {
                let mut path = b"/computed".to_vec();
                push_token(&mut path, gone.key);
                push_token(&mut path, member);
                ops.push(json!({"op": "remove", "path": text(&path)}));
            }
        }
    }
}
