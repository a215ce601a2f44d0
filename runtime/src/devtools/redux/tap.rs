//! What happens in a store, flush by flush, until somebody looks.
//!
//! Only to note what changed is done by who flushes: a reference for each value. It is written as JSON by the thread
//! of the bridge.

use std::collections::VecDeque;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::devtools::view::flushes::place;
use crate::devtools::view::values::{Looking, Taken};
use crate::error::Name;
use crate::event::{Event, Recorder};
use crate::state::State;
use crate::store::{Store, Subscription};
use crate::sync::Mutex;

/// So many flushes wait at most. What comes when there is no room becomes part of the next one that is noted.
const MOST_WAITING: usize = 64;

/// So many names of what was written are kept for an action.
const MOST_NAMES: usize = 16;

/// What one flush changed, or what changed without one.
pub(super) struct Piece {
    pub(super) values: Taken,
    pub(super) about: About,
    /// Where the store stood in its history.
    pub(super) point: Option<u64>,
}

/// What led to it.
#[derive(Default)]
pub(super) struct About {
    pub(super) label: Option<Name>,
    /// What was written, each atom once, and the line that wrote it last.
    pub(super) writes: Vec<(Name, Option<String>)>,
    /// How many more atoms were written.
    pub(super) more: usize,
    /// The numbers of the first flush and the last one.
    pub(super) flushes: Option<(u64, u64)>,
}

/// A store that is listened to, until this is dropped.
pub(super) struct Tap {
    notes: Arc<Mutex<Notes>>,
    _hook: Subscription,
}

#[derive(Default)]
struct Notes {
    looking: Looking,
    /// How many events were seen, how many flushes, and the revision of the store.
    events: u64,
    flushes: u64,
    revision: u64,
    waiting: VecDeque<Piece>,
    paused: bool,
}

impl Tap {
    /// Listens to a store, of which the first piece has everything.
    pub(super) fn new(store: &Store) -> Self {
        let notes = Arc::new(Mutex::new(Notes::default()));
        let (weak, notes_of_hook) = (store.downgrade(), Arc::clone(&notes));
        let hook = store.after_flush(move |_| {
            if let Some(store) = weak.upgrade() {
                // The lock of the notes is only taken inside the store's, by anybody, or for a moment.
                store.state(|state| notes_of_hook.lock().note(state));
            }
        });
        let tap = Self { notes, _hook: hook };
        store.state(|state| tap.notes.lock().take(state));
        tap
    }

    /// The pieces that came, and at last what changed where nobody is told of it.
    pub(super) fn drain(&self, store: &Store) -> Vec<Piece> {
        store.state(|state| {
            let mut notes = self.notes.lock();
            if !notes.is_told_later(state) {
                notes.note(state);
            }
            notes.waiting.drain(..).collect()
        })
    }

    /// As `drain`, also while it is paused, and with all that came.
    pub(super) fn drain_all(&self, store: &Store) -> Vec<Piece> {
        store.state(|state| {
            let mut notes = self.notes.lock();
            notes.take(state);
            notes.waiting.drain(..).collect()
        })
    }

    /// Notes nothing for a while; what happens meanwhile becomes one piece.
    pub(super) fn pause(&self, paused: bool) {
        self.notes.lock().paused = paused;
    }
}

impl Notes {
    fn note(&mut self, state: &mut State) {
        let events = state.recorder().map_or(0, Recorder::seen);
        let is_news = (events, state.revision()) != (self.events, self.revision);
        if !self.paused && is_news && self.waiting.len() < MOST_WAITING {
            self.take(state);
        }
    }

    /// Whether what changed belongs to a flush that is to come, or has not ended.
    fn is_told_later(&self, state: &State) -> bool {
        let is_edge =
            |event: &&Event| matches!(event, Event::FlushBegan { .. } | Event::FlushEnded(_));
        let edge = state
            .recorder()
            .and_then(|recorder| recorder.since(self.events).filter(is_edge).last());
        state.groups.has_pending() || matches!(edge, Some(Event::FlushBegan { .. }))
    }

    fn take(&mut self, state: &mut State) {
        let about = self.about(state);
        self.revision = state.revision();
        let values = self.looking.take(state);
        let point = state.points().map(|(_, here)| here);
        self.waiting.push_back(Piece { values, about, point });
    }

    fn about(&mut self, state: &State) -> About {
        let mut about = About::default();
        let Some(recorder) = state.recorder() else { return about };
        for event in recorder.since(self.events) {
            match event {
                Event::TurnEnded { label: Some(label), .. } => about.label = Some(label.clone()),
                Event::Wrote { atom, equal: false, at } => {
                    let name = state.name_of_subject(atom);
                    let at = place(*at);
                    let known = about.writes.iter_mut().find(|(known, _)| *known == name);
                    if let Some((_, last)) = known {
                        *last = at.or(last.take());
                    } else if about.writes.len() < MOST_NAMES {
                        about.writes.push((name, at));
                    } else {
                        about.more += 1;
                    }
                }
                _ => {}
            }
        }
        let ended = recorder.ended();
        about.flushes = (ended > self.flushes).then_some((self.flushes + 1, ended));
        (self.events, self.flushes) = (recorder.seen(), ended);
        about
    }
}

impl About {
    /// The name of the action.
    fn title(&self) -> String {
        let title = self.last_title();
        match self.flushes {
            Some((first, last)) if first < last => {
                format!("{title} (flushes {first} to {last})")
            }
            _ => title,
        }
    }

    /// What the page shows of the action.
    pub(super) fn shown(&self) -> Value {
        let write = |(name, at): &(Name, Option<String>)| json!({"atom": name, "at": at});
        json!({
            "type": self.title(),
            "flush": self.flushes.map(|(_, last)| last),
            "writes": self.writes.iter().map(write).collect::<Vec<_>>(),
        })
    }

    fn last_title(&self) -> String {
        if let Some(label) = &self.label {
            return label.to_string();
        }
        let names: Vec<&str> = self.writes.iter().map(|(name, _)| &**name).collect();
        match &*names {
            [] => "changed".to_owned(),
            [one] => format!("set {one}"),
            [one, other] if self.more == 0 => format!("set {one}, {other}"),
            [one, rest @ ..] => format!("set {one} and {} more", rest.len() + self.more),
        }
    }
}
