//! Writing to a map, one entry at a time.

use std::borrow::Borrow;
use std::sync::Arc;

use super::Map;

impl<K: Ord, V> Map<K, V> {
    /// The value under a key, to be changed in place. Copies it if a clone of the map is held.
    ///
    /// ```
    /// # use atomata::Map;
    /// let mut map = Map::from([(1, 10)]);
    /// if let Some(value) = map.get_mut(&1) {
    ///     *value += 1;
    /// }
    /// assert_eq!(map[&1], 11);
    /// ```
    #[inline]
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q> + Clone,
        V: Clone,
    {
        let spine = self.spine.as_mut()?;
        let place = spine.find(key)?;
        Some(Arc::make_mut(Arc::make_mut(spine).value_mut(place)))
    }

    /// Changes the value under a key, if there is one; says what the function does.
    ///
    /// ```
    /// # use atomata::Map;
    /// let mut map = Map::from([(1, 10)]);
    /// assert_eq!(map.update(&1, |value| { *value += 1; *value }), Some(11));
    /// assert_eq!(map.update(&2, |value| *value), None);
    /// ```
    pub fn update<Q: Ord + ?Sized, R>(
        &mut self,
        key: &Q,
        update: impl FnOnce(&mut V) -> R,
    ) -> Option<R>
    where
        K: Borrow<Q> + Clone,
        V: Clone,
    {
        self.get_mut(key).map(update)
    }

    /// Removes all entries.
    ///
    /// ```
    /// # use atomata::Map;
    /// let mut map = Map::from([(1, "one")]);
    /// map.clear();
    /// assert!(map.is_empty());
    /// ```
    pub fn clear(&mut self) {
        self.spine = None;
    }
}

impl<K: Ord + Clone, V> Map<K, V> {
    /// Puts a value under a key; the one that was there comes back, copied if a clone of the map is held.
    ///
    /// ```
    /// # use atomata::Map;
    /// let mut map = Map::new();
    /// assert_eq!(map.insert(1, "one"), None);
    /// assert_eq!(map.insert(1, "uno"), Some("one"));
    /// ```
    pub fn insert(&mut self, key: K, value: V) -> Option<V>
    where
        V: Clone,
    {
        self.put(key, Arc::new(value)).map(Arc::unwrap_or_clone)
    }

    /// Removes the entry under a key; its value comes back, copied if a clone of the map is held.
    ///
    /// ```
    /// # use atomata::Map;
    /// let mut map = Map::from([(1, "one")]);
    /// assert_eq!(map.remove(&1), Some("one"));
    /// assert_eq!(map.remove(&1), None);
    /// ```
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        V: Clone,
    {
        self.remove_shared(key).map(Arc::unwrap_or_clone)
    }

    /// Keeps the entries for which the function says so. It is asked about each before anything is
    /// removed.
    ///
    /// ```
    /// # use atomata::Map;
    /// let mut map: Map<u32, u32> = (0..10).map(|key| (key, key * key)).collect();
    /// map.retain(|key, _| key % 3 == 0);
    /// assert_eq!(map.keys().copied().collect::<Vec<_>>(), [0, 3, 6, 9]);
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &V) -> bool) {
        let mut gone = Vec::new();
        for (place, chunk) in self.chunks().iter().enumerate() {
            for (at, (key, value)) in chunk.keys.iter().zip(&chunk.values).enumerate() {
                if !keep(key, value) {
                    gone.push((place, at));
                }
            }
        }
        if !gone.is_empty() {
            self.spine_mut().remove_all(&gone);
        }
    }

    /// As [`Map::insert`], without a copy.
    pub(crate) fn put(&mut self, key: K, value: Arc<V>) -> Option<Arc<V>> {
        self.spine_mut().put(key, value)
    }

    /// As [`Map::remove`], without a copy.
    pub(crate) fn remove_shared<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<Arc<V>>
    where
        K: Borrow<Q>,
    {
        let place = self.spine.as_ref()?.find(key)?;
        Some(self.spine_mut().remove(place).1)
    }
}
