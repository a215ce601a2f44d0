//! What the store asks of the values it keeps, and the functions by which it handles them.
//!
//! The bounds are traits of our own so that a missing one reads as one sentence at the user's type.

use std::any::Any;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::fields::Scribe;

/// A value that threads may share: `Send + Sync + 'static`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shared between threads",
    label = "a store is `Send + Sync`, so the values in it must be `Send + Sync + 'static`",
    note = "use `Arc` instead of `Rc`, and a lock or an atomic instead of `Cell` and `RefCell`"
)]
pub trait Share: Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> Share for T {}

/// A value that can be copied out of the store: `Clone`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be kept in an atom, because it is not `Clone`",
    label = "not `Clone`",
    note = "add `#[derive(Clone)]` to `{Self}`"
)]
pub trait CloneValue {
    #[doc(hidden)]
    #[must_use]
    fn clone_value(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> CloneValue for T {
    fn clone_value(&self) -> Self {
        self.clone()
    }
}

/// A value that `get` copies out of the store: `Clone`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be copied out of the store, because it is not `Clone`",
    label = "its value is not `Clone`",
    note = "use `with` or `share`, which do not copy, or add `#[derive(Clone)]` to `{Self}`"
)]
pub trait CopyOut {
    #[doc(hidden)]
    #[must_use]
    fn copy_out(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> CopyOut for T {
    #[inline]
    fn copy_out(&self) -> Self {
        self.clone()
    }
}

/// A value whose changes can be told: `PartialEq`.
#[diagnostic::on_unimplemented(
    message = "a change of `{Self}` cannot be told, because it is not `PartialEq`",
    label = "not `PartialEq`",
    note = "add `#[derive(PartialEq)]` to `{Self}`, or name a comparison: `eq = path`"
)]
pub trait EqValue {
    #[doc(hidden)]
    fn same(&self, other: &Self) -> bool;
}

#[diagnostic::do_not_recommend]
impl<T: PartialEq + 'static> EqValue for T {
    #[inline]
    fn same(&self, other: &Self) -> bool {
        same(self, other)
    }
}

/// A value that can be saved and sent: serde's `Serialize` and `Deserialize`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be saved or sent, because it is not `Serialize` and `Deserialize`",
    label = "not `Serialize + Deserialize`",
    note = "add `#[derive(serde::Serialize, serde::Deserialize)]` to `{Self}`, \
            or keep the atom out of what is saved and sent: `#[atom(transient)]`"
)]
pub trait SerdeValue {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> SerdeValue for T {}

/// A dependency that is taken by value: of the parameter's type, and `Copy`.
///
/// One trait for both demands, so that missing either is one error, which names the types as the user
/// wrote them.
#[diagnostic::on_unimplemented(
    message = "a dependency of type `{Self}` cannot be taken by value as `{P}`",
    label = "the dependency is `{Self}`",
    note = "take it as `{Self}` where that is `Copy`, else by reference: `&{Self}`"
)]
pub trait TakenAs<P> {
    #[doc(hidden)]
    fn taken(&self) -> P;
}

#[diagnostic::do_not_recommend]
impl<T: Copy> TakenAs<T> for T {
    #[inline]
    fn taken(&self) -> T {
        *self
    }
}

/// A dependency that is taken as `Option<&T>`: an `Option`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is taken as `Option<&T>`, but it is not an `Option`",
    label = "not an `Option`",
    note = "take the dependency by reference: `&{Self}`"
)]
pub trait OptionalValue {
    #[doc(hidden)]
    type Inner;
    #[doc(hidden)]
    fn optional(&self) -> Option<&Self::Inner>;
}

#[diagnostic::do_not_recommend]
impl<T> OptionalValue for Option<T> {
    type Inner = T;

    #[inline]
    fn optional(&self) -> Option<&T> {
        self.as_ref()
    }
}

/// A struct or enum atom without `default = …`: `Default`.
#[diagnostic::on_unimplemented(
    message = "the atom `{Self}` has no initial value, because it is not `Default`",
    label = "not `Default`",
    note = "add `#[derive(Default)]` to `{Self}`, or give the value: `#[atom(default = …)]`"
)]
pub trait DefaultValue {
    #[doc(hidden)]
    fn default_value() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default> DefaultValue for T {
    fn default_value() -> Self {
        T::default()
    }
}

/// `==`, except that NaN equals itself where the type is `f32` or `f64`.
#[inline]
#[expect(clippy::float_cmp, reason = "whether it is the same float is the question")]
fn same<T: PartialEq + 'static>(a: &T, b: &T) -> bool {
    let (any_a, any_b): (&dyn Any, &dyn Any) = (a, b);
    if let (Some(a), Some(b)) = (any_a.downcast_ref::<f64>(), any_b.downcast_ref::<f64>()) {
        return a == b || (a.is_nan() && b.is_nan());
    }
    if let (Some(a), Some(b)) = (any_a.downcast_ref::<f32>(), any_b.downcast_ref::<f32>()) {
        return a == b || (a.is_nan() && b.is_nan());
    }
    a == b
}

