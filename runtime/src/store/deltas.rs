//! A live stream of deltas, and what follows one.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::bell::Bell;
use super::{Store, WeakStore};
use crate::id::Id;
use crate::serial::frame::{Frame, FrameKind};
use crate::state::{Delta, DeltaError, Filter, Version};
use crate::tier::{Dynamic, Tier};

/// How much of the state a delta may be about before the whole state is sent instead.
const THRESHOLD: f64 = 0.3;

impl<G: Tier> Store<G> {
    /// What changes from now on, as it changes: first the whole state, then a delta each time.
    ///
    /// The stream is asked, not told: whoever reads slowly gets what changed in between as one delta, so that
    /// nothing piles up. It keeps no store alive.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::new();
    /// let mut deltas = store.deltas();
    /// assert!(deltas.next_now()?.is_some_and(|state| state.is_full()));
    /// store.set(TAX, 0.25);
    /// store.set(TAX, 0.3);
    /// let delta = deltas.next_now()?.expect("the tax changed");
    /// assert_eq!((delta.names(), delta.sequence()), (vec!["TAX".to_owned()], 2));
    /// assert!(deltas.next_now()?.is_none());
    /// # Ok::<(), atomata::DeltaError>(())
    /// ```
    pub fn deltas(&self) -> Deltas<G> {
        Deltas {
            store: self.downgrade(),
            bell: Arc::clone(&self.inner.bell),
            filter: Filter::default(),
            threshold: THRESHOLD,
            stream: a_new_number(),
            sequence: 0,
            version: None,
            heard: 0,
        }
    }
}

/// A number that no other stream is likely to have.
pub(super) fn a_new_number() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// What changes in a store, as it changes; made by [`Store::deltas`].
///
/// *Identity*: one reader, with sequence numbers of its own. *Life*: its own; it ends with the store. As an
/// iterator it waits for the next delta; under the feature `tokio` it is a `Stream`, too.
#[must_use = "the stream ends when it is dropped; bind it to a name and ask it for what changed"]
pub struct Deltas<G: Tier = Dynamic> {
    store: WeakStore<G>,
    bell: Arc<Bell>,
    filter: Filter,
    threshold: f64,
    stream: u64,
    /// That of the state that was sent last.
    sequence: u64,
    /// Nothing where the whole state comes next.
    version: Option<Version>,
    /// How often the bell had rung when the store was looked at last.
    heard: u64,
}

impl<G: Tier> Deltas<G> {
    /// Only atoms of these groups.
    pub fn groups<S: Into<String>>(mut self, groups: impl IntoIterator<Item = S>) -> Self {
        self.filter.groups = Some(groups.into_iter().map(Into::into).collect());
        self
    }

    /// Only these atoms and families, by the ids of their handles (`TAX.id()`).
    pub fn atoms(mut self, ids: impl IntoIterator<Item = Id>) -> Self {
        self.filter.atoms = Some(ids.into_iter().collect());
        self
    }

    /// Sends the whole state where a delta would be about more than this part of it; 0.3 by default. Each
    /// field counts the same, for what its value takes is not looked at, and a list of which the edits are
    /// known counts nothing. A delta about less than 64 fields is always sent as one.
    pub fn threshold(mut self, part: f64) -> Self {
        self.threshold = part;
        self
    }

    /// Sends the whole state next: for a reader that lost something.
    pub fn resend(&mut self) {
        self.version = None;
    }

    /// What changed since the last one, if anything did. Does not wait.
    ///
    /// # Errors
    /// [`Error::InsideTurn`](crate::Error::InsideTurn) inside of a turn.
    pub fn next_now(&mut self) -> Result<Option<Delta>, DeltaError> {
        self.heard = self.bell.times();
        match self.store.upgrade() {
            None => Ok(None),
            Some(store) => self.look(&store),
        }
    }

    /// As [`next_now`](Self::next_now), but waits for a change, for so long; without an end, if nothing
    /// is said. Nothing comes where the time is over, or the store is gone.
    ///
    /// # Errors
    /// As `next_now`.
    pub fn next_within(&mut self, time: Option<Duration>) -> Result<Option<Delta>, DeltaError> {
        // A time that is over after all clocks is none.
        let until = time.and_then(|time| Instant::now().checked_add(time));
        loop {
            if let Some(delta) = self.next_now()? {
                return Ok(Some(delta));
            }
            if !self.bell.wait(self.heard, until) {
                return Ok(None);
            }
        }
    }

    fn look(&mut self, store: &Store<G>) -> Result<Option<Delta>, DeltaError> {
        let turn = store.outside("deltas")?;
        let Self { version, filter, threshold, .. } = self;
        let mut delta = store.inner.work_in(turn, |state| {
            if let Some(version) = version {
                let delta = state.changes_since(version, filter)?;
                if delta.is_full() || !state.is_most_of(&delta, filter, *threshold) {
                    return Ok::<_, DeltaError>(delta);
                }
            }
            let (delta, now) = state.full(filter);
            *version = Some(now);
            Ok(delta)
        })?;
        store.inner.make_room();
        if delta.is_empty() {
            return Ok(None);
        }
        let base = if delta.is_full() { 0 } else { self.sequence };
        self.sequence += 1;
        (delta.stream, delta.base, delta.sequence) = (self.stream, base, self.sequence);
        Ok(Some(delta))
    }
}

