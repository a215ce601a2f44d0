//! The macros that generated code calls: what handles of one kind have in common.

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
            type Of = $Key;
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
            type Given = $crate::__private::OneValue;
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
            type Of = <$P as $crate::__private::Path>::Of;
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
            type Given = <$P as $crate::__private::Placed>::Given;
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
