//! What two versions of a collection share, found by comparing pointers.

use std::sync::Arc;

/// What the counts of an `Arc` take.
pub(super) const COUNTS: usize = 2 * size_of::<usize>();

/// Those of some pointers that another version does not have at the same place, counted from the front or
/// from the back, each with the one that stands there instead, if any. Two versions between which more
/// than one run came or went may be said to share less than they do.
pub(super) fn unshared<'a, T>(
    own: &'a [Arc<T>],
    other: &'a [Arc<T>],
) -> impl Iterator<Item = (&'a Arc<T>, Option<&'a Arc<T>>)> {
    let same = |(one, other): &(&Arc<T>, &Arc<T>)| Arc::ptr_eq(one, other);
    let front = own.iter().zip(other).take_while(same).count();
    let (own, other) = (&own[front..], &other[front..]);
    let back = own.iter().rev().zip(other.iter().rev()).take_while(same).count();
    let (own, other) = (&own[..own.len() - back], &other[..other.len() - back]);
    let others = other.iter().map(Some).chain(std::iter::repeat(None));
    own.iter().zip(others).filter(move |pair| match pair {
        (one, Some(other)) => !same(&(one, other)),
        (_, None) => true,
    })
}
