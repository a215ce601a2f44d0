//! Handles of families: the family as a whole, and a member by its key.

use std::marker::PhantomData;
use std::ops::Deref;

use super::at::{NodeRef, Ops, Which, ops_of_node};
use super::given::{KeysOf, OneValue};
use super::key::Key;
use super::path::{
    Branch, Field, Node, Path, Placed, Single, path_handles, whole_of_a_node, written_paths,
};
use super::{Place, WritePlace};
use crate::family::{Keys, Members};
use crate::fields::HasField;
use crate::id::Id;
use crate::meta::{Dep, Meta, Span};
use crate::value::Tools;

/// The key type of a declared family.
#[doc(hidden)]
pub trait FamilyNode: Node {
    type Key: Key;
    /// The handle of a member.
    type Handle: Place;
    /// The function from the parts of a key to the handle of the member.
    type Make: 'static;
    const MAKE: &'static Self::Make;

    fn handle(key: Self::Key) -> Self::Handle;
}

/// The key type of a family of atoms.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a family of computeds",
    label = "not a family of atoms",
    note = "its members follow from their dependencies, and come and go as they are used; name one of \
            them: `{Self}(key)`"
)]
pub trait AtomFamily: FamilyNode<Handle: WritePlace> {
    /// `T`; an error type where the family is not of atoms, so that the compiler is silent about what
    /// follows.
    type Sound<T>;
}

/// A family as a whole: `Todo`.
///
/// As a handle it names the keys of the members that are there, in the order in which they came: read
/// it, subscribe to it, or depend on it, and get [`Keys`]. It is called with a key like a function,
/// which gives the handle of a member.
///
/// ```
/// use atomata::{Store, atom};
///
/// #[atom(key = u32)]
/// static SCORE: u64 = 0;
///
/// let store = Store::new();
/// store.set(SCORE(7), 100);
/// assert_eq!(store.get(SCORE(7)), 100);
/// assert_eq!(store.keys(SCORE), [7]);
/// ```
pub struct Family<N>(PhantomData<fn() -> N>);

/// A member of a family: `SCORE(7)`.
///
/// *Identity*: the family and the key. *Life*: a handle is a name; that the member is there says
/// [`Store::contains`](crate::Store::contains).
pub struct Member<N: FamilyNode> {
    key: N::Key,
}

/// A path to the whole of every member.
#[doc(hidden)]
pub trait Whole: Path {
    type Node: FamilyNode;
    type Make: 'static;
    const MAKE: &'static Self::Make;
}

/// A path to the whole of every member of a family of atoms.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a family of atoms",
    label = "not a family of atoms",
    note = "a family is an atom with `key = Type`, named as a whole: without a key or a field behind its name"
)]
pub trait WholeOfAtoms:
    Whole<Node: AtomFamily> + Placed<Held = Keys<<<Self as Whole>::Node as FamilyNode>::Key>>
{
}

/// A path to the whole of one member of a family of atoms.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a member of a family of atoms",
    label = "not a member",
    note = "a member is an atom with `key = Type`, with a key behind its name and no field: `Family(key)`"
)]
pub trait OneMember: Single {}

/// A family of atoms: what has keys.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a family of atoms",
    label = "not a family of atoms",
    note = "a family is an atom with `key = Type`, named as a whole: without a key or a field behind its name"
)]
pub trait Keyed: Place<Value = Keys<Self::Key>> {
    /// What tells the members apart.
    type Key: Key;

    /// The handle of a member.
    type Handle: WritePlace;

    /// The handle of the member of a key, as the call of the family gives it: for helpers over any
    /// family.
    ///
    /// ```
    /// use atomata::{Keyed, Store, Write, atom};
    ///
    /// #[atom(key = (u8, u8))]
    /// static CELL: i64 = 0;
    ///
    /// fn clear<F: Keyed<Handle: Write<Value = i64>>>(store: &Store, family: F) {
    ///     for key in store.keys(&family) {
    ///         store.set(family.member(key), 0);
    ///     }
    /// }
    ///
    /// let store = Store::new();
    /// store.set(CELL(1, 2), 3);
    /// clear(&store, CELL);
    /// assert_eq!(store.get(CELL(1, 2)), 0);
    /// ```
    fn member(&self, key: Self::Key) -> Self::Handle;
}

#[diagnostic::do_not_recommend]
impl<F: Keyed> Keyed for &F {
    type Key = F::Key;
    type Handle = F::Handle;

