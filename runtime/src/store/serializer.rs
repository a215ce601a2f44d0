//! A serializer: writes a store again and again, and keeps what it has written of each atom.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use cache::{Cache, Cached, Taken};

pub(super) use cache::{Caches, drop_oldest};

use super::subscribe::Subscription;
use super::{Store, WeakStore};
use crate::clock::Time;
use crate::id::Id;
use crate::serial::frame::{Frame, FrameKind};
use crate::state::{Census, DeltaError, Filter, Version, Written, finish_document, finish_payload};
use crate::sync::Mutex;
use crate::tier::{Dynamic, Tier};

mod cache;

/// In what form a [`Serializer`] writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// A [document](crate::Delta::to_json) for a whole state, a JSON Patch for what changed.
    Json,
    /// Frames of the [binary wire](crate::docs::wire).
    Binary,
}

/// When a [`Serializer`] writes what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strategy {
    /// The whole state, whenever it is asked.
    Full,
    /// What changed, at the end of each flush.
    Incremental,
    /// What changed, when it is asked.
    #[default]
    Lazy,
}

/// What a [`Serializer`] wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Whether it is a whole state, and not what changed since the last one.
    pub full: bool,
    /// The text or the frame.
    pub bytes: Vec<u8>,
}

impl<G: Tier> Store<G> {
    /// A serializer of this store, which keeps it not alive. Needs the feature `serial`, which is on by default.
    ///
    /// ```
    /// use atomata::{Store, Wire, atom};
    ///
    /// #[atom(id = "tax")]
    /// static TAX: f64 = 0.2;
    /// #[atom(id = "terms")]
    /// static TERMS: String = "x".repeat(1_000);
    ///
    /// let store = Store::builder().initial(TAX, 0.25).initial(TERMS, "y".repeat(1_000)).build();
    /// let mut serializer = store.serializer(Wire::Json);
    /// assert!(serializer.full()?.starts_with(br#"{"tax":0.25,"terms":"yyy"#));
    /// store.set(TAX, 0.3); // the terms need not be written again
    /// let output = serializer.next_output()?.expect("the tax changed");
    /// assert_eq!(output.bytes, br#"[{"op":"replace","path":"/tax","value":0.3}]"#);
    /// assert_eq!(serializer.next_output()?, None);
    /// # Ok::<(), atomata::DeltaError>(())
    /// ```
    pub fn serializer(&self, wire: Wire) -> Serializer<G> {
        Serializer {
            store: self.downgrade(),
            wire,
            strategy: Strategy::default(),
            filter: Filter::default(),
            threshold: 0.3,
            cache: self.inner.memory.caches.add(Cache::new),
            version: None,
            stream: super::deltas::a_new_number(),
            sequence: 0,
            full_size: 0,
        }
    }
}

/// Writes a store, as a whole or what changed; made by [`Store::serializer`].
///
/// It keeps what it wrote of each atom, and writes an atom again only when it has changed: a whole state of which
/// nothing changed costs copying it.
#[must_use = "a serializer writes nothing by itself; bind it to a name and ask it for the next output"]
pub struct Serializer<G: Tier = Dynamic> {
    store: WeakStore<G>,
    wire: Wire,
    strategy: Strategy,
    filter: Filter,
    threshold: f64,
    cache: Arc<Mutex<Cache>>,
    version: Option<Version>,
    stream: u64,
    sequence: u64,
    /// How many bytes the last whole state had.
    full_size: usize,
}

impl<G: Tier> Serializer<G> {
    /// When what is written; [`Strategy::Lazy`] by default.
    pub fn strategy(mut self, strategy: Strategy) -> Self {
        self.strategy = strategy;
        self
    }

    /// Writes the whole state where what changed would take more than this part of what the last whole state
    /// took; 0.3 by default. Writing what changed is given up as soon as it does.
    pub fn threshold(mut self, part: f64) -> Self {
        self.threshold = part;
        self
    }

    /// How many bytes of what was written are kept, at most; 64 MiB by default. Those of atoms that were
    /// asked for longest ago go first.
    pub fn cache_bytes(self, most: usize) -> Self {
        self.cache.lock().most_bytes = most;
        self
    }

    /// How long what was written of an atom is kept without being asked for; without an end by default.
    pub fn cache_age(self, most: Duration) -> Self {
        self.cache.lock().most_age = Some(most);
        self
    }

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

    /// How many bytes of what was written are kept, and what is known of each atom of it.
    pub fn cached_bytes(&self) -> usize {
        self.cache.lock().bytes()
    }

