//! Places known at compile time: the whole of a node, and the fields reached from it.
//!
//! A path is a value: it holds the key of a member of a family, and nothing where the type says all.

use std::marker::PhantomData;

use super::at::{At, NodeRef, Ops, ops_of_field, ops_of_node};
use super::given::OneValue;
use super::{Handle, ReadHandle};
use crate::fields::{Fields, HasField, offset};
use crate::id::Id;
use crate::meta::{Dep, Meta, Span};
use crate::value::Tools;

/// The key type of a declared node.
#[doc(hidden)]
pub trait Node: 'static {
    type Value: 'static;
    /// The compiled graph the node belongs to, or `Nowhere`.
    type Home: 'static;
    /// For const evaluation, and of atoms alone: to evaluate it the compiler validates everything
    /// that can be reached from it, which for each node of a long chain is the chain.
    const META: &'static Meta;
    const TOOLS: Tools<Self::Value>;

    fn meta() -> &'static Meta;
}

/// A place of a known root: a node, or a field reached from it; or of every member of a family.
#[doc(hidden)]
pub trait Path: Clone + Send + Sync + 'static {
    type Of: Node;
    type Root: 'static;
    type Value: 'static;
    const META: &'static Meta;
    const SPAN: Span;
    /// Where the marks of the value's own fields begin.
    const INNER: u16;
    const TOOLS: Tools<Self::Value>;
    const OPS: &'static Ops<Self::Value>;
    /// The path itself, unless it holds a key.
    const NEW: Self;

    fn meta() -> &'static Meta;
    fn get(root: &Self::Root) -> &Self::Value;
    fn get_mut(root: &mut Self::Root) -> &mut Self::Value;
    /// What follows the name of the node.
    fn describe(out: &mut String);
    /// The id of the place in a node of that id.
    fn id(node: Id) -> Id;
}

/// A path that names one value of a store. For a family as a whole these are its keys.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a field of every member of a family, not of one",
    label = "which member?",
    note = "name the member, by a key behind the name of the family: `Family(key).field`; as a dependency, \
            `each(Family.field)` is the field of all"
)]
pub trait Placed: Path {
    type Held: 'static;
    /// `T`; an error type where the path names no value, so that the compiler is silent about what
    /// follows.
    type Sound<T>;
    /// What it gives as a dependency: [`OneValue`] or [`KeysOf`] a family.
    type Given;
    const HELD: &'static Ops<Self::Held>;

    fn node(&self) -> NodeRef<'_>;

    #[inline]
    fn at(&self) -> At<'_, Self::Held> {
        At::new(self.node(), Self::HELD)
    }
}

/// A path that names one value of an atom, which can be written.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a whole family, not a member of it",
    label = "which member?",
    note = "name the member, by a key behind the name of the family: `Family(key)`, or `Family(key).field` \
            for a field of it; as a dependency, `each(Family.field)` is the field of all"
)]
pub trait Single: Placed<Held = <Self as Path>::Value> {
    /// As [`Placed::Sound`].
    type Sound<T>;
}

/// A struct of field handles at the path `P`.
#[doc(hidden)]
pub trait Branch<P> {
    const NEW: Self;

    fn at(path: &P) -> Self;
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

/// What the paths to the whole of a node have in common.
macro_rules! whole_of_a_node {
    ($N:ident) => {
        type Of = $N;
        type Root = $N::Value;
        type Value = $N::Value;
        const META: &'static Meta = $N::META;
        const SPAN: Span = Span::WHOLE;
        const INNER: u16 = 0;
        const TOOLS: Tools<$N::Value> = $N::TOOLS;
        const OPS: &'static Ops<$N::Value> = &ops_of_node($N::TOOLS);

        #[inline]
        fn meta() -> &'static Meta {
            $N::meta()
        }

        #[inline]
        fn get(root: &$N::Value) -> &$N::Value {
            root
        }

        #[inline]
        fn get_mut(root: &mut $N::Value) -> &mut $N::Value {
            root
        }

        fn describe(_: &mut String) {}

        fn id(node: Id) -> Id {
            node
        }
    };
}
pub(super) use whole_of_a_node;

impl<N: Node> Path for Root<N> {
    const NEW: Self = Self(PhantomData);
    whole_of_a_node!(N);
}

impl<N: Node> Placed for Root<N> {
    type Held = N::Value;
    type Sound<T> = T;
    type Given = OneValue;
    const HELD: &'static Ops<N::Value> = <Self as Path>::OPS;

    #[inline]
    fn node(&self) -> NodeRef<'_> {
        NodeRef::only(N::meta())
    }
}

#[diagnostic::do_not_recommend]
impl<N: Node> Single for Root<N> {
    type Sound<T> = T;
}

/// A field of a tracked value: `Cart.items`.
///
/// It is told as a whole, and has no fields itself: for `Cart.address.street` put `#[atom(nested)]` on the field
/// `address`, and `#[derive(Fields)]` on its type. Without them the compiler finds "no field `street` on type
/// `Field<…, Address, …>`".
pub struct Field<P, V, const I: usize> {
    parent: P,
    value: PhantomData<fn() -> V>,
}

