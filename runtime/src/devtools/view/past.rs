//! The history of a store, as a client sees it, and ways through it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::error::Error;
use crate::history::Label;
use crate::state::{BranchAt, EntryAt, State};
use crate::store::Store;

/// So many entries are told of, the last ones.
const MOST_ENTRIES: usize = 1_000;

/// So many names of one entry.
const MOST_NAMES: usize = 8;

/// The whole list is told no more often than this, unless somebody asked for a change of it.
const PAUSE: Duration = Duration::from_millis(500);

/// How far a client was told.
#[derive(Default)]
pub(in crate::devtools) struct Past {
    told: Option<(Instant, Stamp)>,
    /// A client changed something that the stamp does not show.
    is_stale: bool,
}

/// What is another one when entries came, went, were travelled over or skipped.
type Stamp = (Option<(u64, u64)>, Option<u64>, (usize, usize), u64);

impl Past {
    /// What was told holds no more.
    pub(in crate::devtools) fn is_changed(&mut self) {
        self.is_stale = true;
    }

    /// The history, if it is another one; under the lock.
    pub(in crate::devtools) fn look(
        &mut self,
        state: &State,
        store: u64,
        now: Instant,
    ) -> Option<Value> {
        let stamp = (state.points(), state.tip(), state.history_size(), state.skips());
        if !self.is_stale
            && let Some((at, told)) = self.told
            && (told == stamp || now.saturating_duration_since(at) < PAUSE)
        {
            return None;
        }
        self.is_stale = false;
        self.told = Some((now, stamp));
        Some(describe(state, store))
    }
}

fn describe(state: &State, store: u64) -> Value {
    let Some((start, here)) = state.points() else {
        return json!({
            "type": "history", "store": store, "on": false, "position": null, "start": null, "live": true,
            "entries": [], "left_out": 0, "branches": [], "max_entries": 0, "bytes": 0, "budget": 0,
        });
    };
    let entries = state.entries();
    let left_out = entries.len().saturating_sub(MOST_ENTRIES);
    let entry = |entry: &EntryAt| {
        json!({
            "id": entry.point,
            "label": entry.label.as_ref().map(Label::text),
            "at_ms": entry.at.as_duration().as_secs_f64() * 1e3,
            "bytes": entry.bytes,
            "pinned": entry.pinned,
            "skipped": state.is_skipped(entry.point),
            "names": state.entry_names(entry.point, MOST_NAMES),
        })
    };
    let branch = |branch: &BranchAt| json!({"id": branch.tip, "label": null, "entries": branch.len, "fork": branch.fork});
    let (max_entries, budget) = state.history_limits().unwrap_or_default();
    json!({
        "type": "history",
        "store": store,
        "on": true,
        "position": here,
        "start": start,
        "live": state.tip() == Some(here),
        "entries": entries[left_out..].iter().map(entry).collect::<Vec<_>>(),
        "left_out": left_out,
        "branches": state.branches().iter().map(branch).collect::<Vec<_>>(),
        "max_entries": max_entries,
        "bytes": state.history_size().0,
        "budget": budget,
    })
}

/// Goes to a point; the start of the history, its end, or that of an entry.
pub(in crate::devtools) fn go_to(
    store: &Store,
    verb: &'static str,
    which: impl Fn(&State) -> Option<u64>,
) -> Result<(), Error> {
    store.apart(verb, |state| {
        let point = which(state).ok_or(Error::NoHistory { verb })?;
        let went = state.travel_to(point);
        if went { Ok(()) } else { Err(Error::NoSuchPoint { point }) }
    })?
}

/// Keeps a point, or lets it go.
pub(in crate::devtools) fn pin(store: &Store, point: u64, on: bool) -> Result<(), Error> {
    store.state(|state| match state.points() {
        None => Err(Error::NoHistory { verb: "pin" }),
        Some(_) if state.pin_point(point, on) => Ok(()),
        Some(_) => Err(Error::NoSuchPoint { point }),
    })
}

/// Skips the entry of a point, or takes it back in, so that the states after it are other ones.
pub(in crate::devtools) fn skip(store: &Store, point: u64, on: bool) -> Result<(), String> {
    let skip = |state: &mut State| match state.points() {
        None => Err(Error::NoHistory { verb: "skip" }.to_string()),
        Some((start, _)) if point == start => {
            Err("the beginning of the history is no entry that could be skipped".to_owned())
        }
        Some(_) if state.skip_entry(point, on) => Ok(()),
        Some(_) => Err(Error::NoSuchPoint { point }.to_string()),
    };
    store.apart("skip", skip).map_err(|error| error.to_string())?
}

/// Forgets all but the present; what was undone, too.
pub(in crate::devtools) fn commit(store: &Store) -> Result<(), Error> {
    store.state(|state| {
        state.points().ok_or(Error::NoHistory { verb: "commit" })?;
        state.clear_history();
        Ok(())
    })
}
