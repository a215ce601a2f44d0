//! What leads from one version of a collection to a later one. Deltas stand on it.
//!
//! Edits are applied in order; an index means the list as the edits before have left it.

mod list;
mod map;
pub(super) mod script;

/// A step from one list to another.
#[derive(Clone, Debug, PartialEq)]
pub enum ListEdit<'a, T> {
    /// Removes items.
    Remove {
        /// The index of the first.
        at: usize,
        /// How many.
        len: usize,
    },
    /// Adds items.
    Insert {
        /// The index that the first has then.
        at: usize,
        /// The items.
        items: Vec<&'a T>,
    },
    /// Puts an item in the place of another.
    Set {
        /// The index of both.
        at: usize,
        /// The new one.
        item: &'a T,
    },
    /// Takes an item out and puts it elsewhere.
    Move {
        /// Its index before.
        from: usize,
        /// Its index after, which is one of the list without it.
        to: usize,
    },
}

/// A step from one map to another. There is one for each key that differs, in the order of keys.
#[derive(Clone, Debug, PartialEq)]
pub enum MapEdit<'a, K, V> {
    /// Removes an entry.
    Remove(&'a K),
    /// Puts a value under a key, whether there is one or not.
    Put(&'a K, &'a V),
}
