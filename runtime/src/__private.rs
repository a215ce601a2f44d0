//! What generated code may name: exactly this module. Not subject to semver.

pub use crate::fields::{Entry, Fields, Guarded, HasField, Scribe, Track, locate};
pub use crate::handle::{
    At, AtomNode, AtomPath, Dependency, Edge, Field, FieldsAt, Handle, Node, Path, Read,
    ReadHandle, Root, Write, dep_of, erase, erase_computed,
};
pub use crate::id::Id;
pub use crate::meta::{Dep, Meta, Origin, check_cycles};
pub use crate::slot::{Body, Inputs};
pub use crate::value::{
    CloneTools, CopyValue, DefaultValue, NotClone, NotCopy, NotEq, OptionalValue, Probe, Share,
    Tools,
};
pub use crate::{
    __atom_handle as atom_handle, __branch_handle as branch_handle, __clone_of as clone_of,
    __computed_handle as computed_handle, __copy_of as copy_of, __eq_of as eq_of,
};

/// Holds the dependency to be a handle. The type of the result is an error where it is none, so that
/// nothing that follows is one, too.
pub const fn dep<H: Dependency + Edge<Node = H>>(handle: &H) -> &<H as Edge>::Node {
    handle
}

/// The value of the dependency at this place of `deps`.
#[inline]
pub fn read<'a, H: Read>(inputs: &Inputs<'a>, index: usize, handle: &H) -> &'a H::Value {
    inputs.read(index, handle.at())
}

/// The value of a dependency that is taken by value.
#[inline]
pub fn by_value<T: CopyValue>(value: &T) -> T {
    value.copy_value()
}

/// The value of a dependency that is an `Option` and taken as `Option<&T>`.
#[inline]
pub fn optional<T: OptionalValue>(value: &T) -> Option<&T::Inner> {
    value.optional()
}

/// The type of the handle of an item that is broken beyond knowing its type. Its argument is the
/// error itself, and the compiler is silent about what touches an error.
#[derive(Debug)]
pub struct Broken<const ERROR: usize>;

/// The initial value of an atom that does not compile.
pub fn absent<T>() -> T {
    panic!("the atom does not compile")
}

/// The function of a computed that does not compile.
pub fn absent_compute<T>(_: &Inputs<'_>) -> T {
    panic!("the computed does not compile")
}

/// How to copy a type, if it is `Copy`.
#[doc(hidden)]
#[macro_export]
macro_rules! __copy_of {
    ($T:ty) => {{
        #[allow(unused_imports)]
        use $crate::__private::NotCopy as _;
        $crate::__private::Probe::<$T>::COPY
    }};
}

/// How to clone a type, if it is `Clone`.
#[doc(hidden)]
#[macro_export]
macro_rules! __clone_of {
    ($T:ty) => {{
        #[allow(unused_imports)]
        use $crate::__private::NotClone as _;
        $crate::__private::Probe::<$T>::CLONE
    }};
}

/// How to compare a type, if it is `PartialEq`.
#[doc(hidden)]
#[macro_export]
macro_rules! __eq_of {
    ($T:ty) => {{
        #[allow(unused_imports)]
        use $crate::__private::NotEq as _;
        $crate::__private::Probe::<$T>::EQ
    }};
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
            $crate::__private::Read::name(self)
        }

        /// The stable id, the same in every build.
        #[inline]
        pub fn id(&self) -> $crate::Id {
            $crate::__private::Read::id(self)
        }

        /// The batching group.
        #[inline]
        pub fn group(&self) -> &'static ::core::primitive::str {
            $crate::__private::Read::group(self)
        }
    };
}

/// The methods and traits of the key type of a `static` atom, which is its own handle.
#[doc(hidden)]
#[macro_export]
macro_rules! __atom_handle {
    ($Key:ident, $meta:ident) => {
        $crate::__computed_handle!(@read $Key, $meta);

        impl $crate::__private::Write for $Key {
            type Guard<'a> =
                $crate::__private::Guarded<'a, <$Key as $crate::__private::Node>::Value>;

            #[inline]
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
            #[inline]
            pub fn erase(self) -> $crate::Handle<<$Key as $crate::__private::Node>::Value> {
                $crate::__private::erase($crate::__private::Read::at(&self))
            }
        }
    };
}

/// The methods and traits of the key type of a computed. All are `#[inline]`, so that what a crate
/// does not use is not compiled.
#[doc(hidden)]
#[macro_export]
macro_rules! __computed_handle {
    ($Key:ident, $meta:ident) => {
        $crate::__computed_handle!(@read $Key, $meta);

        impl $Key {
            /// One type for every readable handle of this value type.
            #[inline]
            pub fn erase(self) -> $crate::ReadHandle<<$Key as $crate::__private::Node>::Value> {
                $crate::__private::erase_computed($crate::__private::Read::at(&self))
            }
        }
    };
    (@read $Key:ident, $meta:ident) => {
        impl $Key {
            $crate::__handle_facts!();

            // The static and no constant: the compiler would evaluate the static for it, and find two
            // computeds that need each other a cycle of its own making.
            #[doc(hidden)]
            #[inline]
            pub const fn __dep(&self) -> $crate::__private::Dep {
                $meta.dep()
            }
        }

        impl $crate::__private::Read for $Key {
            type Value = <$Key as $crate::__private::Node>::Value;

            #[inline]
            fn at(&self) -> $crate::__private::At<Self::Value> {
                $crate::__private::At::new(
                    &$meta,
                    <$crate::__private::Root<$Key> as $crate::__private::Path>::OPS,
                )
            }
        }

        impl $crate::__private::Edge for $Key {
            type Node = $Key;
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

        impl<$($generics)*> $handle
        where
            $P: $crate::__private::Path<Value = $value>,
            $($($bounds)*)?
        {
            $crate::__handle_facts!();

            /// One type for every writable handle of this value type.
            #[inline]
            pub fn erase(&self) -> $crate::Handle<$value> {
                $crate::__private::erase($crate::__private::At::of::<$P>())
            }

            #[doc(hidden)]
            pub const fn __dep(&self) -> $crate::__private::Dep
            where
                $P: $crate::__private::AtomPath,
            {
                $crate::__private::dep_of::<$P>()
            }
        }

        impl<$($generics)*> $crate::__private::Edge for $handle
        where
            $P: $crate::__private::Path<Value = $value>,
            $($($bounds)*)?
        {
            type Node = Self;
        }

        #[automatically_derived]
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
