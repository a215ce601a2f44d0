//! Many items of a list in one operation, which is done as a whole or not at all.

use std::sync::Arc;

use super::List;
use crate::collection::error::{BatchError, texts};

impl<T> List<T> {
    /// Adds items before the one at an index, or at the end. Costs the items, and n / 56 once.
    ///
    /// # Errors
    ///
    /// [`BatchError::OutOfBounds`] if the index is greater than the length. The items are taken from the
    /// iterator in any case.
    ///
    /// ```
    /// # use atomata::List;
    /// let mut list = List::from([1, 5]);
    /// list.insert_batch(1, [2, 3, 4])?;
    /// assert_eq!(list.to_vec(), [1, 2, 3, 4, 5]);
    /// # Ok::<_, atomata::BatchError>(())
    /// ```
    pub fn insert_batch(
        &mut self,
        index: usize,
        items: impl IntoIterator<Item = T>,
    ) -> Result<(), BatchError> {
        // The iterator may panic, and finds nothing half done.
        let items: Vec<Arc<T>> = items.into_iter().map(Arc::new).collect();
        if index > self.len() {
            return Err(BatchError::OutOfBounds { indices: vec![index], len: self.len() });
        }
        if !items.is_empty() {
            self.spine_mut().splice(index, 0, items);
        }
        Ok(())
    }

    /// Changes items in place, in the order in which they are named; one that is named twice, twice.
    ///
    /// If the function panics, what it has done before stays.
    ///
    /// # Errors
    ///
    /// [`BatchError::OutOfBounds`] with all indices that have no item; the function is not called then.
    ///
    /// ```
    /// # use atomata::List;
    /// let mut list = List::from([1, 2, 3]);
    /// list.update_batch([0, 2], |index, item| *item += 10 * (index + 1))?;
    /// assert_eq!(list.to_vec(), [11, 2, 33]);
    /// # Ok::<_, atomata::BatchError>(())
    /// ```
    pub fn update_batch(
        &mut self,
        indices: impl IntoIterator<Item = usize>,
        mut update: impl FnMut(usize, &mut T),
    ) -> Result<(), BatchError>
    where
        T: Clone,
    {
        let indices = self.in_bounds(indices)?;
        if !indices.is_empty() {
            let spine = self.spine_mut();
            for index in indices {
                update(index, Arc::make_mut(spine.get_mut(index)));
            }
        }
        Ok(())
    }

    /// Removes items, named in any order by where they are before any is removed.
    ///
    /// # Errors
    ///
    /// [`BatchError::OutOfBounds`] with all indices that have no item, [`BatchError::Duplicate`] with those
    /// that are named twice.
    ///
    /// ```
    /// # use atomata::List;
    /// let mut list = List::from([1, 2, 3, 4]);
    /// list.remove_batch([3, 0])?;
    /// assert_eq!(list.to_vec(), [2, 3]);
    /// # Ok::<_, atomata::BatchError>(())
    /// ```
    pub fn remove_batch(
        &mut self,
        indices: impl IntoIterator<Item = usize>,
    ) -> Result<(), BatchError> {
        let mut indices = self.in_bounds(indices)?;
        indices.sort_unstable();
        let twice = indices.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| &pair[0]);
        let keys = texts(twice);
        if !keys.is_empty() {
            return Err(BatchError::Duplicate { keys });
        }
        if !indices.is_empty() {
            self.spine_mut().remove_all(&indices);
        }
        Ok(())
    }

    /// The items at these indices, in their order.
    ///
    /// # Errors
    ///
    /// [`BatchError::OutOfBounds`] with all indices that have no item.
    ///
    /// ```
    /// # use atomata::List;
    /// let list = List::from(["milk", "tea", "bread"]);
    /// assert_eq!(list.get_batch([2, 0])?, [&"bread", &"milk"]);
    /// # Ok::<_, atomata::BatchError>(())
    /// ```
    pub fn get_batch(
        &self,
        indices: impl IntoIterator<Item = usize>,
    ) -> Result<Vec<&T>, BatchError> {
        let indices = self.in_bounds(indices)?;
        Ok(indices.into_iter().map(|index| &self[index]).collect())
    }

    fn in_bounds(
        &self,
        indices: impl IntoIterator<Item = usize>,
    ) -> Result<Vec<usize>, BatchError> {
        let len = self.len();
        let indices: Vec<usize> = indices.into_iter().collect();
        if indices.iter().all(|&index| index < len) {
            return Ok(indices);
        }
        let indices = indices.into_iter().filter(|&index| index >= len).collect();
        Err(BatchError::OutOfBounds { indices, len })
    }
}
