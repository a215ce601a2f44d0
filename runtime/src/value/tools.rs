//! The functions by which the store handles the values of one place, and how they are found.

use std::any::Any;
use std::fmt;

use super::bounds::{EqValue, ItemKey, KeyedItem, KeyedList, SerdeValue, Share};
use super::bytes::Heap;
use super::part::{AnyPart, copied};
use super::show::Show;
use crate::codec::{Codec, Coding, Identified};
use crate::fields::{AnyFields, Scribe};

/// `==`, except that NaN equals itself where the type is `f32` or `f64`.
#[inline]
#[expect(clippy::float_cmp, reason = "whether it is the same float is the question")]
pub(super) fn same<T: PartialEq + 'static>(a: &T, b: &T) -> bool {
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
pub struct Tools<T: 'static> {
    /// `None`: every write and recompute counts as a change.
    pub(crate) eq: Option<fn(&T, &T) -> bool>,
    pub(crate) clone: Option<fn(&T) -> T>,
    /// Present where the type is `Copy`.
    pub(crate) copy: Option<fn(&T) -> T>,
    /// Present where the type tracks its fields.
    pub(crate) diff: Option<fn(&T, &T, Scribe<'_>)>,
    pub(crate) place: Option<fn(&mut T, u16) -> &mut dyn Any>,
    /// How much memory a value holds outside of itself, and another version of it does not, where that is
    /// known without a walk.
    pub(crate) heap: Heap<T>,
    /// How to make a part of a copy, where threads may share the type.
    pub(crate) part: Option<MakePart<T>>,
    /// How many marks a value of the type needs.
    pub(crate) width: u16,
    /// Present where the type tracks its fields.
    pub(crate) fields: Option<&'static dyn AnyFields>,
    /// How values are written and read back, where they can be.
    pub(crate) codec: Coding,
    /// How DevTools show values that have no codec: as JSON, or as text.
    #[cfg(all(debug_assertions, feature = "devtools"))]
    shown: (Show<T>, Show<T>),
}

