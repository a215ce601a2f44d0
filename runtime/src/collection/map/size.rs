//! How much memory a map takes.

use std::sync::Arc;

use super::Map;
use super::spine::{Chunk, Spine};
use crate::collection::sharing::{COUNTS, unshared};

impl<K, V> Map<K, V> {
    /// An estimate of the memory that the map holds outside of itself, without what another version of it
    /// holds, too. What keys and values own is not counted. By itself it costs nothing, beside another
    /// version the pointers of both.
    pub(crate) fn heap(&self, beside: Option<&Self>) -> usize {
        let Some(spine) = &self.spine else { return 0 };
        match beside.and_then(|beside| beside.spine.as_ref()) {
            None => {
                let entry = size_of::<K>() + size_of::<usize>() + COUNTS + size_of::<V>();
                let chunk = CHUNK_BYTES + KEYS_BYTES;
                spine.bytes() + spine.chunks().len() * chunk + self.len() * entry
            }
            Some(other) if Arc::ptr_eq(spine, other) => 0,
            Some(other) => spine.bytes() + besides(spine.chunks(), other.chunks()),
        }
    }

    /// The part of that which is taken by the notes of the last steps.
    #[cfg(feature = "serial")]
    pub(crate) fn noted(&self) -> usize {
        self.spine.as_ref().map_or(0, |spine| spine.journal.bytes())
    }
}

/// A chunk without its pointers and keys.
const CHUNK_BYTES: usize = COUNTS + size_of::<Chunk<(), ()>>();

/// A list of keys without these.
const KEYS_BYTES: usize = COUNTS + size_of::<Vec<()>>();

fn besides<K, V>(own: &[Arc<Chunk<K, V>>], other: &[Arc<Chunk<K, V>>]) -> usize {
    let chunks = unshared(own, other).map(|(chunk, other)| {
        let values = other.map_or(&[][..], |other| &other.values);
        let values = unshared(&chunk.values, values).count() * (COUNTS + size_of::<V>());
        let pointers = chunk.values.capacity() * size_of::<usize>();
        let is_shared = other.is_some_and(|other| Arc::ptr_eq(&chunk.keys, &other.keys));
        let keys = KEYS_BYTES + chunk.keys.capacity() * size_of::<K>();
        CHUNK_BYTES + pointers + values + if is_shared { 0 } else { keys }
    });
    chunks.sum()
}

impl<K, V> Spine<K, V> {
    /// The memory of the spine alone, and of the keys between the chunks.
    fn bytes(&self) -> usize {
        let chunk = size_of::<usize>() + size_of::<K>();
        COUNTS + size_of::<Self>() + self.chunks().len() * chunk + self.journal.bytes()
    }
}
