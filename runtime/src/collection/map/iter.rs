//! Going through a map, or a range of it, from both ends.

use std::borrow::Borrow;
use std::fmt;
use std::iter::{FusedIterator, Zip};
use std::ops::{Bound, RangeBounds};
use std::slice;
use std::sync::Arc;

use super::spine::{Place, Spine};
use super::{Chunk, Map};

/// The entries of one chunk, or of a part of it.
type Part<'a, K, V> = Zip<slice::Iter<'a, K>, slice::Iter<'a, Arc<V>>>;

fn part<K, V>(chunk: &Chunk<K, V>, from: usize, to: usize) -> Part<'_, K, V> {
    chunk.keys[from..to].iter().zip(&chunk.values[from..to])
}

/// The entries of a [`Map`] whose keys are in a range, by [`Map::range`].
///
/// ```
/// # use atomata::Map;
/// let map = Map::from([(1, "one"), (2, "two"), (3, "three")]);
/// assert_eq!(map.range(2..).next_back(), Some((&3, &"three")));
/// ```
pub struct MapRange<'a, K, V> {
    front: Part<'a, K, V>,
    chunks: slice::Iter<'a, Arc<Chunk<K, V>>>,
    back: Part<'a, K, V>,
}

impl<'a, K, V> MapRange<'a, K, V> {
    #[inline]
    pub(super) fn new(chunks: &'a [Arc<Chunk<K, V>>]) -> Self {
        Self { front: [].iter().zip(&[]), chunks: chunks.iter(), back: [].iter().zip(&[]) }
    }
}

/// Panics if a range is none.
#[track_caller]
pub(super) fn check<Q: Ord + ?Sized>(range: &impl RangeBounds<Q>) {
    use Bound::{Excluded, Included};
    match (range.start_bound(), range.end_bound()) {
        (Excluded(start), Excluded(end)) => {
            assert!(start < end, "the range ends before it begins, or is empty");
        }
        (Included(start) | Excluded(start), Included(end) | Excluded(end)) => {
            assert!(start <= end, "the range ends before it begins");
        }
        _ => {}
    }
}

impl<K, V> Spine<K, V> {
    /// The entries in a range. There is a chunk.
    pub(super) fn range<Q: Ord + ?Sized>(&self, range: impl RangeBounds<Q>) -> MapRange<'_, K, V>
    where
        K: Borrow<Q>,
    {
        let chunks = self.chunks();
        let place = |key: &Q, after: bool| -> Place {
            match self.locate(key) {
                (chunk, Ok(at)) => (chunk, at + usize::from(after)),
                (chunk, Err(at)) => (chunk, at),
            }
        };
        let (first, from) = match range.start_bound() {
            Bound::Included(key) => place(key, false),
            Bound::Excluded(key) => place(key, true),
            Bound::Unbounded => (0, 0),
        };
        let (last, to) = match range.end_bound() {
            Bound::Included(key) => place(key, true),
            Bound::Excluded(key) => place(key, false),
            Bound::Unbounded => (chunks.len() - 1, chunks[chunks.len() - 1].len()),
        };
        let nothing = part(&chunks[0], 0, 0);
        if first == last {
            let front = part(&chunks[first], from, to);
            return MapRange { front, chunks: [].iter(), back: nothing };
        }
        MapRange {
            front: part(&chunks[first], from, chunks[first].len()),
            chunks: chunks[first + 1..last].iter(),
            back: part(&chunks[last], 0, to),
        }
    }
}

impl<'a, K, V> Iterator for MapRange<'a, K, V> {
    type Item = (&'a K, &'a V);

    #[inline]
    fn next(&mut self) -> Option<(&'a K, &'a V)> {
        loop {
            if let Some((key, value)) = self.front.next() {
                return Some((key, value));
            }
            match self.chunks.next() {
                Some(chunk) => self.front = part(chunk, 0, chunk.len()),
                None => return self.back.next().map(|(key, value)| (key, &**value)),
            }
        }
    }

    #[inline]
    fn fold<B, F: FnMut(B, (&'a K, &'a V)) -> B>(self, start: B, mut step: F) -> B {
        let mut all = self.front.fold(start, |all, (key, value)| step(all, (key, value)));
        for chunk in self.chunks {
            let entries = part(chunk, 0, chunk.len());
            all = entries.fold(all, |all, (key, value)| step(all, (key, value)));
        }
        self.back.fold(all, |all, (key, value)| step(all, (key, value)))
    }
}

