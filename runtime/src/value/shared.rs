//! A value of the store that outlives the lock.

use std::any::Any;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// An owned value of the store, cheap to clone and to keep: reading without a closure.
///
/// *Identity*: the value at the moment it was shared; later writes do not change it. *Life*: as long
/// as the holder keeps it. While a value that is not `Copy` is held, the next write to its atom
/// copies it once.
pub struct Shared<V> {
    kind: SharedKind<V>,
}

enum SharedKind<V> {
    Own(V),
    Whole(Arc<V>),
    Part(Arc<dyn Any + Send + Sync>, fn(&(dyn Any + Send + Sync)) -> &V),
}

impl<V> Shared<V> {
    pub(crate) fn own(value: V) -> Self {
        Self { kind: SharedKind::Own(value) }
    }

    pub(crate) fn whole(value: Arc<V>) -> Self {
        Self { kind: SharedKind::Whole(value) }
    }

    pub(crate) fn part(
        root: Arc<dyn Any + Send + Sync>,
        part: fn(&(dyn Any + Send + Sync)) -> &V,
    ) -> Self {
        Self { kind: SharedKind::Part(root, part) }
    }
}

impl<V> Deref for Shared<V> {
    type Target = V;

    fn deref(&self) -> &V {
        match &self.kind {
            SharedKind::Own(value) => value,
            SharedKind::Whole(value) => value,
            SharedKind::Part(root, part) => part(&**root),
        }
    }
}

impl<V> AsRef<V> for Shared<V> {
    fn as_ref(&self) -> &V {
        self
    }
}

#[allow(clippy::into_iter_without_iter, reason = "`iter` is the value's own, by deref")]
impl<'a, V> IntoIterator for &'a Shared<V>
where
    &'a V: IntoIterator,
{
    type Item = <&'a V as IntoIterator>::Item;
    type IntoIter = <&'a V as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        (**self).into_iter()
    }
}

impl<V: Clone> Clone for Shared<V> {
    fn clone(&self) -> Self {
        let kind = match &self.kind {
            SharedKind::Own(value) => SharedKind::Own(value.clone()),
            SharedKind::Whole(value) => SharedKind::Whole(Arc::clone(value)),
            SharedKind::Part(root, part) => SharedKind::Part(Arc::clone(root), *part),
        };
        Self { kind }
    }
}

impl<V: fmt::Debug> fmt::Debug for Shared<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        V::fmt(self, f)
    }
}

impl<V: fmt::Display> fmt::Display for Shared<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        V::fmt(self, f)
    }
}

impl<V: PartialEq> PartialEq for Shared<V> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<V: PartialEq> PartialEq<V> for Shared<V> {
    fn eq(&self, other: &V) -> bool {
        **self == *other
    }
}
