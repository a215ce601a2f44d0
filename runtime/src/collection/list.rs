//! The list: what it holds, and how it is read.

mod bulk;
mod compare;
mod iter;
mod size;
mod spine;
mod write;

use std::ops::{Bound, Index, IndexMut, Range, RangeBounds};
use std::sync::Arc;

pub use iter::ListIter;
pub(super) use spine::Chunk;
use spine::Spine;

use super::edits::ListEdit;
use super::journal::{Moment, edits_of_list};

/// A list of which a clone costs nothing, and of which two versions share what is equal in them.
///
/// It is for lists of which snapshots, history or a stream of changes are kept: a write to a list that
/// something else holds copies one item and what leads there, and not all of it. The price: an item is
/// in an allocation of its own, so that reading it costs one step more than in a `Vec`, and it is no
/// slice.
///
/// | operation | cost, for n items |
/// |---|---|
/// | `clone`, `len` | constant |
/// | `get`, `first`, `last` | constant as long as chunks are full, else logarithmic |
/// | a write to an item, `push`, `pop` | constant; if a clone is held, n / 56 pointers, 56 items' pointers and one item are copied once |
/// | `insert`, `remove` | n / 56, and those of one chunk |
/// | `==` | what is not shared |
///
/// ```
/// use atomata::List;
///
/// let mut list = List::from(["milk", "tea"]);
/// let before = list.clone();
/// list.push("bread");
/// list.set(0, "oat milk");
/// assert_eq!(list.to_vec(), ["oat milk", "tea", "bread"]);
/// assert_eq!(before.to_vec(), ["milk", "tea"]);
/// ```
///
/// In an atom it is a value like any other:
///
/// ```
/// use atomata::{List, Store, atom, computed};
///
/// #[atom]
/// static SCORES: List<u32> = List::new();
///
/// #[computed(deps = [SCORES])]
/// fn best(scores: &List<u32>) -> u32 {
///     scores.iter().copied().max().unwrap_or(0)
/// }
///
/// let store = Store::new();
/// store.update(SCORES, |scores| scores.extend([3, 8, 5]));
/// assert_eq!(store.get(BEST), 8);
/// ```
pub struct List<T> {
    /// Nothing while there never was an item, so that an empty list needs no allocation.
    spine: Option<Arc<Spine<T>>>,
}

impl<T> List<T> {
    /// An empty list. Allocates nothing.
    ///
    /// ```
    /// use atomata::List;
    /// static EMPTY: List<u32> = List::new();
    /// assert!(EMPTY.is_empty());
    /// ```
    pub const fn new() -> Self {
        Self { spine: None }
    }

    /// How many items there are. Constant time.
    ///
    /// ```
    /// # use atomata::List;
    /// assert_eq!(List::from([1, 2, 3]).len(), 3);
    /// ```
    #[inline]
    pub fn len(&self) -> usize {
        self.spine.as_ref().map_or(0, |spine| spine.len())
    }

    /// Whether there are none.
    ///
    /// ```
    /// # use atomata::List;
    /// assert!(List::<u32>::new().is_empty());
    /// ```
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at an index, if the list is that long.
    ///
    /// ```
    /// # use atomata::List;
    /// let list = List::from(["milk", "tea"]);
    /// assert_eq!(list.get(1), Some(&"tea"));
    /// assert_eq!(list.get(2), None);
    /// ```
    #[inline]
    pub fn get(&self, index: usize) -> Option<&T> {
        self.shared(index).map(|item| &**item)
    }

    #[inline]
    fn shared(&self, index: usize) -> Option<&Arc<T>> {
        let spine = self.spine.as_ref()?;
        (index < spine.len()).then(|| spine.get(index))
    }

    /// The first item.
    ///
    /// ```
    /// # use atomata::List;
    /// assert_eq!(List::from([1, 2, 3]).first(), Some(&1));
    /// ```
    pub fn first(&self) -> Option<&T> {
        self.chunks().first().map(|chunk| &*chunk[0])
    }

    /// The last item.
    ///
    /// ```
    /// # use atomata::List;
    /// assert_eq!(List::from([1, 2, 3]).last(), Some(&3));
    /// ```
    pub fn last(&self) -> Option<&T> {
        self.chunks().last()?.last().map(|item| &**item)
    }

