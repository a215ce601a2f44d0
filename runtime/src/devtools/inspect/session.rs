//! What one client is told, and what it asks.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use serde_json::{Value, json};

use super::requests;
use super::server::Server;
use super::watch::Watch;
use crate::devtools::view::stores::{Shown, program};
use crate::error::panic_message;

/// The version of the protocol.
const VERSION: u32 = 1;

/// A client that is connected.
pub(super) struct Session<'a> {
    server: &'a Server,
    /// The stores that it was told of.
    stores: Vec<Shown>,
    pub(super) watched: Option<Watch>,
    pub(super) paused: bool,
    pub(super) program: String,
}

impl<'a> Session<'a> {
    pub(super) fn new(server: &'a Server) -> Self {
        Self { server, stores: Vec::new(), watched: None, paused: false, program: program() }
    }

    /// The first message.
    pub(super) fn hello(&mut self) -> String {
        self.stores = self.server.stores();
        let stores: Vec<Value> = self.stores.iter().filter_map(describe).collect();
        json!({
            "type": "hello",
            "version": VERSION,
            "program": self.program,
            "pid": std::process::id(),
            "stores": stores,
        })
        .to_string()
    }

    /// What there is to tell.
    pub(super) fn tick(&mut self, now: Instant) -> Vec<String> {
        let mut messages = self.stores_changed();
        let paused = self.paused;
        messages.extend(self.watched.iter_mut().flat_map(|watch| watch.tick(now, paused)));
        messages
    }

    /// Does what is asked, and says what came of it.
    pub(super) fn answer(&mut self, text: &str) -> String {
        let request: Value = match serde_json::from_str(text) {
            Ok(request) => request,
            Err(error) => {
                return answered(&Value::Null, Err(format!("the request is no JSON: {error}")));
            }
        };
        let id = request.get("id").cloned().unwrap_or_default();
        // What a store does for it may run code of the program's.
        let done = catch_unwind(AssertUnwindSafe(|| requests::answer(self, &request)));
        let done = done.unwrap_or_else(|payload| Err(panic_message(&*payload)));
        answered(&id, done)
    }

    /// A store that is shown, by its number.
    pub(super) fn store(&self, number: u64) -> Option<Shown> {
        self.server.stores().into_iter().find(|shown| shown.number == number)
    }

    fn stores_changed(&mut self) -> Vec<String> {
        let now = self.server.stores();
        let is_in = |list: &[Shown], number| list.iter().any(|shown| shown.number == number);
        let mut messages = Vec::new();
        for gone in self.stores.iter().filter(|shown| !is_in(&now, shown.number)) {
            messages.push(json!({"type": "closed", "store": gone.number}).to_string());
            self.watched.take_if(|watch| watch.shown.number == gone.number);
        }
        for came in now.iter().filter(|shown| !is_in(&self.stores, shown.number)) {
            if let Some(Value::Object(mut facts)) = describe(came) {
                facts.insert("type".to_owned(), "opened".into());
                messages.push(Value::Object(facts).to_string());
            }
        }
        self.stores = now;
        messages
    }
}

fn answered(id: &Value, done: Result<Value, String>) -> String {
    match done {
        Ok(value) => json!({"type": "answer", "id": id, "ok": value}),
        Err(error) => json!({"type": "answer", "id": id, "error": error}),
    }
    .to_string()
}

fn describe(shown: &Shown) -> Option<Value> {
    let facts = shown.store.upgrade()?.facts();
    let group = |(name, policy): &(&str, crate::batch::windows::Policy)| {
        let window = policy.window.as_secs_f64() * 1e3;
        json!({"name": name, "priority": policy.priority, "window_ms": window})
    };
    Some(json!({
        "store": shown.number,
        "name": shown.name,
        "tier": if facts.compiled { "compiled" } else { "dynamic" },
        "strategy": facts.strategy,
        "groups": facts.groups.iter().map(group).collect::<Vec<_>>(),
    }))
}
