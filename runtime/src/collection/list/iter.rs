//! Going through a list, from both ends.

use std::fmt;
use std::iter::FusedIterator;
use std::slice;
use std::sync::Arc;

use super::{Chunk, List};

/// The items of a [`List`], by [`List::iter`].
///
/// ```
/// # use atomata::List;
/// let list = List::from([1, 2, 3]);
/// let mut items = list.iter();
/// assert_eq!((items.next(), items.next_back(), items.len()), (Some(&1), Some(&3), 1));
/// ```
pub struct ListIter<'a, T> {
    front: slice::Iter<'a, Arc<T>>,
    chunks: slice::Iter<'a, Arc<Chunk<T>>>,
    back: slice::Iter<'a, Arc<T>>,
    /// Invariant: how many items the three have together.
    left: usize,
}

impl<'a, T> ListIter<'a, T> {
    #[inline]
    pub(super) fn new(chunks: &'a [Arc<Chunk<T>>], left: usize) -> Self {
        Self { front: [].iter(), chunks: chunks.iter(), back: [].iter(), left }
    }

    /// From one item to another, each given by its chunk and its place there.
    pub(super) fn between(
        chunks: &'a [Arc<Chunk<T>>],
        (first, from): (usize, usize),
        (last, to): (usize, usize),
        left: usize,
    ) -> Self {
        if first == last {
            let front = chunks[first][from..=to].iter();
            return Self { front, chunks: [].iter(), back: [].iter(), left };
        }
        Self {
            front: chunks[first][from..].iter(),
            chunks: chunks[first + 1..last].iter(),
            back: chunks[last][..=to].iter(),
            left,
        }
    }
}

impl<'a, T> Iterator for ListIter<'a, T> {
    type Item = &'a T;

    #[inline]
    fn next(&mut self) -> Option<&'a T> {
        loop {
            if let Some(item) = self.front.next() {
                self.left -= 1;
                return Some(item);
            }
            match self.chunks.next() {
                Some(chunk) => self.front = chunk.iter(),
                None => {
                    let item = self.back.next()?;
                    self.left -= 1;
                    return Some(item);
                }
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }

    fn nth(&mut self, mut count: usize) -> Option<&'a T> {
        while count >= self.front.len() {
            let Some(chunk) = self.chunks.next() else {
                count -= self.front.len();
                self.front = [].iter();
                let item = self.back.nth(count);
                self.left = self.back.len();
                return item.map(|item| &**item);
            };
            count -= self.front.len();
            self.left -= self.front.len();
            self.front = chunk.iter();
        }
        self.left -= count + 1;
        self.front.nth(count).map(|item| &**item)
    }

    #[inline]
    fn fold<B, F: FnMut(B, &'a T) -> B>(self, start: B, mut step: F) -> B {
        let mut all = self.front.fold(start, |all, item| step(all, item));
        for chunk in self.chunks {
            all = chunk.iter().fold(all, |all, item| step(all, item));
        }
        self.back.fold(all, |all, item| step(all, item))
    }
}

impl<'a, T> DoubleEndedIterator for ListIter<'a, T> {
    #[inline]
    fn next_back(&mut self) -> Option<&'a T> {
        loop {
            if let Some(item) = self.back.next_back() {
                self.left -= 1;
                return Some(item);
            }
            match self.chunks.next_back() {
                Some(chunk) => self.back = chunk.iter(),
                None => {
                    let item = self.front.next_back()?;
                    self.left -= 1;
                    return Some(item);
                }
            }
        }
    }
}

impl<T> ExactSizeIterator for ListIter<'_, T> {}

impl<T> FusedIterator for ListIter<'_, T> {}

impl<T> Clone for ListIter<'_, T> {
    fn clone(&self) -> Self {
        let Self { front, chunks, back, left } = self;
        Self { front: front.clone(), chunks: chunks.clone(), back: back.clone(), left: *left }
    }
}

impl<T: fmt::Debug> fmt::Debug for ListIter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = ListIter<'a, T>;

    fn into_iter(self) -> ListIter<'a, T> {
        self.iter()
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut list = Self::new();
        list.extend(items);
        list
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        items.into_iter().collect()
    }
}

impl<T, const N: usize> From<[T; N]> for List<T> {
    fn from(items: [T; N]) -> Self {
        items.into_iter().collect()
    }
}

/// Adds each item at the end as it comes.
impl<T> Extend<T> for List<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        let mut items = items.into_iter();
        let Some(first) = items.next() else { return };
        let spine = self.spine_mut();
        spine.push(Arc::new(first));
        items.for_each(|item| spine.push(Arc::new(item)));
    }
}
