//! The map: what it holds, and how it is read.

mod bulk;
mod compare;
mod iter;
mod size;
mod spine;
mod write;

use std::borrow::Borrow;
use std::ops::{Index, RangeBounds};
use std::sync::Arc;

pub use iter::{MapIter, MapKeys, MapRange, MapValues};
pub(super) use spine::Chunk;
use spine::Spine;

use super::edits::MapEdit;
use super::journal::{Moment, edits_of_map};

/// A sorted map of which a clone costs nothing, and of which two versions share what is equal in them.
///
/// It is for maps of which snapshots, history or a stream of changes are kept: a write to a map that
/// something else holds copies one value and what leads there, and not all of it. The price: a value is
/// in an allocation of its own.
///
/// | operation | cost, for n entries |
/// |---|---|
/// | `clone`, `len` | constant |
/// | `get` | logarithmic |
/// | a write to a value | logarithmic; if a clone is held, n / 56 pointers, 56 values' pointers and one value are copied once |
/// | `insert`, `remove` | the same; if a clone is held, 64 keys besides, and now and then one key of each chunk |
/// | `==` | what is not shared |
///
/// ```
/// use atomata::Map;
///
/// let mut stock = Map::from([("milk", 3), ("tea", 5)]);
/// let before = stock.clone();
/// stock.insert("bread", 1);
/// stock.update("tea", |count| *count -= 1);
/// assert_eq!(stock.iter().collect::<Vec<_>>(), [(&"bread", &1), (&"milk", &3), (&"tea", &4)]);
/// assert_eq!(before["tea"], 5);
/// ```
///
/// It is a value of an atom; where subscribers watch single entries, a family
/// ([`docs::families`](crate::docs::families)) tells them apart and this does not.
pub struct Map<K, V> {
    /// Nothing while there never was an entry, so that an empty map needs no allocation.
    spine: Option<Arc<Spine<K, V>>>,
}

impl<K, V> Map<K, V> {
    /// An empty map. Allocates nothing.
    ///
    /// ```
    /// use atomata::Map;
    /// static EMPTY: Map<u32, String> = Map::new();
    /// assert!(EMPTY.is_empty());
    /// ```
    pub const fn new() -> Self {
        Self { spine: None }
    }

    /// How many entries there are. Constant time.
    ///
    /// ```
    /// # use atomata::Map;
    /// assert_eq!(Map::from([(1, "one"), (2, "two")]).len(), 2);
    /// ```
    #[inline]
    pub fn len(&self) -> usize {
        self.spine.as_ref().map_or(0, |spine| spine.len())
    }

    /// Whether there are none.
    ///
    /// ```
    /// # use atomata::Map;
    /// assert!(Map::<u32, u32>::new().is_empty());
    /// ```
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries in the order of their keys.
    ///
    /// ```
    /// # use atomata::Map;
    /// let map = Map::from([(2, "two"), (1, "one")]);
    /// assert_eq!(map.iter().next(), Some((&1, &"one")));
    /// ```
    #[inline]
    pub fn iter(&self) -> MapIter<'_, K, V> {
        MapIter::new(self.range_of_all(), self.len())
    }

    /// The keys in order.
    ///
    /// ```
    /// # use atomata::Map;
    /// let map = Map::from([(2, "two"), (1, "one")]);
    /// assert_eq!(map.keys().copied().collect::<Vec<_>>(), [1, 2]);
    /// ```
    pub fn keys(&self) -> MapKeys<'_, K, V> {
        MapKeys::new(self.iter())
    }

    /// The values in the order of their keys.
    ///
    /// ```
    /// # use atomata::Map;
    /// let map = Map::from([(2, "two"), (1, "one")]);
    /// assert_eq!(map.values().copied().collect::<Vec<_>>(), ["one", "two"]);
    /// ```
    pub fn values(&self) -> MapValues<'_, K, V> {
        MapValues::new(self.iter())
    }

    /// The entry of the least key.
    ///
    /// ```
    /// # use atomata::Map;
    /// let map = Map::from([(2, "two"), (1, "one")]);
    /// assert_eq!(map.first_key_value(), Some((&1, &"one")));
    /// ```
    pub fn first_key_value(&self) -> Option<(&K, &V)> {
        self.iter().next()
    }

    /// The entry of the greatest key.
    ///
    /// ```
    /// # use atomata::Map;
    /// let map = Map::from([(2, "two"), (1, "one")]);
    /// assert_eq!(map.last_key_value(), Some((&2, &"two")));
    /// ```
    pub fn last_key_value(&self) -> Option<(&K, &V)> {
        self.iter().next_back()
    }

    #[inline]
    pub(super) fn chunks(&self) -> &[Arc<Chunk<K, V>>] {
        self.spine.as_ref().map_or(&[], |spine| spine.chunks())
    }

    fn range_of_all(&self) -> MapRange<'_, K, V> {
        MapRange::new(self.chunks())
    }

    /// Whether both are clones of one map, unchanged since; they may be equal if not.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (&self.spine, &other.spine) {
            (Some(own), Some(others)) => Arc::ptr_eq(own, others),
            (own, others) => own.is_none() && others.is_none(),
        }
    }

    #[inline]
    fn spine_mut(&mut self) -> &mut Spine<K, V>
    where
        K: Clone,
    {
        Arc::make_mut(self.spine.get_or_insert_default())
    }

    /// The present moment, from which on the map notes what is done to it; none of a map that never had an
    /// entry.
    #[cfg_attr(not(feature = "serial"), allow(dead_code, reason = "only deltas ask"))]
    pub(crate) fn moment(&self) -> Option<Moment> {
        Some(self.spine.as_ref()?.journal.now())
    }

    /// Whether the map knows what was done since a moment.
    #[cfg_attr(not(feature = "serial"), allow(dead_code, reason = "only deltas ask"))]
    pub(crate) fn knows(&self, moment: Moment) -> bool {
        self.spine.as_ref().is_some_and(|spine| spine.journal.since(moment).is_some())
    }

    #[cfg(test)]
    pub(super) fn check_invariants(&self)
    where
        K: Ord,
    {
        if let Some(spine) = &self.spine {
            spine.check_invariants();
        }
    }
}

