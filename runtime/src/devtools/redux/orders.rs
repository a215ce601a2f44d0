//! What the page asks for.

use serde_json::Value;

use super::creators;
use super::import;
use super::instance::Instance;
use super::log::{At, Log};
use crate::devtools::view::{change, past};
use crate::store::Store;

/// Does what the page asks of a store. It wants the whole log afterwards, whatever came of it.
pub(super) fn obey(instance: &mut Instance, store: &Store, order: &Value) -> Result<(), String> {
    let kind = order.get("type").and_then(Value::as_str).unwrap_or_default();
    let action = order.get("action").unwrap_or(&Value::Null);
    match kind {
        "ACTION" => {
            unlocked(instance)?;
            creators::dispatch(store, &instance.creators, action)
        }
        "IMPORT" => {
            unlocked(instance)?;
            let text = order.get("state").and_then(Value::as_str).ok_or("there is no file")?;
            take_over(instance, store, import::read(text)?)
        }
        "DISPATCH" => dispatch(instance, store, action),
        // Of other stores, and of what is not offered.
        _ => Ok(()),
    }
}

fn dispatch(instance: &mut Instance, store: &Store, action: &Value) -> Result<(), String> {
    match action.get("type").and_then(Value::as_str).unwrap_or_default() {
        "LOCK_CHANGES" => {
            instance.log.locked = flag(action)?;
            return Ok(());
        }
        "PAUSE_RECORDING" => {
            let paused = flag(action)?;
            instance.log.paused = paused;
            instance.tap.pause(paused);
            return Ok(());
        }
        "SWEEP" => {
            instance.log.sweep();
            return Ok(());
        }
        _ => unlocked(instance)?,
    }
    match action.get("type").and_then(Value::as_str).unwrap_or_default() {
        "JUMP_TO_ACTION" => {
            let id = number(action, "actionId")?;
            let index = instance.log.index_of(id).ok_or("the action is there no more")?;
            jump(instance, store, index)
        }
        "JUMP_TO_STATE" => jump(instance, store, number(action, "index")? as usize),
        "TOGGLE_ACTION" => toggle(instance, store, number(action, "id")?),
        "COMMIT" => {
            if store.state(|state| state.points().is_some()) {
                past::commit(store).map_err(|error| error.to_string())?;
            }
            begin(instance, store);
            Ok(())
        }
        "ROLLBACK" => {
            let beginning = instance.log.beginning();
            instance.go(store, &beginning, "revert")?;
            begin(instance, store);
            Ok(())
        }
        "RESET" => {
            change::reset_all(store);
            instance.absorb(store);
            begin(instance, store);
            Ok(())
        }
        "IMPORT_STATE" => {
            let lifted = action.get("nextLiftedState").ok_or("there is no state")?;
            take_over(instance, store, import::of_lifted(lifted)?)
        }
        "REORDER_ACTION" => {
            Err("actions of a store cannot change places: each holds what it wrote, and not \
                                 how that was worked out"
                .to_owned())
        }
        other => Err(format!("{other:?} is not known here")),
    }
}

fn jump(instance: &mut Instance, store: &Store, index: usize) -> Result<(), String> {
    let states = instance.log.states()?;
    let to = states.get(index).ok_or("the action is there no more")?;
    instance.go(store, to, "jump")?;
    instance.log.jump(index);
    Ok(())
}

/// Skips an action, or takes it back in: what the others wrote follows from each other anew. Where it does not, or
/// an atom refuses what follows, nothing is skipped.
fn toggle(instance: &mut Instance, store: &Store, id: u64) -> Result<(), String> {
    instance.log.toggle(id)?;
    let states = instance.log.states();
    let moved = states.and_then(|mut states| {
        let At { state, .. } = states.swap_remove(instance.log.current());
        instance.put(store, &state["atoms"], "skip")
    });
    if moved.is_err() {
        instance.log.toggle(id)?;
        return moved;
    }
    instance.absorb(store);
    Ok(())
}

fn take_over(instance: &mut Instance, store: &Store, file: import::File) -> Result<(), String> {
    instance.put(store, &file.atoms, "import")?;
    instance.absorb(store);
    instance.log = Log::imported(file, instance.log.live().clone());
    Ok(())
}

/// Begins a new log with what the store holds.
fn begin(instance: &mut Instance, store: &Store) {
    let point = store.state(|state| state.points().map(|(_, here)| here));
    let state = instance.log.live().clone();
    instance.log.begin_at(state, point);
}

fn unlocked(instance: &Instance) -> Result<(), String> {
    if instance.log.locked {
        Err("DevTools are locked; unlock them first".to_owned())
    } else {
        Ok(())
    }
}

fn flag(action: &Value) -> Result<bool, String> {
    let status = action.get("status").and_then(Value::as_bool);
    status.ok_or_else(|| "`status` is neither true nor false".to_owned())
}

fn number(action: &Value, name: &str) -> Result<u64, String> {
    let number = action.get(name).and_then(Value::as_u64);
    number.ok_or_else(|| format!("`{name}` is no whole number"))
}
