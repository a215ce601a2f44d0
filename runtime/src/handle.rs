//! Handles: how a program names a node or a field of it.
//!
//! Every handle, whatever its type, comes down to one pair of static pointers ([`At`]): the node and
//! the operations of the value at that place. The engine behind is generic over the value alone.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use crate::fields::{Fields, Guarded, HasField, Track, offset};
use crate::id::Id;
use crate::meta::{Dep, Meta, Span};
use crate::slot::{AnySlot, Lent, lend_root, read_root};
use crate::value::{Share, Tools};

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
    note = "declare it with `#[atom]` or `#[computed(deps = […])]`"
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
        ReadHandle(self.place())
    }
}

// One impl for all, so that an error does not list every node of the program as an example; and the
// only place that holds a value to be `Share`, which its declaration has told already.
#[diagnostic::do_not_recommend]
impl<H: Place<Value: Share>> Read for H {}

/// What can be written: an atom, a field of one, or an erased handle to either.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written",
    label = "not an atom or a field of one",
    note = "a computed follows from its dependencies; write one of those instead"
)]
pub trait Write: Read + WritePlace {
    /// One type for every writable handle of this value type.
    fn erase(&self) -> Handle<Self::Value> {
        Handle(self.place())
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
    note = "declare it with `#[atom]` or `#[computed(deps = […])]`"
)]
pub trait Place: Clone + Send + Sync {
    /// The type of the value.
    type Value: 'static;

    // Here and not in `Write`, so that a closure has a type where `Write` is what is missing.
    /// What `update` hands out, where the handle can be written.
    type Guard<'a>;

    #[doc(hidden)]
    fn place(&self) -> At<Self::Value>;
}

/// A place that can be written.
#[doc(hidden)]
pub trait WritePlace: Place {
    fn lend<'a>(
        value: &'a mut Self::Value,
        at: At<Self::Value>,
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
    note = "dependencies are handles: `deps = [TAX, Cart.items, TOTAL]`"
)]
pub trait Edge: Place {
    type Node;
}

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

/// A node and the operations of the value at a place of it.
#[doc(hidden)]
pub struct At<V: 'static> {
    pub(crate) meta: &'static Meta,
    pub(crate) ops: &'static Ops<V>,
}

impl<V> At<V> {
    pub fn of<P: Path<Value = V>>() -> Self {
        Self { meta: P::meta(), ops: P::OPS }
    }

    pub fn name(self) -> Cow<'static, str> {
        let Some(field) = &self.ops.field else { return Cow::Borrowed(self.meta.name) };
        let mut name = String::new();
        (field.describe)(&mut name);
        Cow::Owned(name)
    }

    pub fn id(self) -> Id {
        self.ops.field.as_ref().map_or(self.meta.id, |field| (field.id)())
    }

    pub fn group(self) -> &'static str {
        self.meta.group
    }
}

impl<V> Clone for At<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for At<V> {}

impl<V> fmt::Debug for At<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// How to reach a value of type `V` in a slot whose root type only these functions know.
#[doc(hidden)]
pub struct Ops<V: 'static> {
    pub(crate) span: Span,
    pub(crate) tools: Tools<V>,
    pub(crate) read: fn(&dyn AnySlot) -> &V,
    pub(crate) lend: fn(&mut dyn AnySlot) -> Lent<'_, V>,
    pub(crate) part: fn(&(dyn Any + Send + Sync)) -> &V,
    /// Absent for the whole of a node, of which `Meta` tells.
    field: Option<FieldOps>,
}

struct FieldOps {
    describe: fn(&mut String),
    id: fn() -> Id,
}

impl<V> fmt::Debug for Ops<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ops").field("span", &self.span).finish_non_exhaustive()
    }
}