    /// The items in order.
    ///
    /// ```
    /// # use atomata::List;
    /// let list = List::from([1, 2, 3]);
    /// assert_eq!(list.iter().rev().copied().collect::<Vec<_>>(), [3, 2, 1]);
    /// ```
    #[inline]
    pub fn iter(&self) -> ListIter<'_, T> {
        ListIter::new(self.chunks(), self.len())
    }

    /// The items at a range of indices, in order. Costs what is asked for, wherever it begins.
    ///
    /// # Panics
    ///
    /// If the range ends beyond the list, or before it begins.
    ///
    /// ```
    /// # use atomata::List;
    /// let list: List<u32> = (0..1_000).collect();
    /// assert_eq!(list.iter_range(500..503).copied().collect::<Vec<_>>(), [500, 501, 502]);
    /// ```
    #[track_caller]
    pub fn iter_range(&self, range: impl RangeBounds<usize>) -> ListIter<'_, T> {
        let range = resolve(range, self.len());
        let Some(spine) = self.spine.as_ref().filter(|_| !range.is_empty()) else {
            return ListIter::new(&[], 0);
        };
        let first = spine.locate(range.start);
        let last = spine.locate(range.end - 1);
        ListIter::between(spine.chunks(), first, last, range.len())
    }

    /// Whether an item is equal to this one. Compares one after the other.
    ///
    /// ```
    /// # use atomata::List;
    /// assert!(List::from([1, 2, 3]).contains(&2));
    /// ```
    pub fn contains(&self, item: &T) -> bool
    where
        T: PartialEq,
    {
        self.iter().any(|own| own == item)
    }

    /// Copies of the items.
    ///
    /// ```
    /// # use atomata::List;
    /// assert_eq!(List::from([1, 2, 3]).to_vec(), vec![1, 2, 3]);
    /// ```
    pub fn to_vec(&self) -> Vec<T>
    where
        T: Clone,
    {
        self.iter().cloned().collect()
    }

    /// Whether an item here and one there are one and the same, and not just equal.
    #[allow(dead_code, reason = "merges ask for it")]
    pub(crate) fn same_item(&self, index: usize, other: &Self, at: usize) -> bool {
        match (self.shared(index), other.shared(at)) {
            (Some(own), Some(others)) => Arc::ptr_eq(own, others),
            _ => false,
        }
    }

    #[inline]
    pub(super) fn chunks(&self) -> &[Arc<Chunk<T>>] {
        self.spine.as_ref().map_or(&[], |spine| spine.chunks())
    }

    /// Whether both are clones of one list, unchanged since; they may be equal if not.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (&self.spine, &other.spine) {
            (Some(own), Some(others)) => Arc::ptr_eq(own, others),
            (own, others) => own.is_none() && others.is_none(),
        }
    }

    /// The present moment, from which on the list notes what is done to it; none of a list that never had
    /// an item.
    #[cfg_attr(not(feature = "serial"), allow(dead_code, reason = "only deltas ask"))]
    pub(crate) fn moment(&self) -> Option<Moment> {
        Some(self.spine.as_ref()?.journal.now())
    }

    /// The edits that lead from an earlier moment here, if the list knows: it does not if it was put in the
    /// place of another one, or too much has been done since. Costs what was done.
    #[cfg_attr(not(feature = "serial"), allow(dead_code, reason = "only deltas ask"))]
    pub(crate) fn edits_after(&self, moment: Moment) -> Option<Vec<ListEdit<'_, T>>> {
        let steps = self.spine.as_ref()?.journal.since(moment)?;
        Some(edits_of_list(steps, self))
    }

    /// Whether the list knows what was done since a moment.
    #[cfg_attr(not(feature = "serial"), allow(dead_code, reason = "only deltas ask"))]
    pub(crate) fn knows(&self, moment: Moment) -> bool {
        self.spine.as_ref().is_some_and(|spine| spine.journal.since(moment).is_some())
    }

    #[inline]
    fn spine_mut(&mut self) -> &mut Spine<T> {
        Arc::make_mut(self.spine.get_or_insert_default())
    }

    #[cfg(test)]
    pub(super) fn check_invariants(&self) {
        if let Some(spine) = &self.spine {
            spine.check_invariants();
        }
    }
}

/// Constant time: both share all items until one is written to.
impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        Self { spine: self.spine.clone() }
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Index<usize> for List<T> {
    type Output = T;

    #[inline]
    #[track_caller]
    fn index(&self, index: usize) -> &T {
        match self.get(index) {
            Some(item) => item,
            None => out_of_bounds(index, self.len()),
        }
    }
}

/// As [`List::get_mut`].
impl<T: Clone> IndexMut<usize> for List<T> {
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, index: usize) -> &mut T {
        let len = self.len();
        match self.get_mut(index) {
            Some(item) => item,
            None => out_of_bounds(index, len),
        }
    }
}

#[cold]
#[track_caller]
fn out_of_bounds(index: usize, len: usize) -> ! {
    panic!("index {index} is out of bounds of a list of {len} items")
}

/// The indices that a range means in a list of this length.
#[track_caller]
fn resolve(range: impl RangeBounds<usize>, len: usize) -> Range<usize> {
    let start = match range.start_bound() {
        Bound::Included(&start) => start,
        Bound::Excluded(&before) => before.saturating_add(1),
        Bound::Unbounded => 0,
    };
    let end = match range.end_bound() {
        Bound::Included(&last) => last.saturating_add(1),
        Bound::Excluded(&end) => end,
        Bound::Unbounded => len,
    };
    assert!(start <= end, "the range begins at {start} and ends before it, at {end}");
    assert!(end <= len, "the range ends at {end}, beyond a list of {len} items");
    start..end
}
