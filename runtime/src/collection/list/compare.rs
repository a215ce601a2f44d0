//! Lists compared with each other, hashed and shown.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::{Chunk, List};

/// Equal if the items are, in order. Items that both share are not compared, and so equal themselves.
impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || (self.len() == other.len() && same(self.chunks(), other.chunks()))
    }
}

impl<T: Eq> Eq for List<T> {}

/// Whether two lists of one length are equal.
fn same<T: PartialEq>(own: &[Arc<Chunk<T>>], others: &[Arc<Chunk<T>>]) -> bool {
    let (mut own, mut others) = (own.iter(), others.iter());
    let (mut left, mut right): (&[Arc<T>], &[Arc<T>]) = (&[], &[]);
    loop {
        if left.is_empty() && right.is_empty() {
            match (own.next(), others.next()) {
                (Some(one), Some(other)) if Arc::ptr_eq(one, other) => continue,
                (Some(one), Some(other)) => (left, right) = (one, other),
                (one, other) => return one.is_none() && other.is_none(),
            }
        } else if left.is_empty() {
            left = own.next().map_or(&[], |chunk| chunk);
        } else if right.is_empty() {
            right = others.next().map_or(&[], |chunk| chunk);
        }
        let count = left.len().min(right.len());
        let pairs = left[..count].iter().zip(&right[..count]);
        if !pairs.into_iter().all(|(one, other)| Arc::ptr_eq(one, other) || one == other) {
            return false;
        }
        (left, right) = (&left[count..], &right[count..]);
    }
}

impl<T: PartialOrd> PartialOrd for List<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.iter().partial_cmp(other)
    }
}

impl<T: Ord> Ord for List<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.iter().cmp(other)
    }
}

impl<T: Hash> Hash for List<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_usize(self.len());
        self.iter().for_each(|item| item.hash(state));
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}
