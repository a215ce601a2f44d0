//! The edits between two maps: chunks that both share are passed by, the others merged by their keys.

use std::cmp::Ordering;
use std::sync::Arc;

use super::MapEdit;
use crate::collection::map::{Chunk, Map};

impl<K: Ord, V: PartialEq> Map<K, V> {
    /// The edits that make this map of an older one: one for each key whose value differs.
    ///
    /// Costs the number of chunks, and the entries of the chunks that differ.
    #[doc(hidden)]
    pub fn edits_since<'a>(&'a self, base: &'a Self) -> Vec<MapEdit<'a, K, V>> {
        let mut edits = Vec::new();
        if !self.is_same(base) {
            differences(base.chunks(), self.chunks(), |edit| {
                edits.push(edit);
                true
            });
        }
        edits
    }

    /// Whether there is any edit.
    pub(in crate::collection) fn differs_from(&self, base: &Self) -> bool {
        !differences(base.chunks(), self.chunks(), |_| false)
    }
}

/// Where one of two maps is being read.
struct Cursor<'a, K, V> {
    chunks: &'a [Arc<Chunk<K, V>>],
    at: usize,
}

impl<'a, K, V> Cursor<'a, K, V> {
    fn entry(&self) -> Option<(&'a K, &'a Arc<V>)> {
        let chunk = self.chunks.first()?;
        Some((&chunk.keys[self.at], &chunk.values[self.at]))
    }

    fn step(&mut self) {
        self.at += 1;
        if self.at == self.chunks[0].len() {
            self.skip();
        }
    }

    /// The chunk at whose beginning this is.
    fn begun(&self) -> Option<&'a Arc<Chunk<K, V>>> {
        self.chunks.first().filter(|_| self.at == 0)
    }

    fn skip(&mut self) {
        (self.chunks, self.at) = (&self.chunks[1..], 0);
    }
}

/// Tells the differences as long as the function wants more; says whether it always did.
fn differences<'a, K: Ord, V: PartialEq>(
    old: &'a [Arc<Chunk<K, V>>],
    new: &'a [Arc<Chunk<K, V>>],
    mut tell: impl FnMut(MapEdit<'a, K, V>) -> bool,
) -> bool {
    let differ = |one: &Arc<V>, other: &Arc<V>| !Arc::ptr_eq(one, other) && one != other;
    let (mut old, mut new) = (Cursor { chunks: old, at: 0 }, Cursor { chunks: new, at: 0 });
    loop {
        if let (Some(one), Some(other)) = (old.begun(), new.begun())
            && Arc::ptr_eq(&one.keys, &other.keys)
        {
            if !Arc::ptr_eq(one, other) {
                let values = one.values.iter().zip(&other.values);
                for (key, (before, after)) in other.keys.iter().zip(values) {
                    if differ(before, after) && !tell(MapEdit::Put(key, after)) {
                        return false;
                    }
                }
            }
            old.skip();
            new.skip();
            continue;
        }
        let order = match (old.entry(), new.entry()) {
            (None, None) => return true,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((one, _)), Some((other, _))) => one.cmp(other),
        };
        let edit = match (order, old.entry(), new.entry()) {
            (Ordering::Less, Some((key, _)), _) => Some(MapEdit::Remove(key)),
            (Ordering::Greater, _, Some((key, after))) => Some(MapEdit::Put(key, &**after)),
            (Ordering::Equal, Some((_, before)), Some((key, after))) if differ(before, after) => {
                Some(MapEdit::Put(key, &**after))
            }
            _ => None,
        };
        if order.is_le() {
            old.step();
        }
        if order.is_ge() {
            new.step();
        }
        if let Some(edit) = edit
            && !tell(edit)
        {
            return false;
        }
    }
}
