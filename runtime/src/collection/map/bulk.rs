//! Many entries of a map in one operation, which is done as a whole or not at all.

use std::borrow::Borrow;
use std::fmt::Debug;
use std::sync::Arc;

use super::Map;
use super::spine::Place;
use crate::collection::error::{BatchError, texts};

impl<K: Ord + Debug, V> Map<K, V> {
    /// Adds entries whose keys are not there yet. [`Extend`] puts values under keys that are, too.
    ///
    /// # Errors
    ///
    /// [`BatchError::Present`] with all keys that are there already, [`BatchError::Duplicate`] with those that
    /// are given twice. The entries are taken from the iterator in any case.
    ///
    /// ```
    /// # use atomata::{BatchError, Map};
    /// let mut map = Map::from([(1, "one")]);
    /// map.insert_batch([(2, "two"), (3, "three")])?;
    /// assert_eq!(map.len(), 3);
    ///
    /// let error = map.insert_batch([(4, "four"), (1, "uno")]).unwrap_err();
    /// assert_eq!(error, BatchError::Present { keys: vec!["1".to_owned()] });
    /// assert_eq!(map.len(), 3);
    /// # Ok::<_, BatchError>(())
    /// ```
    pub fn insert_batch(
        &mut self,
        entries: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), BatchError>
    where
        K: Clone,
    {
        let entries = entries.into_iter().map(|(key, value)| (key, Arc::new(value)));
        let mut entries: Vec<(K, Arc<V>)> = entries.collect();
        let present = entries.iter().map(|(key, _)| key).filter(|key| self.contains_key(*key));
        let keys = texts(present);
        if !keys.is_empty() {
            return Err(BatchError::Present { keys });
        }
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        let twice = entries.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        let keys = texts(twice.map(|pair| &pair[0].0));
        if !keys.is_empty() {
            return Err(BatchError::Duplicate { keys });
        }
        if !entries.is_empty() {
            let spine = self.spine_mut();
            for (key, value) in entries {
                spine.put(key, value);
            }
        }
        Ok(())
    }

    /// Changes values in place, in the order in which their keys are named; one that is named twice, twice.
    ///
    /// If the function panics, what it has done before stays.
    ///
    /// # Errors
    ///
    /// [`BatchError::Missing`] with all keys that are not there; the function is not called then.
    ///
    /// ```
    /// # use atomata::Map;
    /// let mut map = Map::from([(1, 10), (2, 20), (3, 30)]);
    /// map.update_batch(&[1, 3], |key, value| *value += key)?;
    /// assert_eq!(map, Map::from([(1, 11), (2, 20), (3, 33)]));
    /// # Ok::<_, atomata::BatchError>(())
    /// ```
    pub fn update_batch<'a, Q: Ord + Debug + ?Sized + 'a>(
        &mut self,
        keys: impl IntoIterator<Item = &'a Q>,
        mut update: impl FnMut(&Q, &mut V),
    ) -> Result<(), BatchError>
    where
        K: Borrow<Q> + Clone,
        V: Clone,
    {
        let places = self.places(keys)?;
        if !places.is_empty() {
            let spine = self.spine_mut();
            for (key, place) in places {
                update(key, Arc::make_mut(spine.value_mut(place)));
            }
        }
        Ok(())
    }

    /// Removes the entries under these keys.
    ///
    /// # Errors
    ///
    /// [`BatchError::Missing`] with all keys that are not there, [`BatchError::Duplicate`] with those that are
    /// named twice.
    ///
    /// ```
    /// # use atomata::Map;
    /// let mut map = Map::from([(1, "one"), (2, "two"), (3, "three")]);
    /// map.remove_batch(&[3, 1])?;
    /// assert_eq!(map, Map::from([(2, "two")]));
    /// # Ok::<_, atomata::BatchError>(())
    /// ```
    pub fn remove_batch<'a, Q: Ord + Debug + ?Sized + 'a>(
        &mut self,
        keys: impl IntoIterator<Item = &'a Q>,
    ) -> Result<(), BatchError>
    where
        K: Borrow<Q> + Clone,
    {
        let mut places = self.places(keys)?;
        places.sort_unstable_by_key(|&(_, place)| place);
        let twice = places.windows(2).filter(|pair| pair[0].1 == pair[1].1);
        let keys = texts(twice.map(|pair| pair[0].0));
        if !keys.is_empty() {
            return Err(BatchError::Duplicate { keys });
        }
        if !places.is_empty() {
            let places: Vec<Place> = places.into_iter().map(|(_, place)| place).collect();
            self.spine_mut().remove_all(&places);
        }
        Ok(())
    }

    /// The values under these keys, in their order.
    ///
    /// # Errors
    ///
    /// [`BatchError::Missing`] with all keys that are not there.
    ///
    /// ```
    /// # use atomata::Map;
    /// let map = Map::from([(1, "one"), (2, "two")]);
    /// assert_eq!(map.get_batch(&[2, 1])?, [&"two", &"one"]);
    /// assert_eq!(
    ///     map.get_batch(&[1, 7, 8]).unwrap_err().to_string(),
    ///     "no entries for the keys 7, 8",
    /// );
    /// # Ok::<_, atomata::BatchError>(())
    /// ```
    pub fn get_batch<'a, Q: Ord + Debug + ?Sized + 'a>(
        &self,
        keys: impl IntoIterator<Item = &'a Q>,
    ) -> Result<Vec<&V>, BatchError>
    where
        K: Borrow<Q>,
    {
        let mut missing = Vec::new();
        let mut values = Vec::new();
        for key in keys {
            match self.get(key) {
                Some(value) => values.push(value),
                None => missing.push(key),
            }
        }
        if missing.is_empty() { Ok(values) } else { Err(absent(missing)) }
    }

    fn places<'a, Q: Ord + Debug + ?Sized + 'a>(
        &self,
        keys: impl IntoIterator<Item = &'a Q>,
    ) -> Result<Vec<(&'a Q, Place)>, BatchError>
    where
        K: Borrow<Q>,
    {
        let mut missing = Vec::new();
        let mut places = Vec::new();
        for key in keys {
            match self.spine.as_ref().and_then(|spine| spine.find(key)) {
                Some(place) => places.push((key, place)),
                None => missing.push(key),
            }
        }
        if missing.is_empty() { Ok(places) } else { Err(absent(missing)) }
    }
}

impl<K: Ord, V> Map<K, V> {
    /// For each of these keys whether it is there, in their order.
    ///
    /// ```
    /// # use atomata::Map;
    /// let map = Map::from([(1, "one"), (2, "two")]);
    /// assert_eq!(map.contains_keys(&[2, 7]), [true, false]);
    /// ```
    pub fn contains_keys<'a, Q: Ord + ?Sized + 'a>(
        &self,
        keys: impl IntoIterator<Item = &'a Q>,
    ) -> Vec<bool>
    where
        K: Borrow<Q>,
    {
        keys.into_iter().map(|key| self.contains_key(key)).collect()
    }
}

fn absent<Q: Ord + Debug + ?Sized>(keys: Vec<&Q>) -> BatchError {
    BatchError::Missing { keys: texts(keys) }
}
