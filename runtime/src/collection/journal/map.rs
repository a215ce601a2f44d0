//! The steps of a map, and the edits that they come to.

use crate::collection::MapEdit;
use crate::collection::map::Map;

/// A key under which something was, or may have been, written.
#[derive(Clone, Debug)]
pub(in crate::collection) struct Touched<K> {
    pub(in crate::collection) key: K,
    /// Whether there was an entry before.
    pub(in crate::collection) was_there: bool,
}

/// The edits that steps have come to in a map, in the order of keys. An entry that was written to is one
/// to be put, whether it is equal to what was there or not.
pub(in crate::collection) fn edits_of_map<'a, K: Ord, V>(
    steps: &'a [Touched<K>],
    map: &'a Map<K, V>,
) -> Vec<MapEdit<'a, K, V>> {
    let mut touched: Vec<&Touched<K>> = steps.iter().collect();
    // The first of a key knows what there was before all of them.
    touched.sort_by(|one, other| one.key.cmp(&other.key));
    touched.dedup_by(|later, first| later.key == first.key);
    let edit = |&Touched { ref key, was_there }: &'a Touched<K>| match map.get(key) {
        Some(value) => Some(MapEdit::Put(key, value)),
        None => was_there.then_some(MapEdit::Remove(key)),
    };
    touched.into_iter().filter_map(edit).collect()
}
