//! What a declaration asks of the type of its value: traits of our own, so that a missing one reads as
//! one sentence at the user's type.

use std::hash::Hash;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::tools::same;

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
pub trait SerdeValue: Serialize + DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> SerdeValue for T {}

/// A dependency that is taken by value: of the parameter's type, and `Copy`.
///
/// One trait for both demands, so that missing either is one error, which names the types as the user
/// wrote them.
#[diagnostic::on_unimplemented(
    message = "a dependency of type `{Self}` cannot be taken by value as `{P}`",
    label = "the dependency is `{Self}`",
    note = "take it by reference: `&{Self}`; by value only as `{Self}` itself, where that is `Copy`",
    note = "a `String` is best taken as `&str`, a `Vec<T>` as `&[T]`"
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

/// A list of which the items may have identity by one of their fields.
#[diagnostic::on_unimplemented(
    message = "`by` is not allowed on a `{Self}`; it tells the items of a `Vec` apart",
    label = "this is no `Vec`",
    note = "remove `by`: a `List` and a `Map` note their edits themselves, other types are told as a whole"
)]
pub trait KeyedList {
    /// What it is a list of.
    type Item;
}

impl<T> KeyedList for Vec<T> {
    type Item = T;
}

/// An item with identity: it can be written, read back and compared.
#[diagnostic::on_unimplemented(
    message = "the items of a list with `by` must be `Serialize`, `Deserialize`, `Clone` and `PartialEq`, and `{Self}` is not",
    label = "the items lack one of these",
    note = "add `#[derive(Clone, PartialEq, Serialize, Deserialize)]` to `{Self}`"
)]
pub trait KeyedItem: Serialize + DeserializeOwned + Clone + PartialEq + Share {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Clone + PartialEq + Share> KeyedItem for T {}

/// A field by which items are told apart: `Hash + Eq`.
#[diagnostic::on_unimplemented(
    message = "`by` names a field of type `{Self}`, by which items cannot be told apart",
    label = "a key is `Hash + Eq`",
    note = "name a field that is, an id or a name; floats are not"
)]
pub trait ItemKey: Hash + Eq + 'static {}

#[diagnostic::do_not_recommend]
impl<K: Hash + Eq + 'static> ItemKey for K {}