    /// The whole state. What changes is told from here on.
    ///
    /// # Errors
    /// [`DeltaError::Unsent`] where serde refuses a value; [`Error::InsideTurn`](crate::Error::InsideTurn)
    /// inside of a turn. Nothing, where the store is gone, is an empty state.
    pub fn full(&mut self) -> Result<Vec<u8>, DeltaError> {
        let Some(store) = self.store.upgrade() else { return Ok(Vec::new()) };
        let turn = store.outside("serializer")?;
        let now = store.inner.scheduler.now();
        let cache = Arc::clone(&self.cache);
        let mut cache = Taken::out_of(&cache);
        // Before it is asked what is known: what goes now is to be written again.
        cache.drop_aged(now);
        let filter = &self.filter;
        let (census, version) = store.inner.work_in(turn, |state| {
            let known = |generation| cache.revision_of(generation);
            (state.census(filter, &known), state.version(filter))
        });
        let bytes = self.write_full(census, &mut cache, now)?;
        drop(cache);
        store.inner.make_room();
        self.version = Some(version);
        self.full_size = bytes.len();
        self.sequence += 1;
        store.inner.note_bytes(now, bytes.len(), None);
        Ok(bytes)
    }

    /// What changed since the last output, or the whole state: the first time, where the strategy says so,
    /// and where what changed takes too much. Nothing if nothing changed, or the store is gone.
    ///
    /// # Errors
    /// As [`full`](Self::full).
    pub fn next_output(&mut self) -> Result<Option<Output>, DeltaError> {
        let Some(store) = self.store.upgrade() else { return Ok(None) };
        let Some(version) = &mut self.version else {
            return Ok(Some(Output { full: true, bytes: self.full()? }));
        };
        let turn = store.outside("serializer")?;
        let began = store.inner.outbox.is_on().then(|| store.inner.outbox.now());
        let filter = &self.filter;
        let delta = store.inner.work_in(turn, |state| state.changes_since(version, filter))?;
        if delta.is_empty() {
            return Ok(None);
        }
        if self.strategy == Strategy::Full || delta.is_full() {
            return Ok(Some(Output { full: true, bytes: self.full()? }));
        }
        let most = (self.threshold * self.full_size as f64) as usize;
        let mut bytes = Vec::new();
        let written = match self.wire {
            Wire::Json => delta.put_patch_within(&mut bytes, most)?,
            Wire::Binary => delta.put_frame_within(
                &mut bytes,
                most,
                (self.stream, self.sequence, self.sequence + 1),
            )?,
        };
        if !written {
            return Ok(Some(Output { full: true, bytes: self.full()? }));
        }
        self.sequence += 1;
        if let Some(began) = began {
            store.inner.note_bytes(began, bytes.len(), Some(self.full_size));
        }
        Ok(Some(Output { full: false, bytes }))
    }

    /// Hands out what there is to write at the end of each flush: what [`Strategy::Incremental`] means. Errors
    /// are handed out, too.
    ///
    /// ```
    /// use std::sync::mpsc::channel;
    /// use atomata::{Store, Strategy, Wire, atom};
    ///
    /// #[atom(id = "tax")]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::manual();
    /// let (sender, outputs) = channel();
    /// let serializer = store.serializer(Wire::Json).strategy(Strategy::Incremental);
    /// let _writing = serializer.run(move |output| drop(sender.send(output)));
    /// let _watching = store.subscribe(TAX, |_| ());
    /// store.set(TAX, 0.25);
    /// store.set(TAX, 0.3);
    /// store.flush();
    /// assert_eq!(outputs.recv()??.bytes, br#"{"tax":0.3}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Panics
    /// If the store is gone.
    #[track_caller]
    pub fn run(
        mut self,
        mut take: impl FnMut(Result<Output, DeltaError>) + Send + 'static,
    ) -> Subscription {
        let store = self.store.upgrade().expect("the store is there");
        store.after_flush(move |_| {
            if let Some(output) = self.next_output().transpose() {
                take(output);
            }
        })
    }

    fn write_full(
        &self,
        census: Census,
        cache: &mut Taken<'_>,
        now: Time,
    ) -> Result<Vec<u8>, DeltaError> {
        let mut written = Vec::with_capacity(census.atoms.len());
        for atom in &census.atoms {
            if atom.is_known() {
                cache.touch(atom.generation, now);
                continue;
            }
            let mut bytes = Vec::new();
            match self.wire {
                Wire::Json => atom.put_json(&mut bytes)?,
                Wire::Binary => atom.put_binary(&mut bytes)?,
            }
            // It is kept for long.
            bytes.shrink_to_fit();
            let cached = Cached { revision: atom.revision, used: now, bytes };
            cache.insert(atom.generation, cached);
        }
        for atom in &census.atoms {
            let bytes = cache.get(atom.generation);
            written.push(Written { atom, bytes });
        }
        let mut out = Vec::with_capacity(self.full_size + self.full_size / 8);
        match self.wire {
            Wire::Json => finish_document(&census, &written, &mut out)?,
            Wire::Binary => {
                let mut payload = Vec::with_capacity(self.full_size);
                let schema = finish_payload(&written, &mut payload);
                let frame = Frame {
                    kind: FrameKind::Full,
                    schema,
                    stream: self.stream,
                    base: 0,
                    sequence: self.sequence + 1,
                    payload: &payload,
                };
                frame.encode(&mut out);
            }
        }
        Ok(out)
    }
}

impl<G: Tier> fmt::Debug for Serializer<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Serializer")
            .field("wire", &self.wire)
            .field("strategy", &self.strategy)
            .field("cached_bytes", &self.cached_bytes())
            .finish_non_exhaustive()
    }
}
