//! Places known at compile time: the whole of a node, and the fields reached from it.

use std::fmt;
use std::marker::PhantomData;

use super::at::{At, Ops, ops_of_field, ops_of_node};
use super::{Edge, Handle, Place, ReadHandle, WritePlace};
use crate::fields::{Fields, Guarded, HasField, Track, offset};
use crate::id::Id;
use crate::meta::{Dep, Meta, Span};
use crate::value::Tools;

/// The key type of a declared node.
#[doc(hidden)]
pub trait Node: 'static {
    type Value: 'static;
    /// For const evaluation, and of atoms alone: to evaluate it the compiler validates everything
    /// that can be reached from it, which for each node of a long chain is the chain.
    const META: &'static Meta;
    const TOOLS: Tools<Self::Value>;

    fn meta() -> &'static Meta;
}

/// A place of a known root: a node, or a field reached from it.
#[doc(hidden)]
pub trait Path: Clone + Send + Sync + 'static {
    type Root: 'static;
    type Value: 'static;
    const META: &'static Meta;
    const SPAN: Span;
    /// Where the marks of the value's own fields begin.
    const INNER: u16;
    const TOOLS: Tools<Self::Value>;
    const OPS: &'static Ops<Self::Value>;

    fn meta() -> &'static Meta;
    fn get(root: &Self::Root) -> &Self::Value;
    fn get_mut(root: &mut Self::Root) -> &mut Self::Value;
    fn describe(out: &mut String);
    fn id() -> Id;
}

/// A struct of field handles.
#[doc(hidden)]
pub trait Branch {
    const NEW: Self;
}

/// The whole of a node, and the handle of an enum atom.
pub struct Root<N>(PhantomData<fn() -> N>);

impl<N> Root<N> {
    #[doc(hidden)]
    pub const NEW: Self = Self(PhantomData);
}

impl<N: Node> Root<N> {
    #[doc(hidden)]
    pub const fn __dep(&self) -> Dep {
        dep_of::<Self>()
    }
}

impl<N: Node> Path for Root<N> {
    type Root = N::Value;
    type Value = N::Value;
    const META: &'static Meta = N::META;
    const SPAN: Span = Span::WHOLE;
    const INNER: u16 = 0;
    const TOOLS: Tools<N::Value> = N::TOOLS;
    const OPS: &'static Ops<N::Value> = &ops_of_node(N::TOOLS);

    #[inline]
    fn meta() -> &'static Meta {
        N::meta()
    }

    #[inline]
    fn get(root: &N::Value) -> &N::Value {
        root
    }

    #[inline]
    fn get_mut(root: &mut N::Value) -> &mut N::Value {
        root
    }

    fn describe(out: &mut String) {
        out.push_str(N::meta().name);
    }

    fn id() -> Id {
        N::meta().id
    }
}

/// A field of a tracked value: `Cart.items`.
pub struct Field<P, V, const I: usize>(PhantomData<fn() -> (P, V)>);

impl<P, V, const I: usize> Field<P, V, I> {
    #[doc(hidden)]
    pub const NEW: Self = Self(PhantomData);
}

impl<P, V: 'static, const I: usize> Field<P, V, I>
where
    P: Path,
    P::Value: HasField<V, I>,
{
    #[doc(hidden)]
    pub const fn __dep(&self) -> Dep {
        dep_of::<Self>()
    }
}

impl<P, V: 'static, const I: usize> Path for Field<P, V, I>
where
    P: Path,
    P::Value: HasField<V, I>,
{
    type Root = P::Root;
    type Value = V;
    const META: &'static Meta = P::META;
    const SPAN: Span = Span {
        from: P::INNER + offset(<P::Value as Fields>::TABLE, I),
        len: <P::Value as Fields>::TABLE[I].width,
    };
    const INNER: u16 = Self::SPAN.from + 1;
    const TOOLS: Tools<V> = <P::Value as HasField<V, I>>::TOOLS;
    const OPS: &'static Ops<V> = &ops_of_field::<Self>();

    #[inline]
    fn meta() -> &'static Meta {
        P::meta()
    }

    #[inline]
    fn get(root: &P::Root) -> &V {
        P::get(root).field()
    }

    #[inline]
    fn get_mut(root: &mut P::Root) -> &mut V {
        P::get_mut(root).field_mut()
    }

    fn describe(out: &mut String) {
        P::describe(out);
        out.push('.');
        out.push_str(<P::Value as Fields>::TABLE[I].name);
    }

    fn id() -> Id {
        P::id().part(<P::Value as Fields>::TABLE[I].name)
    }
}

/// A dependency on the place `P`.
#[doc(hidden)]
pub const fn dep_of<P: Path>() -> Dep {
    Dep { meta: P::META, span: P::SPAN }
}

macro_rules! path_handles {
    ($([$($generics:tt)*] $handle:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Place for $handle where Self: Path {
            type Value = <Self as Path>::Value;
            type Guard<'a> = Guarded<'a, <Self as Path>::Value>;

            #[inline]
            fn place(&self) -> At<<Self as Path>::Value> {
                At::of::<Self>()
            }
        }

        impl<$($generics)*> WritePlace for $handle where Self: Path {
            #[inline]
            fn lend<'a>(
                value: &'a mut <Self as Path>::Value,
                at: At<<Self as Path>::Value>,
                track: Track<'a>,
            ) -> Self::Guard<'a> {
                track.whole(value, at.ops.span, &at.ops.tools)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Edge for $handle where Self: Path {
            type Node = Self;
        }

        impl<$($generics)*> $handle where Self: Path {
            $crate::__handle_facts!();

            /// One type for every writable handle of this value type.
            pub fn erase(&self) -> Handle<<Self as Path>::Value> {
                Handle(At::of::<Self>())
            }
        }

        impl<$($generics)*> Clone for $handle {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<$($generics)*> Copy for $handle {}

        impl<$($generics)*> fmt::Debug for $handle where Self: Path {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                At::of::<Self>().fmt(f)
            }
        }
    )*};
}

path_handles!([N: 'static] Root<N>, [P: 'static, V: 'static, const I: usize] Field<P, V, I>);

/// What the macros call to make the methods of a node's key type.
#[doc(hidden)]
pub fn erase<P: Path>() -> Handle<P::Value> {
    Handle(At::of::<P>())
}

/// As [`erase`], for a computed.
#[doc(hidden)]
pub fn erase_computed<N: Node>() -> ReadHandle<N::Value> {
    ReadHandle(At::of::<Root<N>>())
}
