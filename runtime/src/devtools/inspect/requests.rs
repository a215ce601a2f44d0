//! What a client may ask for.

use serde_json::{Value, json};

use super::drawing::{self, Format};
use super::session::Session;
use super::test;
use super::watch::Watch;
use crate::devtools::trace::why;
use crate::devtools::view::flushes::place;
use crate::devtools::view::{change, past};
use crate::devtools::{Step, What};
use crate::error::Error;
use crate::event::Times;
use crate::monitor::Monitor;
use crate::state::State;
use crate::store::Store;

/// Does what is asked.
pub(super) fn answer(session: &mut Session<'_>, request: &Value) -> Result<Value, String> {
    let kind = request.get("type").and_then(Value::as_str).ok_or("the request has no `type`")?;
    match kind {
        "watch" => return watch(session, request),
        "pause" => {
            session.paused = flag(request, "on")?;
            return Ok(Value::Null);
        }
        _ => {}
    }
    let number = whole(request, "store")?;
    let shown = session.store(number).ok_or_else(|| no_store(number))?;
    let store = shown.store.upgrade().ok_or_else(|| no_store(number))?;
    let program = session.program.clone();
    let watched = session.watched.as_mut().filter(|watch| watch.shown.number == number);
    let none = format!("the store {number} is not watched; watch it first");
    match kind {
        "set" => change::set(&store, text(request, "pointer")?, value(request)?)?,
        "insert" => change::insert(&store, text(request, "pointer")?, value(request)?)?,
        "remove" => change::remove(&store, text(request, "pointer")?)?,
        "reset" => change::reset(&store, whole(request, "node")?)?,
        "why" | "why_not" => {
            let watch = watched.as_deref().ok_or(none)?;
            return explain(&store, watch, whole(request, "node")?, kind == "why_not");
        }
        "undo" => moved(store.try_undo(), "there is nothing to undo")?,
        "redo" => moved(store.try_redo(), "there is nothing to redo")?,
        "go_to" => {
            let point = whole(request, "entry")?;
            told(past::go_to(&store, "go_to", |_| Some(point)))?;
        }
        "live" => told(past::go_to(&store, "live", State::tip))?,
        "revert" => {
            told(past::go_to(&store, "revert", |state| state.points().map(|(start, _)| start)))?;
        }
        "switch" => {
            let branch = whole(request, "branch")?;
            told(past::go_to(&store, "switch", |_| Some(branch)))?;
        }
        "pin" => told(past::pin(&store, whole(request, "entry")?, flag(request, "on")?))?,
        "commit" => told(past::commit(&store))?,
        "skip" => past::skip(&store, whole(request, "entry")?, flag(request, "on")?)?,
        "flush" => store.flush(),
        "monitor" => drop(store.monitor(Monitor::new())),
        "graph" => {
            let format =
                Format::of(text(request, "format")?).ok_or("`format` is dot or mermaid")?;
            return Ok(drawing::draw(&store, format).into());
        }
        "export" => {
            let watch = watched.ok_or(none)?;
            return Ok(watch.record.session(&program, &watch.shown.name));
        }
        "import" => {
            let session = request.get("session").ok_or("the request has no `session`")?;
            let done = change::import(&store, session);
            if let Some(watch) = watched {
                watch.past.is_changed();
            }
            return done;
        }
        "test" => {
            let watch = watched.ok_or(none)?;
            let number = |name, or| request.get(name).and_then(Value::as_u64).unwrap_or(or);
            let (from, to) = (number("from", 0), number("to", u64::MAX));
            return Ok(test::write(&store, watch, from, to).into());
        }
        _ => return Err(format!("the type {kind:?} is unknown")),
    }
    // Whoever asked for something wants to see it at once.
    if let Some(watch) = watched {
        watch.past.is_changed();
    }
    Ok(Value::Null)
}

fn watch(session: &mut Session<'_>, request: &Value) -> Result<Value, String> {
    session.watched = None;
    if request.get("store").is_some_and(Value::is_null) {
        return Ok(Value::Null);
    }
    let number = whole(request, "store")?;
    let shown = session.store(number).ok_or_else(|| no_store(number))?;
    session.watched = Some(Watch::new(shown));
    Ok(Value::Null)
}

/// The chain of what happened to a node, the nearest first.
fn explain(store: &Store, watch: &Watch, number: u64, all: bool) -> Result<Value, String> {
    let found = store.state(|state| {
        let slot = state.slot_of_number(number)?;
        Some(why(state, slot, all))
    });
    let found = found.ok_or_else(|| format!("there is no node {number}, or it went"))?;
    let mut chain = Vec::new();
    list(&found.root, watch, &mut chain);
    Ok(json!({"text": found.to_string(), "chain": chain}))
}

fn list(step: &Step, watch: &Watch, chain: &mut Vec<Value>) {
    let (what, at) = match &step.what {
        What::Written { times, equal, at } => {
            let text = match (times, equal) {
                (0, equal) => format!("written {} as it was", Times(*equal)),
                (times, 0) => format!("written {}", Times(*times)),
                (times, equal) => {
                    format!("written {}, {} as it was", Times(*times), Times(*equal))
                }
            };
            (text, place(at.last().copied()))
        }
        What::Computed(outcome) => (outcome.to_string(), None),
        What::Untouched => ("was not touched".to_owned(), None),
    };
    let node = watch.nodes.number(&step.name);
    chain.push(json!({"node": node, "name": step.name, "what": what, "at": at}));
    step.because.iter().for_each(|step| list(step, watch, chain));
}

fn told(result: Result<(), Error>) -> Result<(), String> {
    result.map_err(|error| error.to_string())
}

fn moved(result: Result<bool, Error>, or: &str) -> Result<(), String> {
    match result {
        Ok(true) => Ok(()),
        Ok(false) => Err(or.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn no_store(number: u64) -> String {
    format!("there is no store {number}, or it went")
}

fn whole(request: &Value, name: &str) -> Result<u64, String> {
    let number = request.get(name).and_then(Value::as_u64);
    number.ok_or_else(|| format!("`{name}` is missing, or is no whole number"))
}

fn text<'a>(request: &'a Value, name: &str) -> Result<&'a str, String> {
    let text = request.get(name).and_then(Value::as_str);
    text.ok_or_else(|| format!("`{name}` is missing, or is no text"))
}

fn flag(request: &Value, name: &str) -> Result<bool, String> {
    let flag = request.get(name).and_then(Value::as_bool);
    flag.ok_or_else(|| format!("`{name}` is missing, or is neither true nor false"))
}

fn value(request: &Value) -> Result<&Value, String> {
    request.get("value").ok_or_else(|| "`value` is missing".to_owned())
}