type MakePart<T> = fn(&T, &'static Tools<T>) -> Option<Box<dyn AnyPart>>;

impl<T: 'static> Tools<T> {
    /// Tools that can do nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            eq: None,
            clone: None,
            copy: None,
            diff: None,
            place: None,
            heap: None,
            part: None,
            width: 0,
            fields: None,
            codec: None,
            #[cfg(all(debug_assertions, feature = "devtools"))]
            shown: (None, None),
        }
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
        Self { part: Some(copied::<T>), ..self }
    }

    /// The type can be saved and sent.
    #[must_use]
    pub const fn saving(self) -> Self
    where
        T: SerdeValue,
    {
        self
    }

    /// What the probes found: how to write and read the type back, by its edits if it is a collection that
    /// records them.
    #[must_use]
    pub const fn coding(mut self, edited: Coding, plain: Coding) -> Self {
        self.codec = match edited {
            Some(codec) => Some(codec),
            None => plain,
        };
        self
    }

    /// What the probes found: how to show a value that is not sent.
    #[must_use]
    pub const fn showing(self, json: Show<T>, text: Show<T>) -> Self {
        #[cfg(all(debug_assertions, feature = "devtools"))]
        return Self { shown: (json, text), ..self };
        #[cfg(not(all(debug_assertions, feature = "devtools")))]
        {
            let _ = (json, text);
            self
        }
    }

    /// What the probe found: how to copy the type, if it is `Copy`.
    #[must_use]
    pub const fn copying(mut self, copy: Option<fn(&T) -> T>) -> Self {
        self.copy = copy;
        self
    }

    /// What the probe found: how much memory a value holds outside of itself, if that is known.
    #[must_use]
    pub const fn holding(mut self, heap: Heap<T>) -> Self {
        self.heap = heap;
        self
    }

    /// The type tracks its fields, and is compared field by field.
    #[must_use]
    pub const fn tracking(
        mut self,
        diff: fn(&T, &T, Scribe<'_>),
        place: fn(&mut T, u16) -> &mut dyn Any,
        width: u16,
        fields: &'static dyn AnyFields,
    ) -> Self {
        self.fields = Some(fields);
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

impl<T> Tools<T> {
    /// The items have identity, by one of their fields: what differs between two lists is told by it.
    #[must_use]
    #[cfg_attr(not(feature = "serial"), allow(unused_mut, reason = "there is no codec"))]
    pub const fn keyed<K: ItemKey>(mut self, keyed: &'static Identified<T::Item, K>) -> Self
    where
        T: KeyedList<Item: KeyedItem>,
    {
        #[cfg(feature = "serial")]
        {
            self.codec = Some(keyed);
        }
        #[cfg(not(feature = "serial"))]
        let _ = keyed;
        self
    }
}

impl<T: 'static> Default for Tools<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: 'static> Clone for Tools<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> Copy for Tools<T> {}

impl<T: 'static> fmt::Debug for Tools<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tools").field("width", &self.width).finish_non_exhaustive()
    }
}

/// The tools of a type that is not known.
pub trait AnyTools: Any + Send + Sync {
    /// Whether two values are equal; false where one of them is of another type.
    #[doc(hidden)]
    fn same(&self, a: &dyn Any, b: &dyn Any) -> bool;
    #[doc(hidden)]
    fn codec(&self) -> Option<&'static dyn Codec>;
    #[doc(hidden)]
    fn fields(&self) -> Option<&'static dyn AnyFields>;
    /// Whether a value may own something besides itself.
    #[doc(hidden)]
    fn owns(&self) -> bool;
    /// Writes a value that has no codec as JSON, its text as a string; false if it cannot be shown.
    #[cfg(all(debug_assertions, feature = "devtools"))]
    #[doc(hidden)]
    fn show(&self, value: &dyn Any, out: &mut Vec<u8>) -> bool;
    /// Whether it is shown as JSON.
    #[cfg(all(debug_assertions, feature = "devtools"))]
    #[doc(hidden)]
    fn is_json(&self) -> bool;
    #[cfg(all(debug_assertions, feature = "devtools"))]
    #[doc(hidden)]
    fn type_name(&self) -> &'static str;
}

impl<T: 'static> AnyTools for Tools<T> {
    fn same(&self, a: &dyn Any, b: &dyn Any) -> bool {
        match (a.downcast_ref(), b.downcast_ref()) {
            (Some(a), Some(b)) => self.equal(a, b),
            _ => false,
        }
    }

    fn codec(&self) -> Option<&'static dyn Codec> {
        self.codec
    }

    fn fields(&self) -> Option<&'static dyn AnyFields> {
        self.fields
    }

    fn owns(&self) -> bool {
        std::mem::needs_drop::<T>()
    }

    #[cfg(all(debug_assertions, feature = "devtools"))]
    fn show(&self, value: &dyn Any, out: &mut Vec<u8>) -> bool {
        let Some(value) = value.downcast_ref::<T>() else { return false };
        let (json, text) = self.shown;
        if json.is_some_and(|json| json(value, out)) {
            return true;
        }
        let mut plain = Vec::new();
        let printed = text.is_some_and(|text| text(value, &mut plain));
        if printed {
            crate::serial::pointer::push_string(out, &String::from_utf8_lossy(&plain));
        }
        printed
    }

    #[cfg(all(debug_assertions, feature = "devtools"))]
    fn is_json(&self) -> bool {
        self.codec.is_some() || self.shown.0.is_some()
    }

    #[cfg(all(debug_assertions, feature = "devtools"))]
    fn type_name(&self) -> &'static str {
        std::any::type_name::<T>()
    }
}

impl fmt::Debug for dyn AnyTools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tools")
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
impl<T: Clone + 'static> CloneTools<T> for Tools<T> {
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
