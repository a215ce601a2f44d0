//! How much memory a list takes.

use std::sync::Arc;

use super::List;
use super::spine::{Chunk, Spine};
use crate::collection::sharing::{COUNTS, unshared};

impl<T> List<T> {
    /// An estimate of the memory that the list holds outside of itself, without what another version of it
    /// holds, too. What the items own is not counted. By itself it costs nothing, beside another version
    /// the pointers of both.
    pub(crate) fn heap(&self, beside: Option<&Self>) -> usize {
        let Some(spine) = &self.spine else { return 0 };
        match beside.and_then(|beside| beside.spine.as_ref()) {
            None => {
                spine.bytes() + spine.chunks().len() * CHUNK_BYTES + self.len() * of_item::<T>()
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

/// A chunk without its pointers.
const CHUNK_BYTES: usize = COUNTS + size_of::<Chunk<()>>();

/// An item with the pointer to it.
const fn of_item<T>() -> usize {
    size_of::<usize>() + COUNTS + size_of::<T>()
}

fn besides<T>(own: &[Arc<Chunk<T>>], other: &[Arc<Chunk<T>>]) -> usize {
    let chunks = unshared(own, other).map(|(chunk, other)| {
        let items = unshared(chunk, other.map_or(&[][..], |other| other)).count();
        CHUNK_BYTES + chunk.capacity() * size_of::<usize>() + items * (COUNTS + size_of::<T>())
    });
    chunks.sum()
}

impl<T> Spine<T> {
    /// The memory of the spine alone.
    fn bytes(&self) -> usize {
        COUNTS
            + size_of::<Self>()
            + self.chunks().len() * 2 * size_of::<usize>()
            + self.journal.bytes()
    }
}
