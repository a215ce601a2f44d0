//! What generated code may name: exactly this module. Not subject to semver.

pub use crate::family::{
    Each, EachOf, FamilyMeta, FastHasher, KeyHasher, Keys, Lifespan, Members, NotWritten,
};
pub use crate::fields::{Entry, Fields, Guarded, HasField, Nested, Scribe, Track, locate};
pub use crate::handle::{
    AnyKey, At, AtomFamily, Branch, Constant, Edge, Family, FamilyNode, Field, Handle, IsKey, Key,
    KeyAs, KeyType, Keyed, Member, MemberHandle, Node, NodeRef, OneMember, Ops, Path, Place,
    Placed, Read, ReadHandle, Root, Single, Whole, WholeOfAtoms, Write, WritePlace, dep_of, erase,
    erase_read,
};
pub use crate::id::Id;
pub use crate::meta::{Dep, ListEdges, Meta, Origin, check_cycles};
pub use crate::slot::{AnySlot, Body, Edges, Inputs, NotShare};
use crate::store::{Store, Tier};
pub use crate::value::{
    CloneTools, DefaultValue, NotClone, NotCopy, NotEq, OptionalValue, Probe, Share, TakenAs, Tools,
};
pub use crate::{
    __atom_handle as atom_handle, __branch_handle as branch_handle,
    __computed_handle as computed_handle,
};

/// Holds the dependency to be a handle. The type of the result is an error where it is none, so that
/// nothing that follows is one, too: which a bound that says it to be `H` would undo.
pub const fn dep<H: Edge>(_: &H) -> <H as Edge>::Node
where
    <H as Edge>::Node: Constant,
{
    Constant::NEW
}

/// As [`dep`], for the handle of a member, which is made for each key.
pub fn member<H: Edge<Node = H>>(handle: H) -> <H as Edge>::Node {
    handle
}

/// The value of the dependency at this place of `deps`.
#[inline]
pub fn read<'a, H: Edge>(inputs: &Inputs<'a>, index: usize, _: &H) -> &'a H::Value {
    (H::OPS.read)(inputs.dep(index))
}

/// The value of the dependency at this place of `deps`, its handle being a function of the key, which
/// says its type and is not called.
#[inline]
pub fn read_of<'a, K, H: Edge>(
    inputs: &Inputs<'a>,
    index: usize,
    _: impl FnOnce(K) -> H,
) -> &'a H::Value {
    (H::OPS.read)(inputs.dep(index))
}

/// As [`read_of`], where the dependency is absent for some keys.
#[inline]
pub fn read_maybe<'a, K, H: Edge>(
    inputs: &Inputs<'a>,
    index: usize,
    _: impl FnOnce(K) -> Option<H>,
) -> Option<&'a H::Value> {
    inputs.dep_or_nothing(index).map(H::OPS.read)
}

/// A place of every member of a family, read from the dependency at this place of `deps`.
#[inline]
pub fn read_each<'a, M: Members>(
    inputs: &Inputs<'a>,
    index: usize,
    _: &EachOf<M>,
) -> Each<'a, M::Key, M::Value> {
    EachOf::<M>::read(inputs, index)
}

/// A place of every member of a family, as a dependency.
pub const fn each<M: Members>(_: &M) -> EachOf<M::Sound<M>> {
    EachOf::NEW
}

/// Stands where a function of the key is called instead.
///
/// # Panics
/// Always: to be called is a bug of the macros.
pub fn unreachable<T>() -> T {
    unreachable!("the initial value of a member follows from its key")
}

/// The key of the node whose dependencies are listed.
pub fn key_of<K: Key>(key: &dyn AnyKey) -> &K {
    crate::slot::key_of(key)
}

/// The key, taken by value; the type of the parameter is given for the same reason as in [`by_value`].
#[inline]
pub fn key_by_value<K: KeyAs<P>, P>(key: &K) -> P {
    key.taken()
}

/// The value of a dependency that is taken by value, the type of the parameter being given: inferred,
/// it would be that of the dependency, and a mismatch an error of its own.
#[inline]
pub fn by_value<T: TakenAs<P>, P>(value: &T) -> P {
    value.taken()
}

/// As [`by_value`], of a member that may be absent.
#[inline]
pub fn maybe_by_value<T: TakenAs<P>, P>(value: Option<&T>) -> Option<P> {
    value.map(TakenAs::taken)
}

/// The value of a dependency that is an `Option` and taken as `Option<&T>`.
#[inline]
pub fn optional<T: OptionalValue>(value: &T) -> Option<&T::Inner> {
    value.optional()
}

/// What the handle of a node comes down to that is its own key type.
#[inline]
pub fn at<N: Node>() -> At<'static, N::Value> {
    At::new(NodeRef::only(N::meta()), <Root<N> as Path>::OPS)
}

