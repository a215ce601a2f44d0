//! Handles: how a program names a node or a field of it.
//!
//! Every handle, whatever its type, comes down to one pair of static pointers ([`At`]): the node and
//! the operations of the value at that place. The engine behind is generic over the value alone.

use std::borrow::Cow;

use crate::fields::Track;
use crate::id::Id;
use crate::tier::{Dynamic, HeldBy, Homed};
use crate::value::Share;

mod at;
mod erased;
mod family;
mod given;
mod key;
mod path;

pub use at::{At, NodeRef, Ops};
pub(crate) use at::{NodeOwned, Pin, Pinned, Which};
pub use erased::{Handle, ReadHandle};
pub use family::{
    AtomFamily, Family, FamilyNode, Keyed, Member, MemberHandle, OneMember, Whole, WholeOfAtoms,
};
pub use given::{Given, Gives, GivesMembers, KeysOf, OneValue};
pub use key::{AnyKey, IsKey, Key, KeyAs, KeyType};
pub use path::{Branch, Field, Node, Path, Placed, Root, Single, dep_of, erase, erase_read};

/// What can be read from a store: an atom, a field of one, a computed, or an erased handle.
///
/// ```
/// use atomata::{Read, Store, atom};
///
/// #[atom]
/// static TAX: f64 = 0.2;
///
/// fn show<H: Read<Value = f64>>(store: &Store, handle: H) -> String {
///     format!("{}: {}", handle.name(), store.get(handle))
/// }
/// assert_eq!(show(&Store::new(), TAX), "TAX: 0.2");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something a store holds",
    label = "not an atom, a field or a computed",
    note = "declare it with `#[atom]` or `#[computed(deps = […])]`; the handle of `fn total` is `TOTAL`",
    note = "of a family, name a member, by a key behind the name of the family: `Family(key)`",
    note = "a tuple has up to eight handles"
)]
pub trait Read: Place<Value: Share> {
    /// The name as declared; a field is `Cart.items`.
    fn name(&self) -> Cow<'static, str> {
        self.place().name()
    }

    /// The stable id, the same in every build.
    fn id(&self) -> Id {
        self.place().id()
    }

    /// The batching group.
    fn group(&self) -> &'static str {
        self.place().group()
    }

    /// One type for every readable handle of this value type.
    fn read_only(&self) -> ReadHandle<Self::Value> {
        ReadHandle::of(self.place())
    }
}

// One impl for all, so that an error does not list every node of the program as an example; and the
// only place that holds a value to be `Share`, which its declaration has told already.
#[diagnostic::do_not_recommend]
impl<H: Place<Value: Share>> Read for H {}

/// What can be written: an atom, a field of one, or an erased handle to either.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written",
    label = "not an atom, a field of one, or a member of a family",
    note = "a computed follows from its dependencies; write one of those instead",
    note = "a family has many members; write one of them, by a key behind its name: `Family(key)`"
)]
pub trait Write: Read + WritePlace {
    /// One type for every writable handle of this value type.
    fn erase(&self) -> Handle<Self::Value> {
        Handle::of(self.place())
    }
}

#[diagnostic::do_not_recommend]
impl<H: WritePlace + Read> Write for H {}

/// What a handle names: the place of one value in every store.
///
/// The macros implement it, with no demand on the value: what a declaration demands is told once,
/// where the user wrote the type. A helper asks for [`Read`] or [`Write`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something a store holds",
    label = "not an atom, a field or a computed",
    note = "declare it with `#[atom]` or `#[computed(deps = […])]`; the handle of `fn total` is `TOTAL`",
    note = "of a family, name a member, by a key behind the name of the family: `Family(key)`",
    note = "a tuple has up to eight handles"
)]
pub trait Place: HeldBy<Dynamic> + Clone + Send + Sync {
    /// The key type of the node, by which a graph says whether it holds it.
    #[doc(hidden)]
    type Of: Homed;

    /// The type of the value.
    type Value: 'static;

    // Here and not in `Write`, so that a closure has a type where `Write` is what is missing.
    /// What `update` hands out, where the handle can be written.
    type Guard<'a>;

    #[doc(hidden)]
    fn place(&self) -> At<'_, Self::Value>;
}

/// A place that can be written.
#[doc(hidden)]
pub trait WritePlace: Place {
    fn lend<'a>(
        value: &'a mut Self::Value,
        ops: &'static Ops<Self::Value>,
        track: Track<'a>,
    ) -> Self::Guard<'a>;
}

/// What may stand in `deps = […]`: the handle of one place, known at compile time. `Node` is the
/// handle itself; as a projection it is an error type where there is no handle, and the compiler is
/// silent about what follows.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an atom or a computed",
    label = "not an atom, a field of one, or a computed",
    note = "dependencies are handles: `TAX`, `Cart.items`, or `TOTAL` for a computed `fn total`; \
            plain state becomes one with `#[atom]`",
    note = "of a family: `Family(key).field` of one member, `each(Family.field)` of all"
)]
pub trait Edge: Place {
    type Node;
    type Given;
    #[doc(hidden)]
    const OPS: &'static Ops<Self::Value>;
}

/// A handle that is a constant: of all but the members of families.
#[doc(hidden)]
pub trait Constant {
    const NEW: Self;
}

/// A handle by reference is the handle.
#[diagnostic::do_not_recommend]
impl<H: Place> Place for &H {
    type Of = H::Of;
    type Value = H::Value;
    type Guard<'a> = H::Guard<'a>;

    #[inline]
    fn place(&self) -> At<'_, H::Value> {
        H::place(self)
    }
}

impl<H: WritePlace> WritePlace for &H {
    #[inline]
    fn lend<'a>(
        value: &'a mut H::Value,
        ops: &'static Ops<H::Value>,
        track: Track<'a>,
    ) -> H::Guard<'a> {
        H::lend(value, ops, track)
    }
}