/// Waits for each delta; ends with the store.
///
/// # Panics
/// Inside of a turn, where it would wait for itself.
impl<G: Tier> Iterator for Deltas<G> {
    type Item = Delta;

    fn next(&mut self) -> Option<Delta> {
        match self.next_within(None) {
            Ok(delta) => delta,
            Err(error) => panic!("{error}"),
        }
    }
}

#[cfg(feature = "tokio")]
impl<G: Tier> futures_core::Stream for Deltas<G> {
    type Item = Delta;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Delta>> {
        use std::task::Poll;

        let this = self.get_mut();
        loop {
            match this.next_now() {
                Ok(None) => {}
                Ok(delta) => return Poll::Ready(delta),
                Err(error) => panic!("{error}"),
            }
            match this.bell.register(this.heard, context.waker()) {
                None => {}
                Some(true) => return Poll::Ready(None),
                Some(false) => return Poll::Pending,
            }
        }
    }
}

impl<G: Tier> fmt::Debug for Deltas<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deltas").field("sequence", &self.sequence).finish_non_exhaustive()
    }
}

/// Keeps a store equal to another one, by the frames of its stream.
///
/// A frame that was seen already does nothing. One that does not fit what is here is an error, which leads to
/// a full state ([`Deltas::resend`]) and never to a wrong one.
///
/// ```
/// use atomata::{Applied, DeltaError, Follower, Store, atom};
///
/// #[atom]
/// static TAX: f64 = 0.2;
///
/// let (here, there) = (Store::new(), Store::builder().register(TAX).build());
/// let (mut deltas, mut follower) = (here.deltas(), Follower::new());
/// let state = deltas.next_now()?.expect("a stream begins with the state").to_bytes()?;
/// assert_eq!(follower.apply(&there, &state)?, Applied::New);
///
/// here.set(TAX, 0.25);
/// let lost = deltas.next_now()?.expect("the tax changed").to_bytes()?;
/// here.set(TAX, 0.3);
/// let next = deltas.next_now()?.expect("the tax changed").to_bytes()?;
/// assert!(matches!(follower.apply(&there, &next), Err(DeltaError::Gap { have: 1, base: 2 })));
///
/// follower.apply(&there, &lost)?;
/// follower.apply(&there, &next)?;
/// assert_eq!(follower.apply(&there, &next)?, Applied::Seen);
/// assert_eq!(there.get(TAX), 0.3);
/// # Ok::<(), DeltaError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Follower {
    /// The stream, and the sequence number of the state that is here.
    at: Option<(u64, u64)>,
}

/// What became of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It was applied.
    New,
    /// It was there already.
    Seen,
}

impl Follower {
    /// Follows the stream of the first full state that comes.
    pub const fn new() -> Self {
        Self { at: None }
    }

    /// The sequence number of the state that is here.
    pub fn sequence(&self) -> Option<u64> {
        self.at.map(|(_, sequence)| sequence)
    }

    /// Applies the next frame.
    ///
    /// # Errors
    /// [`DeltaError::Gap`] and [`DeltaError::OtherStream`] where it does not fit what is here; those of
    /// [`Store::apply_bytes`]. Nothing has changed then.
    pub fn apply<G: Tier>(
        &mut self,
        store: &Store<G>,
        bytes: &[u8],
    ) -> Result<Applied, DeltaError> {
        self.apply_frame(store, &Frame::decode_only(bytes)?)
    }

    /// As [`apply`](Self::apply), of a frame that was read already.
    ///
    /// # Errors
    /// As `apply`.
    pub fn apply_frame<G: Tier>(
        &mut self,
        store: &Store<G>,
        frame: &Frame<'_>,
    ) -> Result<Applied, DeltaError> {
        if frame.kind == FrameKind::Delta {
            let Some((stream, have)) = self.at else {
                return Err(DeltaError::Gap { have: 0, base: frame.base });
            };
            if stream != frame.stream {
                return Err(DeltaError::OtherStream { expected: stream, found: frame.stream });
            }
            if frame.sequence <= have {
                return Ok(Applied::Seen);
            }
            if frame.base != have {
                return Err(DeltaError::Gap { have, base: frame.base });
            }
        } else if self
            .at
            .is_some_and(|(stream, have)| stream == frame.stream && frame.sequence <= have)
        {
            return Ok(Applied::Seen);
        }
        store.apply_frame(frame)?;
        self.at = Some((frame.stream, frame.sequence));
        Ok(Applied::New)
    }
}
