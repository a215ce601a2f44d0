//! The actions of a store and the states between them, as the page has them.
//!
//! Kept are the state that the log begins with, and what each action changed. An action writes values and knows no
//! reducer: without one before it, it writes the same ones. Computeds are only known where they were seen.

use std::collections::BTreeSet;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use super::import::File;
use super::packet::parts;
use crate::serial::patch::{self, PatchError};

/// So many actions are kept, counted with the first.
const MOST_ACTIONS: usize = 50;

/// So many at least, however large the state is.
const FEWEST_ACTIONS: usize = 4;

/// So much text a whole log may be, about.
const MOST_BYTES: usize = 8 << 20;

/// The log of a store.
pub(super) struct Log {
    /// The state before the first action, and the point of the history where it was.
    committed: Value,
    point: Option<u64>,
    began: u64,
    actions: Vec<Action>,
    next: u64,
    skipped: BTreeSet<u64>,
    /// The present action; 0 is the beginning.
    current: usize,
    /// What the store holds.
    live: Value,
    /// What was skipped has changed, so that the next action has to tell all computeds.
    is_recomputed: bool,
    pub(super) locked: bool,
    pub(super) paused: bool,
}

/// Something that changed the state.
struct Action {
    id: u64,
    /// What the page shows: an object with a `type`.
    shown: Value,
    at: u64,
    patch: Value,
    point: Option<u64>,
    /// What was skipped before it when it happened; unknown if that can be told no more.
    skipped: Option<BTreeSet<u64>>,
    /// Its patch has all computeds, and not only those that changed.
    has_computeds: bool,
}

/// A state of the log.
pub(super) struct At {
    pub(super) state: Value,
    /// The point of the history that has this very state.
    pub(super) point: Option<u64>,
}

/// A walk through the actions.
struct Replay {
    state: Value,
    /// The state is known with its computeds.
    is_known: bool,
    point: Option<u64>,
}

impl Replay {
    fn at(&self) -> At {
        At { state: self.state.clone(), point: self.point }
    }
}

/// What the page has to be told of a new action.
pub(super) enum Pushed {
    /// The action, and whether the oldest one went for it.
    Action { message: Map<String, Value>, excess: bool },
    /// The log is another one.
    All,
}

impl Log {
    pub(super) fn new(state: Value, point: Option<u64>) -> Self {
        Self {
            committed: state.clone(),
            point,
            began: now(),
            actions: Vec::new(),
            next: 1,
            skipped: BTreeSet::new(),
            current: 0,
            live: state,
            is_recomputed: false,
            locked: false,
            paused: false,
        }
    }

    /// A log that was read from a file.
    pub(super) fn imported(file: File, live: Value) -> Self {
        let File { committed, steps, current, .. } = file;
        let mut log = Self { live, is_recomputed: true, ..Self::new(committed, None) };
        for (shown, patch) in steps {
            let id = log.next;
            log.next += 1;
            log.actions.push(Action {
                id,
                shown,
                at: log.began,
                patch,
                point: None,
                skipped: Some(BTreeSet::new()),
                has_computeds: false,
            });
        }
        log.current = current;
        log
    }

    pub(super) fn live(&self) -> &Value {
        &self.live
    }

    pub(super) fn current(&self) -> usize {
        self.current
    }

    /// Where an action stands; 0 is the beginning.
    pub(super) fn index_of(&self, id: u64) -> Option<usize> {
        let found = || self.actions.iter().position(|action| action.id == id).map(|at| at + 1);
        if id == 0 { Some(0) } else { found() }
    }

    /// Takes over what the store came to, with no action of its own.
    pub(super) fn absorb(&mut self, changes: &Value) {
        let applied = apply(&mut self.live, changes);
        // They were made of that state.
        debug_assert!(applied.is_ok(), "{applied:?}");
    }

    /// Adds an action. One in the past makes those after it skipped, as the history leaves them on another branch.
    pub(super) fn push(&mut self, shown: Value, mut changes: Value, point: Option<u64>) -> Pushed {
        let mut is_other = false;
        for left in &self.actions[self.current..] {
            is_other |= self.skipped.insert(left.id);
        }
        self.absorb(&changes);
        let has_computeds = std::mem::take(&mut self.is_recomputed);
        if has_computeds && let Value::Array(operations) = &mut changes {
            operations.retain(is_of_atoms);
            let computed = &self.live["computed"];
            operations.push(json!({"op": "add", "path": "/computed", "value": computed}));
        }
        let (id, at) = (self.next, now());
        self.next += 1;
        let skipped = Some(self.skipped.clone());
        let message = json!({"type": "PERFORM_ACTION", "action": shown, "timestamp": at});
        let action = Action { id, shown, at, patch: changes, point, skipped, has_computeds };
        self.actions.push(action);
        self.current = self.actions.len();

        let live = self.live.to_string();
        let most = (MOST_BYTES / live.len().max(1)).clamp(FEWEST_ACTIONS, MOST_ACTIONS);
        let excess = self.actions.len().saturating_sub(most - 1);
        self.forget(excess);
        if is_other || excess > 1 {
            return Pushed::All;
        }
        let told = parts([
            ("payload", live.into()),
            ("action", message.to_string().into()),
            ("nextActionId", self.next.into()),
        ]);
        Pushed::Action { message: told, excess: excess > 0 }
    }

    /// All states as they follow from each other, the beginning first.
    pub(super) fn states(&self) -> Result<Vec<At>, String> {
        let mut replay = self.replay();
        let mut states = vec![replay.at()];
        for (at, action) in self.actions.iter().enumerate() {
            self.run(&mut replay, action)?;
            states.push(replay.at());
            // Of turns that the history made one only the last state is there.
            if at > 0 && self.actions[at - 1].point == action.point {
                states[at].point = None;
            }
        }
        Ok(states)
    }

