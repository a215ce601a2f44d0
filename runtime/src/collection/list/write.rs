//! Writing to a list, one item at a time.

use std::sync::Arc;

use super::{List, out_of_bounds};

impl<T> List<T> {
    /// The item at an index, to be changed in place. Copies it if a clone of the list is held.
    ///
    /// ```
    /// # use atomata::List;
    /// let mut list = List::from([1, 2, 3]);
    /// if let Some(item) = list.get_mut(1) {
    ///     *item += 10;
    /// }
    /// list[2] += 100;
    /// assert_eq!(list, List::from([1, 12, 103]));
    /// ```
    #[inline]
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T>
    where
        T: Clone,
    {
        let spine = self.spine.as_mut().filter(|spine| index < spine.len())?;
        Some(Arc::make_mut(Arc::make_mut(spine).get_mut(index)))
    }

    /// Puts another item in the place of one.
    ///
    /// # Panics
    ///
    /// If the list is not that long.
    ///
    /// ```
    /// # use atomata::List;
    /// let mut list = List::from(["milk", "tea"]);
    /// list.set(1, "bread");
    /// assert_eq!(list.to_vec(), ["milk", "bread"]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn set(&mut self, index: usize, item: T) {
        if index >= self.len() {
            out_of_bounds(index, self.len());
        }
        let place = self.spine_mut().get_mut(index);
        match Arc::get_mut(place) {
            Some(place) => *place = item,
            None => *place = Arc::new(item),
        }
    }

    /// Adds an item at the end.
    ///
    /// ```
    /// # use atomata::List;
    /// let mut list = List::new();
    /// list.push(1);
    /// assert_eq!(list.last(), Some(&1));
    /// ```
    #[inline]
    pub fn push(&mut self, item: T) {
        self.spine_mut().push(Arc::new(item));
    }

    /// Takes the last item out. Copies it if a clone of the list is held.
    ///
    /// ```
    /// # use atomata::List;
    /// let mut list = List::from([1, 2, 3]);
    /// assert_eq!(list.pop(), Some(3));
    /// ```
    pub fn pop(&mut self) -> Option<T>
    where
        T: Clone,
    {
        let last = self.len().checked_sub(1)?;
        Some(Arc::unwrap_or_clone(self.spine_mut().remove(last)))
    }

    /// Adds an item before the one at an index, or at the end if there is none.
    ///
    /// # Panics
    ///
    /// If the index is greater than the length.
    ///
    /// ```
    /// # use atomata::List;
    /// let mut list = List::from([1, 2, 3]);
    /// list.insert(0, 0);
    /// assert_eq!(list.to_vec(), [0, 1, 2, 3]);
    /// ```
    #[track_caller]
    pub fn insert(&mut self, index: usize, item: T) {
        let len = self.len();
        assert!(index <= len, "index {index} to insert at is beyond the end of {len} items");
        self.spine_mut().insert(index, Arc::new(item));
    }

    /// Takes an item out; those after it move up. Copies it if a clone of the list is held.
    ///
    /// # Panics
    ///
    /// If the list is not that long.
    ///
    /// ```
    /// # use atomata::List;
    /// let mut list = List::from([1, 2, 3]);
    /// assert_eq!(list.remove(1), 2);
    /// assert_eq!(list.to_vec(), [1, 3]);
    /// ```
    #[track_caller]
    pub fn remove(&mut self, index: usize) -> T
    where
        T: Clone,
    {
        if index >= self.len() {
            out_of_bounds(index, self.len());
        }
        Arc::unwrap_or_clone(self.spine_mut().remove(index))
    }

    /// Keeps the first items and removes the rest. Does nothing if there are no more.
    ///
    /// ```
    /// # use atomata::List;
    /// let mut list = List::from([1, 2, 3]);
    /// list.truncate(2);
    /// assert_eq!(list.to_vec(), [1, 2]);
    /// ```
    pub fn truncate(&mut self, len: usize) {
        if len < self.len() {
            self.splice_shared(len, self.len() - len, Vec::new());
        }
    }

    /// Removes all items.
    ///
    /// ```
    /// # use atomata::List;
    /// let mut list = List::from([1, 2, 3]);
    /// list.clear();
    /// assert!(list.is_empty());
    /// ```
    pub fn clear(&mut self) {
        self.spine = None;
    }

    /// Keeps the items for which the function says so. It is asked about each before anything is removed.
    ///
    /// ```
    /// # use atomata::List;
    /// let mut list: List<u32> = (0..10).collect();
    /// list.retain(|item| item % 3 == 0);
    /// assert_eq!(list.to_vec(), [0, 3, 6, 9]);
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        let items = self.iter().enumerate();
        let gone: Vec<usize> =
            items.filter_map(|(index, item)| (!keep(item)).then_some(index)).collect();
        if !gone.is_empty() {
            self.spine_mut().remove_all(&gone);
        }
    }

    /// Puts items in the place of others.
    ///
    /// # Panics
    ///
    /// If there are not that many items to remove.
    #[allow(dead_code, reason = "deltas are applied with it")]
    #[track_caller]
    pub(crate) fn splice(&mut self, at: usize, removed: usize, items: impl IntoIterator<Item = T>) {
        let items = items.into_iter().map(Arc::new).collect();
        self.splice_shared(at, removed, items);
    }

    /// Takes items out, shared with whoever else has them.
    #[cfg_attr(not(feature = "serial"), allow(dead_code, reason = "deltas are applied with it"))]
    pub(crate) fn take_out(&mut self, at: usize, len: usize) -> Vec<Arc<T>> {
        let taken = (at..at + len).filter_map(|at| self.shared(at).map(Arc::clone)).collect();
        self.splice_shared(at, len, Vec::new());
        taken
    }

    /// Puts an item in the place of another, and that in the place of it; a copy, if something else holds
    /// it.
    #[cfg_attr(not(feature = "serial"), allow(dead_code, reason = "deltas are applied with it"))]
    pub(crate) fn exchange(&mut self, index: usize, item: &mut T)
    where
        T: Clone,
    {
        let place = self.spine_mut().get_mut(index);
        match Arc::get_mut(place) {
            Some(place) => std::mem::swap(place, item),
            // Who holds the other one drops it.
            None => *place = Arc::new(item.clone()),
        }
    }

    #[track_caller]
    pub(super) fn splice_shared(&mut self, at: usize, removed: usize, items: Vec<Arc<T>>) {
        let len = self.len();
        let end = at.checked_add(removed);
        assert!(
            end.is_some_and(|end| end <= len),
            "{removed} items at {at} are more than a list of {len} items has"
        );
        self.spine_mut().splice(at, removed, items);
    }

    /// Takes an item out and puts it where another is then, or at the end. It stays the same item.
    ///
    /// # Panics
    ///
    /// If the list is not that long.
    #[allow(dead_code, reason = "deltas are applied with it")]
    #[track_caller]
    pub(crate) fn move_item(&mut self, from: usize, to: usize) {
        let len = self.len();
        for index in [from, to] {
            if index >= len {
                out_of_bounds(index, len);
            }
        }
        if from != to {
            let spine = self.spine_mut();
            let item = spine.remove(from);
            spine.insert(to, item);
        }
    }
}
