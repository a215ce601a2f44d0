//! The values of all members of a family, as a computed sees them.

use std::fmt;

use super::keys::{Keys, KeysIter};
use crate::handle::{Key, Ops};
use crate::slot::Slots;

/// The value of the node on which those depend who read every member of a family.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EachNode {
    /// The slot of the keys.
    pub(crate) keys: u32,
}

/// A place of every member of a family, in the order in which they came: what a computed gets for
/// `each(Todo.done)`.
///
/// It is an iterator of `(&key, &value)`, and cheap to clone. The computed runs again when a member
/// comes or goes, or the place changes in one of them.
///
/// ```
/// use atomata::{Each, Store, atom, computed};
///
/// #[atom(key = u32)]
/// static SCORE: u64 = 0;
///
/// #[computed(deps = [each(SCORE)])]
/// fn best(scores: Each<'_, u32, u64>) -> Option<u32> {
///     scores.max_by_key(|(_, score)| **score).map(|(player, _)| *player)
/// }
///
/// let store = Store::new();
/// store.set(SCORE(1), 10);
/// store.set(SCORE(2), 30);
/// assert_eq!(store.get(BEST), Some(2));
/// ```
pub struct Each<'a, K, V: 'static> {
    keys: &'a Keys<K>,
    iter: KeysIter<'a, K>,
    slots: &'a Slots,
    ops: &'static Ops<V>,
}

impl<'a, K: Key, V> Each<'a, K, V> {
    pub(super) fn new(keys: &'a Keys<K>, slots: &'a Slots, ops: &'static Ops<V>) -> Self {
        Self { keys, iter: keys.iter(), slots, ops }
    }

    /// The value of one member, if it is there.
    pub fn get(&self, key: &K) -> Option<&'a V> {
        self.keys.slot_of(key).map(|slot| read(self.slots, self.ops, slot))
    }

    /// The keys of the members.
    pub fn keys(&self) -> &'a Keys<K> {
        self.keys
    }
}

#[inline]
fn read<'a, V>(slots: &'a Slots, ops: &'static Ops<V>, slot: u32) -> &'a V {
    (ops.read)(slots.get(slot))
}

impl<'a, K, V> Iterator for Each<'a, K, V> {
    type Item = (&'a K, &'a V);

    #[inline]
    fn next(&mut self) -> Option<(&'a K, &'a V)> {
        let (key, slot) = self.iter.next_member()?;
        Some((key, read(self.slots, self.ops, slot)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.iter.size_hint()
    }
}

impl<K, V> ExactSizeIterator for Each<'_, K, V> {}

impl<K, V> Clone for Each<'_, K, V> {
    fn clone(&self) -> Self {
        let Self { keys, iter, slots, ops } = self;
        Self { keys, iter: iter.clone(), slots, ops }
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Each<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.clone()).finish()
    }
}