/// For the whole of a node, the functions know its type and not the node: a program has a few types
/// and many nodes.
const fn ops_of_node<V>(tools: Tools<V>) -> Ops<V> {
    Ops {
        span: Span::WHOLE,
        tools,
        read: read_root::<V>,
        lend: lend_root::<V>,
        part: part_of_root::<V>,
        field: None,
    }
}

const fn ops_of_field<P: Path>() -> Ops<P::Value> {
    Ops {
        span: P::SPAN,
        tools: P::TOOLS,
        read: read::<P>,
        lend: lend::<P>,
        part: part::<P>,
        field: Some(FieldOps { describe: P::describe, id: P::id }),
    }
}

fn read<P: Path>(slot: &dyn AnySlot) -> &P::Value {
    P::get(read_root(slot))
}

fn lend<P: Path>(slot: &mut dyn AnySlot) -> Lent<'_, P::Value> {
    let Lent { value, marks } = lend_root::<P::Root>(slot);
    Lent { value: P::get_mut(value), marks }
}

fn part<P: Path>(root: &(dyn Any + Send + Sync)) -> &P::Value {
    P::get(part_of_root(root))
}

fn part_of_root<V: 'static>(root: &(dyn Any + Send + Sync)) -> &V {
    root.downcast_ref().expect("a shared root has the type of its node")
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

/// A writable handle of which only the value type is known: for tables, menus and struct fields.
///
/// ```
/// use atomata::{Handle, Store, atom};
///
/// #[atom]
/// static LOW: f64 = 0.1;
/// #[atom]
/// static HIGH: f64 = 0.9;
///
/// let limits: Vec<Handle<f64>> = vec![LOW.erase(), HIGH.erase()];
/// let store = Store::new();
/// for limit in &limits {
///     store.set(limit, 0.5);
/// }
/// assert_eq!(store.get((LOW, HIGH)), (0.5, 0.5));
/// ```
pub struct Handle<V: 'static>(At<V>);

/// A handle of which only the value type is known, and that can only be read.
pub struct ReadHandle<V: 'static>(At<V>);

impl<V: Share> Handle<V> {
    /// The same place, for reading only.
    pub fn read_only(&self) -> ReadHandle<V> {
        Read::read_only(self)
    }
}

impl<V> From<Handle<V>> for ReadHandle<V> {
    fn from(handle: Handle<V>) -> Self {
        Self(handle.0)
    }
}

macro_rules! erased_handles {
    ($($handle:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<V: 'static> Place for $handle<V> {
            type Value = V;
            type Guard<'a> = Guarded<'a, V>;

            #[inline]
            fn place(&self) -> At<V> {
                self.0
            }
        }

        impl<V: 'static> $handle<V> {
            $crate::__handle_facts!();
        }

        impl<V> Clone for $handle<V> {
            fn clone(&self) -> Self {
                Self(self.0)
            }
        }

        impl<V> fmt::Debug for $handle<V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        /// Equal handles name the same place.
        impl<V> PartialEq for $handle<V> {
            fn eq(&self, other: &Self) -> bool {
                self.0.id() == other.0.id()
            }
        }

        impl<V> Eq for $handle<V> {}
    )*};
}

erased_handles!(Handle, ReadHandle);

impl<V: 'static> WritePlace for Handle<V> {
    #[inline]
    fn lend<'a>(value: &'a mut V, at: At<V>, track: Track<'a>) -> Guarded<'a, V> {
        track.whole(value, at.ops.span, &at.ops.tools)
    }
}

/// A handle by reference is the handle.
#[diagnostic::do_not_recommend]
impl<H: Place> Place for &H {
    type Value = H::Value;
    type Guard<'a> = H::Guard<'a>;

    #[inline]
    fn place(&self) -> At<H::Value> {
        H::place(self)
    }
}

impl<H: WritePlace> WritePlace for &H {
    #[inline]
    fn lend<'a>(value: &'a mut H::Value, at: At<H::Value>, track: Track<'a>) -> H::Guard<'a> {
        H::lend(value, at, track)
    }
}

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