/// The type of the handle of an item that is broken beyond knowing its type. Its argument is the
/// error itself, and the compiler is silent about what touches an error.
#[derive(Debug)]
pub struct Broken<const ERROR: usize>;

/// Holds what the engine promises itself, in builds with debug assertions; costs the whole store.
///
/// Tests call it after every operation. The store itself never does: a turn would cost its nodes.
pub fn check_invariants<G: Tier>(store: &Store<G>) {
    store.check_invariants();
}

/// What every handle tells of itself, without an import of `Read`. Inline, so that a crate with
/// thousands of nodes compiles only those it calls.
#[doc(hidden)]
#[macro_export]
macro_rules! __handle_facts {
    () => {
        /// The name as declared; a field is `Cart.items`.
        #[inline]
        pub fn name(&self) -> ::std::borrow::Cow<'static, ::core::primitive::str> {
            $crate::__private::Place::place(self).name()
        }

        /// The stable id, the same in every build.
        #[inline]
        pub fn id(&self) -> $crate::Id {
            $crate::__private::Place::place(self).id()
        }

        /// The batching group.
        #[inline]
        pub fn group(&self) -> &'static ::core::primitive::str {
            $crate::__private::Place::place(self).group()
        }
    };
}

/// The methods and traits of the key type of a `static` atom, which is its own handle.
#[doc(hidden)]
#[macro_export]
macro_rules! __atom_handle {
    ($Key:ident, $meta:ident) => {
        $crate::__computed_handle!(@read $Key, $meta);

        impl $crate::__private::WritePlace for $Key {
            #[inline]
            fn lend<'a>(
                value: &'a mut Self::Value,
                ops: &'static $crate::__private::Ops<Self::Value>,
                track: $crate::__private::Track<'a>,
            ) -> Self::Guard<'a> {
                $crate::__private::Root::<$Key>::lend(value, ops, track)
            }
        }

        impl $Key {
            /// One type for every writable handle of this value type.
            #[inline]
            pub fn erase(self) -> $crate::Handle<<$Key as $crate::__private::Node>::Value> {
                $crate::__private::erase(&$crate::__private::Root::<$Key>::NEW)
            }
        }
    };
}

/// The methods and traits of the key type of a computed.
#[doc(hidden)]
#[macro_export]
macro_rules! __computed_handle {
    ($Key:ident, $meta:ident) => {
        $crate::__computed_handle!(@read $Key, $meta);

        impl $Key {
            /// One type for every readable handle of this value type.
            #[inline]
            pub fn erase(self) -> $crate::ReadHandle<<$Key as $crate::__private::Node>::Value> {
                $crate::__private::erase_read(&$crate::__private::Root::<$Key>::NEW)
            }
        }
    };
    (@read $Key:ident, $meta:ident) => {
        impl $Key {
            $crate::__handle_facts!();

            // The static and not `Node::META`: an associated const would make the compiler evaluate
            // the static, and two computeds that need each other a cycle of its own making.
            #[doc(hidden)]
            pub const fn __dep(&self) -> $crate::__private::Dep {
                $meta.dep()
            }
        }

        impl $crate::__private::Place for $Key {
            type Value = <$Key as $crate::__private::Node>::Value;
            type Guard<'a> =
                $crate::__private::Guarded<'a, <$Key as $crate::__private::Node>::Value>;

            #[inline]
            fn place(&self) -> $crate::__private::At<'_, Self::Value> {
                $crate::__private::at::<$Key>()
            }
        }

        impl $crate::__private::Constant for $Key {
            const NEW: Self = $Key {};
        }

        impl $crate::__private::Edge for $Key {
            type Node = $Key;
            const OPS: &'static $crate::__private::Ops<Self::Value> =
                <$crate::__private::Root<$Key> as $crate::__private::Path>::OPS;
        }

        #[automatically_derived]
        impl ::core::clone::Clone for $Key {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }

        impl ::core::marker::Copy for $Key {}

        impl ::core::fmt::Debug for $Key {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&$crate::__private::Place::place(self), f)
            }
        }
    };
}

