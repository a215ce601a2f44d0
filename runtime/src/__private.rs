//! What generated code may name: exactly this module. Not subject to semver.

pub use crate::fields::{Entry, Fields, Guarded, HasField, Scribe, Track, locate};
pub use crate::handle::{
    At, Dependency, Field, FieldsAt, Handle, Node, Path, Read, ReadHandle, Root, Write, dep_of,
    erase, erase_computed,
};
pub use crate::id::Id;
pub use crate::meta::{Dep, Meta, Origin, check_cycles};
pub use crate::slot::{Body, Inputs};
pub use crate::value::{CopyValue, DefaultValue, NotCopy, Probe, Tools};
pub use crate::{
    __atom_handle as atom_handle, __branch_handle as branch_handle,
    __computed_handle as computed_handle,
};

/// Holds the dependency to be a handle; its type is an error where it is none, so that nothing that
/// follows is one, too.
pub const fn dep<H: Dependency<Node = H>>(handle: &H) -> &H {
    handle
}

/// The methods and traits of the key type of a `static` atom, which is its own handle.
#[doc(hidden)]
#[macro_export]
macro_rules! __atom_handle {
    ($Key:ident) => {
        $crate::__computed_handle!(@read $Key);

        impl $crate::__private::Write for $Key {
            type Guard<'a> =
                $crate::__private::Guarded<'a, <$Key as $crate::__private::Node>::Value>;

            fn guard<'a>(
                value: &'a mut Self::Value,
                at: $crate::__private::At<Self::Value>,
                track: $crate::__private::Track<'a>,
            ) -> Self::Guard<'a> {
                $crate::__private::Root::<$Key>::guard(value, at, track)
            }
        }

        impl $Key {
            /// One type for every writable handle of this value type.
            pub fn erase(self) -> $crate::Handle<<$Key as $crate::__private::Node>::Value> {
                $crate::__private::erase::<$crate::__private::Root<$Key>>()
            }
        }
    };
}

/// The methods and traits of the key type of a computed.
#[doc(hidden)]
#[macro_export]
macro_rules! __computed_handle {
    ($Key:ident) => {
        $crate::__computed_handle!(@read $Key);

        impl $Key {
            /// One type for every readable handle of this value type.
            pub fn erase(self) -> $crate::ReadHandle<<$Key as $crate::__private::Node>::Value> {
                $crate::__private::erase_computed::<$Key>()
            }
        }
    };
    (@read $Key:ident) => {
        impl $Key {
            #[doc(hidden)]
            pub const fn __dep(&self) -> $crate::__private::Dep {
                <$Key as $crate::__private::Node>::META.dep()
            }
        }

        impl $crate::__private::Read for $Key {
            type Value = <$Key as $crate::__private::Node>::Value;

            fn at(&self) -> $crate::__private::At<Self::Value> {
                $crate::__private::At::of::<$crate::__private::Root<$Key>>()
            }
        }

        impl $crate::__private::Dependency for $Key {
            type Node = $Key;
        }

        impl ::core::clone::Clone for $Key {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl ::core::marker::Copy for $Key {}

        impl ::core::fmt::Debug for $Key {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&$crate::__private::Read::at(self), f)
            }
        }
    };
}

/// The methods and traits of a struct of field handles, which is the handle of the whole, too.
///
/// `[generics] path, handle, value, guard where [bounds]`.
#[doc(hidden)]
#[macro_export]
macro_rules! __branch_handle {
    ([$($generics:tt)*] $P:ident, $handle:ty, $value:ty $(, $($bounds:tt)*)?) => {
        impl<$($generics)*> $crate::__private::Read for $handle
        where
            $P: $crate::__private::Path<Value = $value>,
            $($($bounds)*)?
        {
            type Value = $value;

            fn at(&self) -> $crate::__private::At<$value> {
                $crate::__private::At::of::<$P>()
            }
        }

        impl<$($generics)*> $crate::__private::Write for $handle
        where
            $P: $crate::__private::Path<Value = $value>,
            $($($bounds)*)?
        {
            type Guard<'a> = $crate::Mut<'a, $value>;

            fn guard<'a>(
                value: &'a mut $value,
                at: $crate::__private::At<$value>,
                track: $crate::__private::Track<'a>,
            ) -> Self::Guard<'a> {
                track.branch(value, at)
            }
        }

        impl<$($generics)*> $crate::__private::Dependency for $handle
        where
            $P: $crate::__private::Path<Value = $value>,
            $($($bounds)*)?
        {
            type Node = Self;
        }

        impl<$($generics)*> $handle
        where
            $P: $crate::__private::Path<Value = $value>,
            $($($bounds)*)?
        {
            /// One type for every writable handle of this value type.
            pub fn erase(&self) -> $crate::Handle<$value> {
                $crate::__private::erase::<$P>()
            }

            #[doc(hidden)]
            pub const fn __dep(&self) -> $crate::__private::Dep {
                $crate::__private::dep_of::<$P>()
            }
        }

        impl<$($generics)*> ::core::clone::Clone for $handle
        where
            $P: $crate::__private::Path<Value = $value>,
            $($($bounds)*)?
        {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<$($generics)*> ::core::marker::Copy for $handle
        where
            $P: $crate::__private::Path<Value = $value>,
            $($($bounds)*)?
        {
        }

        impl<$($generics)*> ::core::fmt::Debug for $handle
        where
            $P: $crate::__private::Path<Value = $value>,
            $($($bounds)*)?
        {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&$crate::__private::At::of::<$P>(), f)
            }
        }
    };
}
