//! The last events of a store, kept in debug builds for `why` and DevTools.

use std::collections::VecDeque;

use super::{Event, Warning};

/// So many events are kept: two hundred flushes of an application's.
const MOST: usize = 1024;

/// So many warnings are kept, the first ones: each is found once.
const MOST_WARNINGS: usize = 256;

/// A ring of the last events.
#[derive(Default)]
pub(crate) struct Recorder {
    events: VecDeque<Event>,
    /// How many flushes have ended.
    flushes: u64,
    /// How many events went to make room.
    dropped: u64,
    warnings: Vec<Warning>,
}

impl Recorder {
    pub(super) fn see(&mut self, event: &Event) {
        if self.events.len() == MOST {
            self.events.pop_front();
            self.dropped += 1;
        }
        self.flushes += u64::from(matches!(event, Event::FlushEnded(_)));
        self.events.push_back(event.clone());
    }

    pub(super) fn warn(&mut self, warnings: &[Warning]) {
        let room = MOST_WARNINGS.saturating_sub(self.warnings.len());
        self.warnings.extend(warnings.iter().take(room).cloned());
    }

    /// What was warned of, the oldest first.
    #[cfg(feature = "devtools")]
    pub(crate) fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// How many flushes have ended.
    #[cfg(feature = "devtools")]
    pub(crate) fn ended(&self) -> u64 {
        self.flushes
    }

    /// How many events there have been.
    #[cfg(feature = "redux-devtools")]
    pub(crate) fn seen(&self) -> u64 {
        self.dropped + self.events.len() as u64
    }

    /// The events after the first so many, as far as they are still there.
    #[cfg(feature = "redux-devtools")]
    pub(crate) fn since(&self, seen: u64) -> impl Iterator<Item = &Event> {
        let known = seen.saturating_sub(self.dropped) as usize;
        self.events.iter().skip(known)
    }

    /// The events of each flush that is still there as a whole, with its number, the oldest first: those since the
    /// end of the flush before. Last what came after the last one, under the number of the next.
    pub(crate) fn flushes(&self) -> Vec<(u64, Vec<&Event>)> {
        let ends = self.events.iter().filter(|event| matches!(event, Event::FlushEnded(_)));
        let mut number = self.flushes - ends.count() as u64 + 1;
        let mut all = vec![(number, Vec::new())];
        for event in &self.events {
            if let Some((_, events)) = all.last_mut() {
                events.push(event);
            }
            if matches!(event, Event::FlushEnded(_)) {
                number += 1;
                all.push((number, Vec::new()));
            }
        }
        // The first one has lost its beginning.
        if self.dropped > 0 && all.len() > 1 {
            all.remove(0);
        }
        all
    }

    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }
}