/// How the values of one type in one place are compared, copied and cloned.
///
/// Plain function pointers: the engine is generic over the type of a value at most, never over the
/// node that holds it.
pub struct Tools<T> {
    /// `None`: every write and recompute counts as a change.
    pub(crate) eq: Option<fn(&T, &T) -> bool>,
    pub(crate) clone: Option<fn(&T) -> T>,
    /// Present where the type is `Copy`.
    pub(crate) copy: Option<fn(&T) -> T>,
    /// Present where the type tracks its fields.
    pub(crate) diff: Option<fn(&T, &T, Scribe<'_>)>,
    pub(crate) place: Option<fn(&mut T, u16) -> &mut dyn Any>,
    /// How many marks a value of the type needs.
    pub(crate) width: u16,
}

impl<T> Tools<T> {
    /// Tools that can do nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { eq: None, clone: None, copy: None, diff: None, place: None, width: 0 }
    }

    /// The type is compared with `==` (NaN equals itself in a float).
    #[must_use]
    pub const fn comparing(mut self) -> Self
    where
        T: EqValue,
    {
        self.eq = Some(T::same);
        self
    }

    /// The type is compared with a function of the user's (`eq = path`).
    #[must_use]
    pub const fn comparing_by(mut self, eq: fn(&T, &T) -> bool) -> Self {
        self.eq = Some(eq);
        self
    }

    /// The type is cloned, if the probe found that it can be: the user's derive asks for the rest.
    #[must_use]
    pub const fn cloning_by(mut self, clone: Option<fn(&T) -> T>) -> Self {
        self.clone = clone;
        self
    }

    /// The type is compared, if the probe found that it can be: the user's derive asks for the rest.
    #[must_use]
    pub const fn comparing_if(mut self, eq: Option<fn(&T, &T) -> bool>) -> Self {
        self.eq = eq;
        self
    }

    /// Threads may share the type.
    #[must_use]
    pub const fn sharing(self) -> Self
    where
        T: Share,
    {
        self
    }

    /// The type can be saved and sent.
    #[must_use]
    pub const fn saving(self) -> Self
    where
        T: SerdeValue,
    {
        self
    }

    /// What the probe found: how to copy the type, if it is `Copy`.
    #[must_use]
    pub const fn copying(mut self, copy: Option<fn(&T) -> T>) -> Self {
        self.copy = copy;
        self
    }

    /// The type tracks its fields, and is compared field by field.
    #[must_use]
    pub const fn tracking(
        mut self,
        diff: fn(&T, &T, Scribe<'_>),
        place: fn(&mut T, u16) -> &mut dyn Any,
        width: u16,
    ) -> Self {
        self.diff = Some(diff);
        self.place = Some(place);
        self.width = width;
        self
    }

    #[inline]
    pub(crate) fn equal(&self, a: &T, b: &T) -> bool {
        match self.eq {
            Some(eq) => eq(a, b),
            None => false,
        }
    }
}

impl<T> Default for Tools<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Clone for Tools<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Tools<T> {}

impl<T> fmt::Debug for Tools<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tools").field("width", &self.width).finish_non_exhaustive()
    }
}

/// What a probe finds: how to copy or clone a value.
type Copying<T> = Option<fn(&T) -> T>;

/// What a probe finds: how to compare two values.
type Eq<T> = Option<fn(&T, &T) -> bool>;

/// How an atom clones its value: with `Clone`.
///
/// A trait of the tools and not of the value, whose reference would be `Clone` in any case: the
/// compiler would suggest to borrow the type.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be kept in an atom, because it is not `Clone`",
    label = "not `Clone`",
    note = "add `#[derive(Clone)]` to `{T}`"
)]
pub trait CloneTools<T> {
    #[doc(hidden)]
    const CLONE: Copying<T>;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> CloneTools<T> for Tools<T> {
    const CLONE: Copying<T> = Some(T::clone);
}

/// Finds out about a concrete type without specialization: an inherent const whose bound holds wins
/// over the trait's.
///
/// ```
/// use atomata::__private::{NotCopy as _, Probe};
/// assert!(Probe::<u8>::COPY.is_some());
/// assert!(Probe::<String>::COPY.is_none());
/// ```
pub struct Probe<T>(std::marker::PhantomData<T>);

impl<T: Copy> Probe<T> {
    /// How to copy the type.
    pub const COPY: Copying<T> = Some(|value| *value);
}

/// The answer of [`Probe`] for a type that is not `Copy`.
pub trait NotCopy {
    #[doc(hidden)]
    type Value;
    /// Nothing: the type is not `Copy`.
    const COPY: Copying<Self::Value> = None;
}

impl<T> NotCopy for Probe<T> {
    type Value = T;
}

impl<T: Clone> Probe<T> {
    /// How to clone the type.
    pub const CLONE: Copying<T> = Some(T::clone);
}

/// The answer of [`Probe`] for a type that is not `Clone`.
pub trait NotClone {
    #[doc(hidden)]
    type Value;
    /// Nothing: the type is not `Clone`.
    const CLONE: Copying<Self::Value> = None;
}

impl<T> NotClone for Probe<T> {
    type Value = T;
}

impl<T: PartialEq + 'static> Probe<T> {
    /// How to compare two values of the type.
    pub const EQ: Eq<T> = Some(same::<T>);
}

/// The answer of [`Probe`] for a type that is not `PartialEq`.
pub trait NotEq {
    #[doc(hidden)]
    type Value;
    /// Nothing: the type is not `PartialEq`.
    const EQ: Eq<Self::Value> = None;
}

impl<T> NotEq for Probe<T> {
    type Value = T;
}

impl<T> fmt::Debug for Probe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Probe")
    }
}

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