    /// Skips an action, or takes it back into the log; the states are then other ones.
    pub(super) fn toggle(&mut self, id: u64) -> Result<(), String> {
        if id == 0 || self.index_of(id).is_none() {
            return Err(format!("there is no action {id} that could be skipped"));
        }
        if !self.skipped.remove(&id) {
            self.skipped.insert(id);
        }
        self.is_recomputed = true;
        Ok(())
    }

    pub(super) fn jump(&mut self, index: usize) {
        self.current = index;
        self.is_recomputed = true;
    }

    /// Forgets what is skipped.
    pub(super) fn sweep(&mut self) {
        self.outdate();
        let before = self.actions[..self.current].iter();
        let kept = before.filter(|action| !self.skipped.contains(&action.id)).count();
        self.actions.retain(|action| !self.skipped.contains(&action.id));
        for action in &mut self.actions {
            action.skipped = action.skipped.take().map(|_| BTreeSet::new());
        }
        self.skipped.clear();
        self.current = kept;
    }

    /// Makes a state the beginning.
    pub(super) fn begin_at(&mut self, state: Value, point: Option<u64>) {
        let (locked, paused) = (self.locked, self.paused);
        *self = Self { locked, paused, ..Self::new(state, point) };
    }

    /// The state that the log begins with.
    pub(super) fn beginning(&self) -> At {
        At { state: self.committed.clone(), point: self.point }
    }

    /// The whole log, as the page has it.
    pub(super) fn lifted(&self) -> Result<Value, String> {
        let mut states = self.states()?;
        // Of the present one everything is known.
        states[self.current].state.clone_from(&self.live);
        let mut by_id = Map::new();
        let first = json!({"type": "PERFORM_ACTION", "action": {"type": "@@INIT"}, "timestamp": self.began});
        by_id.insert("0".to_owned(), first);
        for Action { id, shown, at, .. } in &self.actions {
            let action = json!({"type": "PERFORM_ACTION", "action": shown, "timestamp": at});
            by_id.insert(id.to_string(), action);
        }
        let ids = self.actions.iter().map(|action| action.id);
        let staged: Vec<u64> = std::iter::once(0).chain(ids).collect();
        let computed: Vec<Value> =
            states.into_iter().map(|at| json!({"state": at.state})).collect();
        Ok(json!({
            "monitorState": {},
            "actionsById": by_id,
            "nextActionId": self.next,
            "stagedActionIds": staged,
            "skippedActionIds": self.skipped,
            "committedState": self.committed,
            "currentStateIndex": self.current,
            "computedStates": computed,
            "isLocked": self.locked,
            "isPaused": self.paused,
        }))
    }

    fn replay(&self) -> Replay {
        let is_known = self.committed.get("computed").is_some();
        Replay { state: self.committed.clone(), is_known, point: self.point }
    }

    /// Makes the state after an action of the one before it.
    fn run(&self, replay: &mut Replay, action: &Action) -> Result<(), String> {
        if self.skipped.contains(&action.id) {
            return Ok(());
        }
        replay.is_known = self.is_as_it_was(action) && (replay.is_known || action.has_computeds);
        replay.point = action.point.filter(|_| replay.is_known);
        let run = |state: &mut Value, operations: &Value| {
            apply(state, operations).map_err(|error| cannot(action, &error))
        };
        if replay.is_known {
            return run(&mut replay.state, &action.patch);
        }
        if let Some(object) = replay.state.as_object_mut() {
            object.remove("computed");
        }
        let operations = action.patch.as_array().into_iter().flatten();
        let of_atoms = operations.filter(|operation| is_of_atoms(operation));
        run(&mut replay.state, &of_atoms.cloned().collect())
    }

    /// Whether before an action the same ones are skipped as when it happened.
    fn is_as_it_was(&self, action: &Action) -> bool {
        action.skipped.as_ref().is_some_and(|then| then.iter().eq(self.skipped.range(..action.id)))
    }

    /// Of actions that happened otherwise than they stand there now nothing can be said once others go.
    fn outdate(&mut self) {
        let is_other: Vec<bool> =
            self.actions.iter().map(|action| !self.is_as_it_was(action)).collect();
        for (action, _) in self.actions.iter_mut().zip(is_other).filter(|(_, is_other)| *is_other) {
            action.skipped = None;
        }
    }

    /// Makes the oldest actions part of the beginning.
    fn forget(&mut self, count: usize) {
        if count == 0 {
            return;
        }
        let mut replay = self.replay();
        if self.actions[..count].iter().any(|action| self.run(&mut replay, action).is_err()) {
            return;
        }
        self.outdate();
        let gone: Vec<u64> = self.actions.drain(..count).map(|action| action.id).collect();
        self.skipped.retain(|id| !gone.contains(id));
        for action in &mut self.actions {
            action.skipped.iter_mut().for_each(|then| then.retain(|id| !gone.contains(id)));
        }
        (self.committed, self.point) = (replay.state, replay.point);
        self.current = self.current.saturating_sub(count);
    }
}

fn is_of_atoms(operation: &Value) -> bool {
    let path = operation.get("path").and_then(Value::as_str);
    path.is_some_and(|path| path.starts_with("/atoms"))
}

fn cannot(action: &Action, error: &dyn std::fmt::Display) -> String {
    let name = action.shown["type"].as_str().unwrap_or_default();
    format!("action {} ({name}) needs what is skipped: {error}", action.id)
}

/// Does the operations of an action.
pub(super) fn apply(state: &mut Value, operations: &Value) -> Result<(), PatchError> {
    patch::apply(state, operations.to_string().as_bytes())
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as u64)
}