impl<K: Ord, V> Map<K, V> {
    /// The value under a key.
    ///
    /// ```
    /// # use atomata::Map;
    /// let map = Map::from([("milk".to_owned(), 3)]);
    /// assert_eq!(map.get("milk"), Some(&3));
    /// assert_eq!(map.get("tea"), None);
    /// ```
    #[inline]
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.shared(key).map(|value| &**value)
    }

    #[inline]
    pub(crate) fn shared<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&Arc<V>>
    where
        K: Borrow<Q>,
    {
        let spine = self.spine.as_ref()?;
        Some(spine.value(spine.find(key)?))
    }

    /// Whether there is an entry under a key.
    ///
    /// ```
    /// # use atomata::Map;
    /// assert!(Map::from([(1, "one")]).contains_key(&1));
    /// ```
    #[inline]
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.shared(key).is_some()
    }

    /// The entries whose keys are in a range, in order. Costs what is asked for.
    ///
    /// # Panics
    ///
    /// If the range ends before it begins, or is empty between two excluded bounds that are equal.
    ///
    /// ```
    /// # use atomata::Map;
    /// let map: Map<u32, u32> = (0..1_000).map(|key| (key, key * 2)).collect();
    /// assert_eq!(map.range(500..502).collect::<Vec<_>>(), [(&500, &1000), (&501, &1002)]);
    /// ```
    #[track_caller]
    pub fn range<Q: Ord + ?Sized, R: RangeBounds<Q>>(&self, range: R) -> MapRange<'_, K, V>
    where
        K: Borrow<Q>,
    {
        iter::check(&range);
        match self.spine.as_ref().filter(|spine| spine.len() > 0) {
            Some(spine) => spine.range(range),
            None => MapRange::new(&[]),
        }
    }

    /// The edits that lead from an earlier moment here, if the map knows: it does not if it was put in the
    /// place of another one, or too much has been done since. Costs what was done.
    #[cfg_attr(not(feature = "serial"), allow(dead_code, reason = "only deltas ask"))]
    pub(crate) fn edits_after(&self, moment: Moment) -> Option<Vec<MapEdit<'_, K, V>>> {
        let steps = self.spine.as_ref()?.journal.since(moment)?;
        Some(edits_of_map(steps, self))
    }

    /// Whether the value under a key is one and the same in both, and not just equal.
    #[allow(dead_code, reason = "merges ask for it")]
    pub(crate) fn same_value<Q: Ord + ?Sized>(&self, other: &Self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        match (self.shared(key), other.shared(key)) {
            (Some(own), Some(others)) => Arc::ptr_eq(own, others),
            _ => false,
        }
    }
}

/// Constant time: both share all entries until one is written to.
impl<K, V> Clone for Map<K, V> {
    fn clone(&self) -> Self {
        Self { spine: self.spine.clone() }
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Ord + Borrow<Q>, V, Q: Ord + ?Sized> Index<&Q> for Map<K, V> {
    type Output = V;

    #[inline]
    #[track_caller]
    fn index(&self, key: &Q) -> &V {
        self.get(key).expect("there is no entry for this key")
    }
}