impl<'a, K, V> DoubleEndedIterator for MapRange<'a, K, V> {
    #[inline]
    fn next_back(&mut self) -> Option<(&'a K, &'a V)> {
        loop {
            if let Some((key, value)) = self.back.next_back() {
                return Some((key, value));
            }
            match self.chunks.next_back() {
                Some(chunk) => self.back = part(chunk, 0, chunk.len()),
                None => return self.front.next_back().map(|(key, value)| (key, &**value)),
            }
        }
    }
}

impl<K, V> FusedIterator for MapRange<'_, K, V> {}

impl<K, V> Clone for MapRange<'_, K, V> {
    fn clone(&self) -> Self {
        let Self { front, chunks, back } = self;
        Self { front: front.clone(), chunks: chunks.clone(), back: back.clone() }
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for MapRange<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.clone()).finish()
    }
}

/// The entries of a [`Map`], by [`Map::iter`].
///
/// ```
/// # use atomata::Map;
/// let map = Map::from([(1, "one"), (2, "two")]);
/// assert_eq!(map.iter().rev().map(|(key, _)| *key).collect::<Vec<_>>(), [2, 1]);
/// ```
pub struct MapIter<'a, K, V> {
    range: MapRange<'a, K, V>,
    left: usize,
}

impl<'a, K, V> MapIter<'a, K, V> {
    #[inline]
    pub(super) fn new(range: MapRange<'a, K, V>, left: usize) -> Self {
        Self { range, left }
    }
}

impl<'a, K, V> Iterator for MapIter<'a, K, V> {
    type Item = (&'a K, &'a V);

    #[inline]
    fn next(&mut self) -> Option<(&'a K, &'a V)> {
        let entry = self.range.next()?;
        self.left -= 1;
        Some(entry)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }

    #[inline]
    fn fold<B, F: FnMut(B, (&'a K, &'a V)) -> B>(self, start: B, step: F) -> B {
        self.range.fold(start, step)
    }
}

impl<'a, K, V> DoubleEndedIterator for MapIter<'a, K, V> {
    #[inline]
    fn next_back(&mut self) -> Option<(&'a K, &'a V)> {
        let entry = self.range.next_back()?;
        self.left -= 1;
        Some(entry)
    }
}

impl<K, V> ExactSizeIterator for MapIter<'_, K, V> {}

impl<K, V> FusedIterator for MapIter<'_, K, V> {}

impl<K, V> Clone for MapIter<'_, K, V> {
    fn clone(&self) -> Self {
        Self { range: self.range.clone(), left: self.left }
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for MapIter<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.range.fmt(f)
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = MapIter<'a, K, V>;

    fn into_iter(self) -> MapIter<'a, K, V> {
        self.iter()
    }
}

/// Makes an iterator over one half of each entry.
macro_rules! half {
    ($(#[$doc:meta])* $Name:ident, $Half:ident, $pick:expr) => {
        $(#[$doc])*
        pub struct $Name<'a, K, V> {
            entries: MapIter<'a, K, V>,
        }

        impl<'a, K, V> $Name<'a, K, V> {
            pub(super) fn new(entries: MapIter<'a, K, V>) -> Self {
                Self { entries }
            }
        }

        impl<'a, K, V> Iterator for $Name<'a, K, V> {
            type Item = &'a $Half;

            #[inline]
            fn next(&mut self) -> Option<&'a $Half> {
                self.entries.next().map($pick)
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.entries.size_hint()
            }

            #[inline]
            fn fold<B, F: FnMut(B, &'a $Half) -> B>(self, start: B, step: F) -> B {
                self.entries.map($pick).fold(start, step)
            }
        }

        impl<'a, K, V> DoubleEndedIterator for $Name<'a, K, V> {
            #[inline]
            fn next_back(&mut self) -> Option<&'a $Half> {
                self.entries.next_back().map($pick)
            }
        }

        impl<K, V> ExactSizeIterator for $Name<'_, K, V> {}

        impl<K, V> FusedIterator for $Name<'_, K, V> {}

        impl<K, V> Clone for $Name<'_, K, V> {
            fn clone(&self) -> Self {
                Self { entries: self.entries.clone() }
            }
        }

        impl<K, V> fmt::Debug for $Name<'_, K, V>
        where
            $Half: fmt::Debug,
        {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.clone()).finish()
            }
        }
    };
}

half! {
    /// The keys of a [`Map`], by [`Map::keys`].
    MapKeys, K, |(key, _)| key
}

half! {
    /// The values of a [`Map`], by [`Map::values`].
    MapValues, V, |(_, value)| value
}
