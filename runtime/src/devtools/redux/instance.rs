//! One store, as the page has it.

use serde_json::{Map, Value, json};

use super::creators::{self, Creator};
use super::log::{self, At, Log, Pushed};
use super::packet::parts;
use super::tap::{About, Piece, Tap};
use crate::devtools::view::diff::diff;
use crate::devtools::view::nodes::Nodes;
use crate::devtools::view::stores::Shown;
use crate::devtools::view::values::{Telling, Told};
use crate::devtools::view::{change, past};
use crate::store::Store;

/// A store that the page is told of.
pub(super) struct Instance {
    pub(super) shown: Shown,
    pub(super) tap: Tap,
    telling: Telling,
    nodes: Nodes,
    pub(super) log: Log,
    /// The actions that the page can make; it takes the list once.
    pub(super) creators: Vec<Creator>,
}

/// What changed.
struct Change {
    operations: Value,
    about: About,
    point: Option<u64>,
}

impl Instance {
    /// Begins to tell of a store, unless it went.
    pub(super) fn new(shown: Shown) -> Option<Self> {
        let store = shown.store.upgrade()?;
        let mut instance = Self {
            shown,
            tap: Tap::new(&store),
            telling: Telling::default(),
            nodes: Nodes::default(),
            log: Log::new(Value::Null, None),
            creators: creators::of(&store),
        };
        let mut state = Value::Null;
        let pieces = instance.tap.drain(&store);
        let point = pieces.last().and_then(|piece| piece.point);
        for change in instance.tell(&store, pieces, &state) {
            let _ = log::apply(&mut state, &change.operations);
        }
        instance.log = Log::new(state, point);
        Some(instance)
    }

    /// How the page knows it.
    pub(super) fn id(&self) -> String {
        format!("store-{}", self.shown.number)
    }

    /// What there is to tell, as the parts of messages.
    pub(super) fn tick(&mut self) -> Vec<Map<String, Value>> {
        let Some(store) = self.shown.store.upgrade() else { return Vec::new() };
        self.tick_of(&store)
    }

    pub(super) fn tick_of(&mut self, store: &Store) -> Vec<Map<String, Value>> {
        let pieces = self.tap.drain(store);
        let mut messages = Vec::new();
        let mut is_other = false;
        let live = self.log.live().clone();
        for Change { operations, about, point } in self.tell(store, pieces, &live) {
            match self.log.push(about.shown(), operations, point) {
                Pushed::Action { mut message, excess } => {
                    message.extend(parts([("type", "ACTION".into()), ("isExcess", excess.into())]));
                    messages.push(message);
                }
                Pushed::All => is_other = true,
            }
        }
        if is_other { vec![self.all()] } else { messages }
    }

    /// The whole log.
    pub(super) fn all(&self) -> Map<String, Value> {
        match self.log.lifted() {
            Ok(lifted) => parts([
                ("type", "STATE".into()),
                ("payload", lifted.to_string().into()),
                ("action", self.creators.iter().map(Creator::describe).collect()),
                ("libConfig", json!({"features": features()})),
            ]),
            Err(error) => error_of(error),
        }
    }

    /// Makes the store what it was at a place of the log: by its history where that has it, else by writing.
    pub(super) fn go(&mut self, store: &Store, to: &At, label: &str) -> Result<(), String> {
        // Where the history skips entries, its points are other states than they were.
        let is_there =
            |point: &u64| store.state(|state| state.has_point(*point) && state.skips() == 0);
        match to.point.filter(is_there) {
            Some(point) => {
                past::go_to(store, "go_to", |_| Some(point)).map_err(|error| error.to_string())?;
            }
            None => self.put(store, &to.state["atoms"], label)?,
        }
        self.absorb(store);
        Ok(())
    }

    /// Writes what atoms are to be.
    pub(super) fn put(&self, store: &Store, atoms: &Value, label: &str) -> Result<(), String> {
        change::put(store, &self.log.live()["atoms"], atoms, format!("DevTools: {label}"))
    }

    /// What the page asked for is no action: what changed by it, and what follows, belongs to the present one.
    pub(super) fn absorb(&mut self, store: &Store) {
        store.flush();
        let pieces = self.tap.drain_all(store);
        let live = self.log.live().clone();
        for change in self.tell(store, pieces, &live) {
            self.log.absorb(&change.operations);
        }
    }

    /// Writes pieces down, as operations on the state before them.
    fn tell(&mut self, store: &Store, pieces: Vec<Piece>, live: &Value) -> Vec<Change> {
        let number = self.shown.number;
        let news = store.state(|state| self.nodes.look(state));
        news.map(|news| self.nodes.tell(number, news));
        let mut changes = Vec::new();
        for Piece { values, about, point } in pieces {
            let operations = match self.telling.tell(values, &mut self.nodes) {
                None => continue,
                Some(Told::Patch { patch, .. }) => serde_json::from_str(&patch).unwrap_or_default(),
                Some(Told::State { state, .. }) => {
                    let state: Value = serde_json::from_str(&state).unwrap_or_default();
                    let mut operations = Vec::new();
                    diff(live, &state, &mut Vec::new(), &mut operations);
                    Value::Array(operations)
                }
            };
            changes.push(Change { operations, about, point });
        }
        changes
    }
}

/// A text that the page shows for a moment.
pub(super) fn error_of(text: String) -> Map<String, Value> {
    parts([("type", "ERROR".into()), ("payload", text.into())])
}

/// What the page may offer.
fn features() -> Value {
    json!({
        "lock": true, "pause": true, "export": true, "import": "custom", "jump": true, "skip": true,
        "dispatch": true, "persist": false, "reorder": false, "sync": false, "test": false,
    })
}
