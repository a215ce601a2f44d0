//! What a serializer keeps of what it wrote.

use std::mem;
use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;

use crate::clock::Time;
use crate::state::{Bytes, Known};
use crate::sync::Mutex;

/// What was written of each atom, by the generation of the atom.
///
/// It is shared with the store, which drops what it has no room for.
pub(in crate::store) struct Cache {
    atoms: Atoms,
    /// Invariant: the sum of what the atoms have, wherever they are.
    bytes: Bytes,
    pub(super) most_bytes: usize,
    pub(super) most_age: Option<Duration>,
}

/// The caches of all serializers of a store.
pub(in crate::store) type Caches = Known<Mutex<Cache>>;

type Atoms = FxHashMap<u64, Cached>;

pub(super) struct Cached {
    /// The revision of the atom that was written.
    pub(super) revision: u64,
    pub(super) used: Time,
    pub(super) bytes: Vec<u8>,
}

impl Cached {
    fn size(&self) -> usize {
        size_of::<(u64, Self)>() + self.bytes.capacity()
    }
}

impl Cache {
    pub(super) fn new(bytes: Bytes) -> Mutex<Self> {
        let atoms = Atoms::default();
        Mutex::new(Self { atoms, bytes, most_bytes: 64 << 20, most_age: None })
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes.get()
    }

    fn remove(&mut self, generation: u64) -> usize {
        let size = self.atoms.remove(&generation).map_or(0, |old| old.size());
        self.bytes.take(size);
        size
    }

    /// What was asked for longest ago comes first.
    fn by_use(&self) -> Vec<(Time, u64)> {
        let atoms = self.atoms.iter();
        let mut by_use: Vec<_> = atoms.map(|(&generation, one)| (one.used, generation)).collect();
        by_use.sort_unstable();
        by_use
    }

    /// Drops what was asked for longest ago, until the rest is within the budget.
    fn keep_within(&mut self) {
        if self.bytes.get() <= self.most_bytes {
            return;
        }
        for (_, generation) in self.by_use() {
            if self.bytes.get() <= self.most_bytes {
                break;
            }
            self.remove(generation);
        }
    }
}

/// Drops what was asked for longest ago in any of the caches, until so much is free; says how much is. One
/// that a serializer works with is left as it is.
pub(in crate::store) fn drop_oldest(caches: &Caches, enough: usize) -> usize {
    let all: Vec<Arc<Mutex<Cache>>> = caches.all();
    let mut by_use = Vec::new();
    for (at, cache) in all.iter().enumerate() {
        by_use.extend(cache.lock().by_use().into_iter().map(|(used, atom)| (used, at, atom)));
    }
    by_use.sort_unstable();
    let mut freed = 0;
    for (_, at, atom) in by_use {
        if freed >= enough {
            break;
        }
        freed += all[at].lock().remove(atom);
    }
    freed
}

/// What is in a cache, taken out of it to be worked with; put back on drop, by a panic too.
pub(super) struct Taken<'a> {
    cache: &'a Mutex<Cache>,
    atoms: Atoms,
    /// How much came and went meanwhile.
    added: usize,
    dropped: usize,
}

impl<'a> Taken<'a> {
    pub(super) fn out_of(cache: &'a Mutex<Cache>) -> Self {
        let atoms = mem::take(&mut cache.lock().atoms);
        Self { cache, atoms, added: 0, dropped: 0 }
    }

    pub(super) fn revision_of(&self, generation: u64) -> Option<u64> {
        self.atoms.get(&generation).map(|cached| cached.revision)
    }

    pub(super) fn touch(&mut self, generation: u64, now: Time) {
        if let Some(cached) = self.atoms.get_mut(&generation) {
            cached.used = now;
        }
    }

    pub(super) fn get(&self, generation: u64) -> &[u8] {
        self.atoms.get(&generation).map_or(&[], |cached| &cached.bytes)
    }

    pub(super) fn insert(&mut self, generation: u64, cached: Cached) {
        self.added += cached.size();
        if let Some(old) = self.atoms.insert(generation, cached) {
            self.dropped += old.size();
        }
    }

    /// Drops what nobody asked for in so long.
    pub(super) fn drop_aged(&mut self, now: Time) {
        let Some(most) = self.cache.lock().most_age else { return };
        let aged = |_: &u64, cached: &mut Cached| now.since(cached.used) > most;
        self.dropped += self.atoms.extract_if(aged).map(|(_, old)| old.size()).sum::<usize>();
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let mut cache = self.cache.lock();
        cache.atoms = mem::take(&mut self.atoms);
        cache.bytes.add(self.added);
        cache.bytes.take(self.dropped);
        cache.keep_within();
    }
}