/// The methods and traits of a struct of field handles, which is the handle of the whole, too.
///
/// `[generics] path, the field that holds it, handle, value, bounds`.
#[doc(hidden)]
#[macro_export]
macro_rules! __branch_handle {
    ([$($generics:tt)*] $P:ident, $path:tt, $handle:ty, $value:ty $(, $($bounds:tt)*)?) => {
        impl<$($generics)*> $crate::__private::Place for $handle
        where
            $P: $crate::__private::Path<Value = $value> + $crate::__private::Placed,
            $($($bounds)*)?
        {
            type Value = <$P as $crate::__private::Placed>::Held;
            type Guard<'a> = <$value as $crate::__private::Fields>::Guard<'a>;

            #[inline]
            fn place(&self) -> $crate::__private::At<'_, Self::Value> {
                $crate::__private::Placed::at(&self.$path)
            }
        }

        impl<$($generics)*> $crate::__private::WritePlace for $handle
        where
            $P: $crate::__private::Path<Value = $value> + $crate::__private::Single,
            $($($bounds)*)?
        {
            #[inline]
            fn lend<'a>(
                value: &'a mut $value,
                ops: &'static $crate::__private::Ops<$value>,
                track: $crate::__private::Track<'a>,
            ) -> Self::Guard<'a> {
                track.branch(value, ops)
            }
        }

        impl<$($generics)*> $handle
        where
            $P: $crate::__private::Path<Value = $value> + $crate::__private::Placed,
            $($($bounds)*)?
        {
            $crate::__handle_facts!();
        }

        impl<$($generics)*> $handle
        where
            $P: $crate::__private::Path<Value = $value>,
            $($($bounds)*)?
        {
            /// One type for every writable handle of this value type.
            #[inline]
            pub fn erase(&self) -> $crate::Handle<$value>
            where
                $P: $crate::__private::Single,
            {
                $crate::__private::erase(&self.$path)
            }

            #[doc(hidden)]
            pub const fn __dep(&self) -> $crate::__private::Dep {
                $crate::__private::dep_of::<$P>()
            }
        }

        impl<$($generics)*> $crate::__private::Constant for $handle
        where
            $P: $crate::__private::Path<Value = $value>,
            $($($bounds)*)?
        {
            const NEW: Self = <Self as $crate::__private::Branch<$P>>::NEW;
        }

        impl<$($generics)*> $crate::__private::Edge for $handle
        where
            $P: $crate::__private::Path<Value = $value> + $crate::__private::Placed,
            $($($bounds)*)?
        {
            type Node = <$P as $crate::__private::Placed>::Sound<Self>;
            const OPS: &'static $crate::__private::Ops<Self::Value> =
                <$P as $crate::__private::Placed>::HELD;
        }

        impl<$($generics)*> $crate::__private::MemberHandle for $handle
        where
            $P: $crate::__private::Path<Value = $value> + $crate::__private::OneMember,
            $($($bounds)*)?
        {
        }

        impl<$($generics)*> $crate::__private::Keyed for $handle
        where
            $P: $crate::__private::Path<Value = $value> + $crate::__private::WholeOfAtoms,
            $($($bounds)*)?
        {
            type Key = <<$P as $crate::__private::Whole>::Node as $crate::__private::FamilyNode>::Key;
            type Handle =
                <<$P as $crate::__private::Whole>::Node as $crate::__private::FamilyNode>::Handle;

            #[inline]
            fn member(&self, key: Self::Key) -> Self::Handle {
                <<$P as $crate::__private::Whole>::Node as $crate::__private::FamilyNode>::handle(key)
            }
        }

        impl<$($generics)*> $crate::__private::Members for $handle
        where
            $P: $crate::__private::Path<Value = $value> + $crate::__private::Members,
            $($($bounds)*)?
        {
            type Key = <$P as $crate::__private::Members>::Key;
            type Value = $value;
            type Sound<__T> = <$P as $crate::__private::Members>::Sound<__T>;
            const META: &'static $crate::__private::Meta = <$P as $crate::__private::Members>::META;
            const OPS: &'static $crate::__private::Ops<$value> = <$P as $crate::__private::Path>::OPS;
        }

        impl<$($generics)*> ::core::ops::Deref for $handle
        where
            $P: $crate::__private::Path<Value = $value> + $crate::__private::Whole,
            $($($bounds)*)?
        {
            type Target = <$P as $crate::__private::Whole>::Make;

            #[inline]
            fn deref(&self) -> &Self::Target {
                <$P as $crate::__private::Whole>::MAKE
            }
        }

        #[automatically_derived]
        impl<$($generics)*> ::core::clone::Clone for $handle
        where
            $P: $crate::__private::Path<Value = $value>,
            $($($bounds)*)?
        {
            #[inline]
            fn clone(&self) -> Self {
                $crate::__private::Branch::at(&self.$path)
            }
        }

        impl<$($generics)*> ::core::marker::Copy for $handle
        where
            $P: $crate::__private::Path<Value = $value> + ::core::marker::Copy,
            $($($bounds)*)?
        {
        }

        impl<$($generics)*> ::core::fmt::Debug for $handle
        where
            $P: $crate::__private::Path<Value = $value> + $crate::__private::Placed,
            $($($bounds)*)?
        {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&$crate::__private::Placed::at(&self.$path), f)
            }
        }
    };
}
