//! Polling for changes, for loops that draw anyway and callbacks that are not `Send`.

use std::fmt;
use std::sync::Weak;

use super::ended::Ended;
use super::inner::Inner;
use super::source::{Get, Seen};
use super::{Store, expect};
use crate::error::Error;
use crate::graph::Place;
use crate::tier::{Holds, Tier};

/// Asks for changes instead of being told of them.
///
/// *Identity*: one reader with its own memory of what it saw. *Life*: as long as its holder likes; it
/// keeps no store alive, and says that nothing changed when the store is gone, or a member of a family
/// that it watches was removed. Until then it holds what it watches in place.
#[must_use = "a watch tells nothing by itself; bind it to a name and ask whether it has `changed`"]
pub struct Watch<S: Get> {
    inner: Weak<Inner>,
    source: S,
    seen: S::Seen,
    /// The nodes that are held in place, by slot and generation.
    pins: Box<[(u32, u64)]>,
}

impl<G: Tier> Store<G> {
    /// A watch that starts from the value of this moment.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static SCORE: u32 = 0;
    ///
    /// let store = Store::new();
    /// let mut score = store.watch(SCORE);
    /// assert_eq!(score.changed(), None);
    /// store.set(SCORE, 10);
    /// assert_eq!(score.changed(), Some(10));
    /// assert_eq!(score.changed(), None);
    /// ```
    ///
    /// # Panics
    /// If the source cannot be registered: a cycle or two nodes of one id.
    #[track_caller]
    pub fn watch<S: Get>(&self, source: S) -> Watch<S>
    where
        G: Holds<S>,
    {
        let (seen, pins) = expect(self.inner.work(|state| {
            let mut seen = source.seen(state)?;
            seen.release();
            let mut places = Vec::with_capacity(S::Seen::PLACES);
            seen.places(&mut places);
            let pin = |place: Place| (place.node, state.pin(place.node));
            Ok((seen, places.into_iter().map(pin).collect()))
        }));
        Watch { inner: Weak::clone(&self.inner.this), source, seen, pins }
    }
}

impl<S: Get> Watch<S> {
    /// The value, if it changed since this was asked last. Costs a lock and a comparison.
    ///
    /// A computed that fails has not changed until it recovers.
    ///
    /// # Panics
    /// If it is being updated further up on this thread.
    #[track_caller]
    pub fn changed(&mut self) -> Option<S::Output> {
        let inner = self.inner.upgrade()?;
        let changed = inner.work(|state| {
            let news = self.seen.refresh(state)?;
            if news { self.source.output(state).map(Some) } else { Ok(None) }
        });
        self.seen.release();
        match changed {
            Err(error @ Error::BeingUpdated { .. }) => expect(Err(error)),
            changed => changed.ok().flatten(),
        }
    }

    /// Whether it has ended, because a member of a family that it watches was removed: it will not
    /// change any more.
    pub fn is_ended(&self) -> bool {
        let Some(inner) = self.inner.upgrade() else { return true };
        let mut pins = self.pins.iter();
        inner.work(|state| {
            pins.any(|&(slot, generation)| state.values.generation(slot) != generation)
        })
    }
}

impl<S: Get> Drop for Watch<S> {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.upgrade() {
            for &(slot, generation) in &self.pins {
                inner.end(Ended::Pin(slot, generation));
            }
        }
    }
}

impl<S: Get + fmt::Debug> fmt::Debug for Watch<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("source", &self.source).finish_non_exhaustive()
    }
}
