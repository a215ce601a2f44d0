//! What generated code may name: exactly this module. Not subject to semver.

mod macros;

#[cfg(feature = "serial")]
pub use crate::codec::AnyPiece;
pub use crate::codec::{Codec, Coding, Identified, NotCoded, NotEdited, Reshape, Reshaped};
pub use crate::collection::{ListEdit, MapEdit, keyed_edits};
pub use crate::family::{
    Each, EachOf, FamilyMeta, FastHasher, KeyHasher, Keys, Lifespan, Members, NotWritten,
};
pub use crate::fields::{
    AnyFields, Entry, Fields, Guarded, HasField, Nested, Scribe, Track, locate,
};
pub use crate::handle::{
    AnyKey, At, AtomFamily, Branch, Constant, Edge, Family, FamilyNode, Field, Given, Gives,
    GivesMembers, Handle, IsKey, Key, KeyAs, KeyType, Keyed, KeysOf, Member, MemberHandle, Node,
    NodeRef, OneMember, OneValue, Ops, Path, Place, Placed, Read, ReadHandle, Root, Single, Whole,
    WholeOfAtoms, Write, WritePlace, dep_of, erase, erase_read,
};
pub use crate::id::Id;
pub use crate::meta::{Dep, GraphMeta, ListEdges, Meta, Origin, check_cycles};
pub use crate::slot::{AnySlot, Body, Computing, Edges, Inputs, NotShare, Slot};
use crate::store::Store;
pub use crate::tier::{
    Bodied, Compiled, Computes, HasIn, HoldsIn, Nodes, Nowhere, Tier, absent, check_included,
    read_fixed, recompute, within,
};
pub use crate::value::{
    AnyTools, CloneTools, DefaultValue, NotClone, NotCopy, NotEq, NotHeap, NotJson, NotText,
    OptionalValue, Probe, Share, TakenAs, Tools,
};
pub use crate::{
    __atom_handle as atom_handle, __branch_handle as branch_handle,
    __computed_handle as computed_handle,
};
pub use serde;

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

/// As [`read`], for a parameter whose type is that of a value or a list of values, and not of the keys
/// of a family.
#[inline]
pub fn read_value<'a, G: Given, H: Edge>(
    inputs: &Inputs<'a>,
    index: usize,
    _: Gives<G, H>,
) -> &'a G::Sound<H::Value> {
    G::sound((H::OPS.read)(inputs.dep(index)))
}

/// What the dependency gives, for [`read_value`].
#[inline]
pub const fn gives<H: Edge>(_: &H) -> Gives<H::Given, H> {
    Gives::NEW
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
