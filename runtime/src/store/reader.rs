//! Readers: a value of one's own, looked at again only after something was written.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use super::inner::Inner;
use super::source::Get;
use super::{Store, expect};
use crate::error::Error;
use crate::tier::{Holds, Tier};

/// Reads the same value again and again, without the store's lock as long as nothing was written.
///
/// *Identity*: one reader with a copy of its own. *Life*: as long as its holder likes; it keeps no store
/// alive, and its value stays what it was when the store ends.
#[must_use = "a reader reads nothing by itself; bind it to a name and `get` the value from it"]
pub struct Reader<S: Get> {
    inner: Weak<Inner>,
    /// The revision that the store has reached.
    published: Arc<AtomicU64>,
    /// The revision of the copy.
    revision: u64,
    source: S,
    value: S::Output,
}

impl<G: Tier> Store<G> {
    /// A reader of a value, or of several values of one moment, with a copy of its own.
    ///
    /// For loops and threads that read far more often than anybody writes: a read costs one atomic load
    /// where nothing was written to the store since the last one, so that any number of threads read at
    /// once; after a write, to whatever atom, it costs what [`get`](Self::get) does.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static GRAVITY: f64 = 9.81;
    ///
    /// let store = Store::new();
    /// let mut gravity = store.reader(GRAVITY);
    /// let fallen: f64 = (0..1_000).map(|_| gravity.get() * 0.001).sum();
    /// assert!((fallen - 9.81).abs() < 1e-9);
    /// store.set(GRAVITY, 1.62);
    /// assert_eq!(*gravity.get(), 1.62);
    /// ```
    #[track_caller]
    pub fn reader<S: Get>(&self, source: S) -> Reader<S>
    where
        G: Holds<S>,
    {
        let (value, revision, published) = expect(self.inner.work(|state| {
            let value = source.output(state)?;
            Ok((value, state.revision(), state.published()))
        }));
        let inner = Weak::clone(&self.inner.this);
        Reader { inner, published, revision, source, value }
    }
}

impl<S: Get> Reader<S> {
    /// The value as it is now.
    ///
    /// # Panics
    /// As [`Store::get`]; [`try_get`](Self::try_get) returns the error instead.
    #[track_caller]
    #[inline]
    pub fn get(&mut self) -> &S::Output {
        if self.published.load(Ordering::Acquire) != self.revision {
            expect(self.look());
        }
        &self.value
    }

    /// As [`get`](Self::get), with the error instead of a panic.
    ///
    /// # Errors
    /// As [`Store::try_get`]; the reader keeps its copy and looks again at the next read.
    #[track_caller]
    #[inline]
    pub fn try_get(&mut self) -> Result<&S::Output, Error> {
        if self.published.load(Ordering::Acquire) != self.revision {
            self.look()?;
        }
        Ok(&self.value)
    }

    #[cold]
    #[track_caller]
    fn look(&mut self) -> Result<(), Error> {
        let Some(inner) = self.inner.upgrade() else { return Ok(()) };
        let source = &self.source;
        let (value, revision) = inner.work(|state| {
            let value = source.output(state)?;
            Ok::<_, Error>((value, state.revision()))
        })?;
        self.value = value;
        self.revision = revision;
        Ok(())
    }
}

impl<S: Get<Output: fmt::Debug>> fmt::Debug for Reader<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("value", &self.value).finish_non_exhaustive()
    }
}
