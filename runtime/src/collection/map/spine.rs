//! The spine of a map: its chunks, and the keys between them.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::mem::needs_drop;
use std::sync::Arc;

use crate::collection::CHUNK;
use crate::collection::journal::{Noting, Touched};

/// Entries in the order of their keys.
///
/// The keys stand apart from the values, so that a write to a value copies no key.
pub(crate) struct Chunk<K, V> {
    /// Invariant: ascending, none twice.
    pub(in crate::collection) keys: Arc<Vec<K>>,
    /// Invariant: as many as keys.
    pub(in crate::collection) values: Vec<Arc<V>>,
}

impl<K, V> Clone for Chunk<K, V> {
    fn clone(&self) -> Self {
        Self { keys: Arc::clone(&self.keys), values: self.values.clone() }
    }
}

impl<K, V> Chunk<K, V> {
    #[inline]
    pub(in crate::collection) fn len(&self) -> usize {
        self.values.len()
    }

    /// Where a key is, or would be.
    #[inline]
    pub(super) fn search<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        search(&self.keys, key)
    }
}

impl<K: Clone, V> Chunk<K, V> {
    fn insert(&mut self, at: usize, key: K, value: Arc<V>) {
        Arc::make_mut(&mut self.keys).insert(at, key);
        self.values.insert(at, value);
    }

    fn split_off(&mut self, at: usize) -> Self {
        let keys = Arc::make_mut(&mut self.keys).split_off(at);
        Self { keys: Arc::new(keys), values: self.values.split_off(at) }
    }

    fn append(&mut self, next: Self) {
        Arc::make_mut(&mut self.keys).extend(Arc::unwrap_or_clone(next.keys));
        self.values.extend(next.values);
    }

    fn retain(&mut self, mut stays: impl FnMut(usize) -> bool) {
        let mut at = 0;
        Arc::make_mut(&mut self.keys).retain(|_| {
            at += 1;
            stays(at - 1)
        });
        at = 0;
        self.values.retain(|_| {
            at += 1;
            stays(at - 1)
        });
    }
}

/// Where a key is among ascending ones, or would be.
///
/// The search of the standard library never branches, and so waits for each key to be read; the other one
/// guesses, and reads on, which is faster where keys are behind pointers.
#[inline]
fn search<K: Borrow<Q>, Q: Ord + ?Sized>(keys: &[K], key: &Q) -> Result<usize, usize> {
    if !needs_drop::<K>() {
        return keys.binary_search_by(|own| own.borrow().cmp(key));
    }
    let (mut start, mut end) = (0, keys.len());
    while start < end {
        let middle = start.midpoint(end);
        match key.cmp(keys[middle].borrow()) {
            Ordering::Less => end = middle,
            Ordering::Equal => return Ok(middle),
            Ordering::Greater => start = middle + 1,
        }
    }
    Err(start)
}

/// The chunks of a map.
pub(crate) struct Spine<K, V> {
    /// Invariant: none is empty or longer than [`CHUNK`], and any two neighbours together are longer than
    /// half of it.
    chunks: Vec<Arc<Chunk<K, V>>>,
    /// Invariant: one less than chunks, or none; the keys of the chunk after each are not less than it,
    /// those of the chunk before are. It need not be a key of the map any more.
    bounds: Arc<Vec<K>>,
    /// Invariant: how many entries the chunks have.
    len: usize,
    /// Everything that changes a spine notes it here.
    pub(super) journal: Noting<Touched<K>>,
}

/// How many of the last steps a copy takes along: they have keys, of which copies may be dear.
const STEPS: usize = 128;

/// A copy goes its own way, and knows where it comes from.
impl<K: Clone, V> Clone for Spine<K, V> {
    fn clone(&self) -> Self {
        let Self { chunks, bounds, len, journal } = self;
        let (chunks, bounds) = (chunks.clone(), Arc::clone(bounds));
        Self { chunks, bounds, len: *len, journal: journal.fork(STEPS) }
    }
}

impl<K, V> Default for Spine<K, V> {
    fn default() -> Self {
        Self { chunks: Vec::new(), bounds: Arc::default(), len: 0, journal: Noting::new() }
    }
}

/// Where an entry is: its chunk, and its place there.
pub(super) type Place = (usize, usize);

impl<K, V> Spine<K, V> {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(super) fn chunks(&self) -> &[Arc<Chunk<K, V>>] {
        &self.chunks
    }

    /// Where a key is, or would be. There is a chunk.
    #[inline]
    pub(super) fn locate<Q: Ord + ?Sized>(&self, key: &Q) -> (usize, Result<usize, usize>)
    where
        K: Borrow<Q>,
    {
        let chunk = match search(&self.bounds, key) {
            Ok(bound) => bound + 1,
            Err(bound) => bound,
        };
        (chunk, self.chunks[chunk].search(key))
    }

    #[inline]
    pub(super) fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Option<Place>
    where
        K: Borrow<Q>,
    {
        if self.chunks.is_empty() {
            return None;
        }
        let (chunk, at) = self.locate(key);
        Some((chunk, at.ok()?))
    }

    #[inline]
    pub(super) fn value(&self, (chunk, at): Place) -> &Arc<V> {
        &self.chunks[chunk].values[at]
    }

    #[cfg(test)]
    pub(in crate::collection) fn check_invariants(&self)
    where
        K: Ord,
    {
        assert_eq!(self.bounds.len(), self.chunks.len().saturating_sub(1));
        assert_eq!(self.len, self.chunks.iter().map(|chunk| chunk.len()).sum::<usize>());
        for chunk in &self.chunks {
            let len = chunk.len();
            assert!(len > 0 && len <= CHUNK, "a chunk of {len}");
            assert_eq!(chunk.keys.len(), len);
            assert!(chunk.keys.is_sorted_by(|one, other| one < other));
        }
        for (bound, pair) in self.bounds.iter().zip(self.chunks.windows(2)) {
            assert!(pair[0].keys.last().is_some_and(|key| key < bound));
            assert!(pair[1].keys.first().is_some_and(|key| key >= bound));
            let together = pair[0].len() + pair[1].len();
            assert!(together > CHUNK / 2, "two neighbours with {together} entries");
        }
    }
}