impl<P: Path, V, const I: usize> Field<P, V, I> {
    #[doc(hidden)]
    pub const NEW: Self = Self { parent: P::NEW, value: PhantomData };

    #[doc(hidden)]
    #[inline]
    pub fn at(parent: &P) -> Self {
        Self { parent: parent.clone(), value: PhantomData }
    }
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
    type Of = P::Of;
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
    const NEW: Self = Self { parent: P::NEW, value: PhantomData };

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

    fn id(node: Id) -> Id {
        P::id(node).part(<P::Value as Fields>::TABLE[I].name)
    }
}

impl<P, V: 'static, const I: usize> Placed for Field<P, V, I>
where
    P: Single,
    P::Value: HasField<V, I>,
{
    type Held = V;
    type Sound<T> = <P as Single>::Sound<T>;
    type Given = OneValue;
    const HELD: &'static Ops<V> = <Self as Path>::OPS;

    #[inline]
    fn node(&self) -> NodeRef<'_> {
        self.parent.node()
    }
}

impl<P, V: 'static, const I: usize> Single for Field<P, V, I>
where
    P: Single,
    P::Value: HasField<V, I>,
{
    type Sound<T> = <P as Single>::Sound<T>;
}

impl<P: Clone, V, const I: usize> Clone for Field<P, V, I> {
    #[inline]
    fn clone(&self) -> Self {
        Self { parent: self.parent.clone(), value: PhantomData }
    }
}

impl<P: Copy, V, const I: usize> Copy for Field<P, V, I> {}

impl<N> Clone for Root<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for Root<N> {}

/// A dependency on the place `P`.
#[doc(hidden)]
pub const fn dep_of<P: Path>() -> Dep {
    Dep::of(P::META, P::SPAN)
}

/// What the handles that are paths have in common.
macro_rules! path_handles {
    ($([$($generics:tt)*] $handle:ty where [$($bounds:tt)*]),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::handle::Place for $handle where $($bounds)* {
            type Of = <Self as $crate::handle::Path>::Of;
            type Value = <Self as $crate::handle::Placed>::Held;
            type Guard<'a> = $crate::fields::Guarded<'a, <Self as $crate::handle::Path>::Value>;

            #[inline]
            fn place(&self) -> $crate::handle::At<'_, <Self as $crate::handle::Placed>::Held> {
                $crate::handle::Placed::at(self)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::handle::Edge for $handle where $($bounds)* {
            type Node = <Self as $crate::handle::Placed>::Sound<Self>;
            type Given = <Self as $crate::handle::Placed>::Given;
            const OPS: &'static $crate::handle::Ops<<Self as $crate::handle::Placed>::Held> =
                <Self as $crate::handle::Placed>::HELD;
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::handle::Constant for $handle where $($bounds)* {
            const NEW: Self = <Self as $crate::handle::Path>::NEW;
        }

        impl<$($generics)*> $handle where $($bounds)* {
            $crate::__handle_facts!();
        }

        impl<$($generics)*> std::fmt::Debug for $handle where $($bounds)* {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(&$crate::handle::Placed::at(self), f)
            }
        }
    )*};
}
pub(super) use path_handles;

/// What those of atoms have, too.
macro_rules! written_paths {
    ($([$($generics:tt)*] $handle:ty where [$($bounds:tt)*]),* $(,)?) => {$(
        impl<$($generics)*> $crate::handle::WritePlace for $handle where $($bounds)* {
            #[inline]
            fn lend<'a>(
                value: &'a mut <Self as $crate::handle::Place>::Value,
                ops: &'static $crate::handle::Ops<<Self as $crate::handle::Place>::Value>,
                track: $crate::fields::Track<'a>,
            ) -> Self::Guard<'a> {
                track.whole(value, ops.span, &ops.tools)
            }
        }

        impl<$($generics)*> $handle where $($bounds)* {
            /// One type for every writable handle of this value type.
            pub fn erase(&self) -> $crate::handle::Handle<<Self as $crate::handle::Path>::Value> {
                $crate::handle::erase(self)
            }
        }
    )*};
}
pub(super) use written_paths;

path_handles!(
    [N: 'static] Root<N> where [Self: Placed],
    [P: 'static, V: 'static, const I: usize] Field<P, V, I> where [Self: Placed],
);
written_paths!(
    [N: 'static] Root<N> where [Self: Single],
    [P: 'static, V: 'static, const I: usize] Field<P, V, I> where [Self: Single],
);

/// What the macros call to make the methods of a node's key type.
#[doc(hidden)]
pub fn erase<P: Single>(path: &P) -> Handle<P::Value> {
    Handle { node: path.node().to_owned(), ops: P::OPS }
}

/// As [`erase`], for what can only be read.
#[doc(hidden)]
pub fn erase_read<P: Placed>(path: &P) -> ReadHandle<P::Held> {
    ReadHandle { node: path.node().to_owned(), ops: P::HELD }
}