    fn member(&self, key: F::Key) -> F::Handle {
        F::member(self, key)
    }
}

/// The handle of a member of a family of atoms.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a member of a family of atoms",
    label = "not a member",
    note = "a member is an atom with `key = Type`, with a key behind its name and no field: `Family(key)`"
)]
pub trait MemberHandle: WritePlace {}

impl<N> Family<N> {
    #[doc(hidden)]
    pub const NEW: Self = Self(PhantomData);
}

impl<N: FamilyNode> Family<N> {
    #[doc(hidden)]
    pub const fn __dep(&self) -> Dep {
        Dep::of(N::META, Span::WHOLE)
    }
}

impl<N: FamilyNode> Path for Family<N> {
    const NEW: Self = Self(PhantomData);
    whole_of_a_node!(N);
}

impl<N: AtomFamily> Placed for Family<N> {
    type Held = Keys<N::Key>;
    type Sound<T> = N::Sound<T>;
    type Given = KeysOf<N>;
    const HELD: &'static Ops<Keys<N::Key>> = &ops_of_node(Keys::TOOLS);

    #[inline]
    fn node(&self) -> NodeRef<'_> {
        NodeRef::only(N::meta())
    }
}

impl<N: FamilyNode> Whole for Family<N> {
    type Node = N;
    type Make = N::Make;
    const MAKE: &'static N::Make = N::MAKE;
}

impl<N: AtomFamily> WholeOfAtoms for Family<N> {}

impl<N: AtomFamily> Keyed for Family<N> {
    type Key = N::Key;
    type Handle = N::Handle;

    #[inline]
    fn member(&self, key: N::Key) -> N::Handle {
        N::handle(key)
    }
}

impl<N: FamilyNode> Deref for Family<N> {
    type Target = N::Make;

    #[inline]
    fn deref(&self) -> &N::Make {
        N::MAKE
    }
}

impl<N> Clone for Family<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for Family<N> {}

impl<N: FamilyNode> Member<N> {
    #[doc(hidden)]
    #[inline]
    pub const fn new(key: N::Key) -> Self {
        Self { key }
    }

    /// The key.
    #[inline]
    pub fn key(&self) -> &N::Key {
        &self.key
    }
}

impl<N: FamilyNode> Path for Member<N> {
    /// Never used: the handle of a member is no constant.
    const NEW: Self = panic!("a member has a key");
    whole_of_a_node!(N);
}

impl<N: FamilyNode> Placed for Member<N> {
    type Held = N::Value;
    type Sound<T> = T;
    type Given = OneValue;
    const HELD: &'static Ops<N::Value> = <Self as Path>::OPS;

    #[inline]
    fn node(&self) -> NodeRef<'_> {
        NodeRef { meta: N::meta(), which: Which::Member(&self.key) }
    }
}

#[diagnostic::do_not_recommend]
impl<N: AtomFamily> Single for Member<N> {
    type Sound<T> = T;
}

impl<N: AtomFamily> OneMember for Member<N> {}

impl<N: AtomFamily> MemberHandle for Member<N> {}

#[diagnostic::do_not_recommend]
impl<H: MemberHandle> MemberHandle for &H {}

impl<N: FamilyNode> Branch<Self> for Member<N> {
    const NEW: Self = <Self as Path>::NEW;

    #[inline]
    fn at(path: &Self) -> Self {
        path.clone()
    }
}

impl<N: FamilyNode> Clone for Member<N> {
    #[inline]
    fn clone(&self) -> Self {
        Self { key: self.key.clone() }
    }
}

impl<N: FamilyNode<Key: Copy>> Copy for Member<N> {}

path_handles!(
    [N: AtomFamily] Family<N> where [],
    [N: FamilyNode] Member<N> where [],
);
written_paths!([N: AtomFamily] Member<N> where []);

impl<N: AtomFamily> Members for Family<N> {
    type Key = N::Key;
    type Value = N::Value;
    type Sound<T> = N::Sound<T>;
    const META: &'static Meta = N::META;
    const OPS: &'static Ops<N::Value> = <Self as Path>::OPS;
}

impl<P, V: 'static, const I: usize> Members for Field<P, V, I>
where
    P: Path + Members,
    <P as Path>::Value: HasField<V, I>,
{
    type Key = P::Key;
    type Value = V;
    type Sound<T> = <P as Members>::Sound<T>;
    const META: &'static Meta = <P as Members>::META;
    const OPS: &'static Ops<V> = <Self as Path>::OPS;
}