impl<K: Ord + Clone, V> Spine<K, V> {
    #[inline]
    pub(super) fn value_mut(&mut self, (chunk, at): Place) -> &mut Arc<V> {
        let chunk = &mut self.chunks[chunk];
        self.journal.note(self.len, || Touched { key: chunk.keys[at].clone(), was_there: true });
        &mut Arc::make_mut(chunk).values[at]
    }

    fn note(&mut self, key: &K, was_there: bool) {
        self.journal.note(self.len, || Touched { key: key.clone(), was_there });
    }

    /// Puts a value under a key; the one that was there comes back.
    pub(super) fn put(&mut self, key: K, value: Arc<V>) -> Option<Arc<V>> {
        if self.chunks.is_empty() {
            self.note(&key, false);
            self.len = 1;
            let chunk = Chunk { keys: Arc::new(vec![key]), values: vec![value] };
            self.chunks.push(Arc::new(chunk));
            return None;
        }
        match self.locate(&key) {
            (chunk, Ok(at)) => Some(std::mem::replace(self.value_mut((chunk, at)), value)),
            (chunk, Err(at)) => {
                self.insert_at(chunk, at, key, value);
                None
            }
        }
    }

    fn insert_at(&mut self, chunk: usize, at: usize, key: K, value: Arc<V>) {
        self.note(&key, false);
        self.len += 1;
        if self.chunks[chunk].len() < CHUNK {
            return Arc::make_mut(&mut self.chunks[chunk]).insert(at, key, value);
        }
        let last = chunk + 1 == self.chunks.len();
        if last && at == CHUNK {
            // Keys that come in their order fill one chunk after the other.
            let (mut keys, mut values) = (Vec::with_capacity(CHUNK), Vec::with_capacity(CHUNK));
            Arc::make_mut(&mut self.bounds).push(key.clone());
            keys.push(key);
            values.push(value);
            self.chunks.push(Arc::new(Chunk { keys: Arc::new(keys), values }));
            return;
        }
        let own = Arc::make_mut(&mut self.chunks[chunk]);
        let mut tail = own.split_off(CHUNK / 2);
        if at > CHUNK / 2 {
            tail.insert(at - CHUNK / 2, key, value);
        } else {
            own.insert(at, key, value);
        }
        Arc::make_mut(&mut self.bounds).insert(chunk, tail.keys[0].clone());
        self.chunks.insert(chunk + 1, Arc::new(tail));
    }

    pub(super) fn remove(&mut self, (chunk, at): Place) -> (K, Arc<V>) {
        self.len -= 1;
        let own = Arc::make_mut(&mut self.chunks[chunk]);
        let key = Arc::make_mut(&mut own.keys).remove(at);
        let value = own.values.remove(at);
        self.journal.note(self.len, || Touched { key: key.clone(), was_there: true });
        if own.len() == 0 {
            self.chunks.remove(chunk);
            if !self.bounds.is_empty() {
                Arc::make_mut(&mut self.bounds).remove(chunk.saturating_sub(1));
            }
        } else if own.len() <= CHUNK / 2 {
            self.unite(chunk);
            if chunk > 0 {
                self.unite(chunk - 1);
            }
        }
        (key, value)
    }

    /// Makes one of a chunk and the next if they are short.
    fn unite(&mut self, chunk: usize) {
        let Some(next) = self.chunks.get(chunk + 1) else { return };
        if self.chunks[chunk].len() + next.len() <= CHUNK / 2 {
            let next = Arc::unwrap_or_clone(self.chunks.remove(chunk + 1));
            Arc::make_mut(&mut self.bounds).remove(chunk);
            Arc::make_mut(&mut self.chunks[chunk]).append(next);
        }
    }

    /// Removes the entries at these places, which are ascending.
    pub(super) fn remove_all(&mut self, places: &[Place]) {
        let Some(&(first, _)) = places.first() else { return };
        for &(chunk, at) in places {
            let keys = &self.chunks[chunk].keys;
            self.journal.note(self.len, || Touched { key: keys[at].clone(), was_there: true });
        }
        self.len -= places.len();
        for here in places.chunk_by(|one, other| one.0 == other.0) {
            let gone = |at| here.binary_search_by_key(&at, |place| place.1).is_ok();
            Arc::make_mut(&mut self.chunks[here[0].0]).retain(|at| !gone(at));
        }
        // What has become short is put together, from the one before on.
        let first = first.saturating_sub(1);
        let rest = self.chunks.split_off(first);
        let bounds = Arc::make_mut(&mut self.bounds).split_off(first.saturating_sub(1));
        // A bound stands before each chunk but the very first.
        let bounds =
            std::iter::repeat_n(None, usize::from(first == 0)).chain(bounds.into_iter().map(Some));
        for (chunk, bound) in rest.into_iter().zip(bounds) {
            match self.chunks.last_mut() {
                _ if chunk.len() == 0 => {}
                Some(last) if last.len() + chunk.len() <= CHUNK / 2 => {
                    Arc::make_mut(last).append(Arc::unwrap_or_clone(chunk));
                }
                Some(_) => {
                    Arc::make_mut(&mut self.bounds).extend(bound);
                    self.chunks.push(chunk);
                }
                None => self.chunks.push(chunk),
            }
        }
    }
}
