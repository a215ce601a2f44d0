//! What every handle comes down to: a node, and the operations of the value at a place of it.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::key::AnyKey;
use super::path::Path;
use crate::id::Id;
use crate::meta::{Meta, Span};
use crate::slot::{AnySlot, Lent, lend_root, read_root};
use crate::value::Tools;

/// A node: a declared one, a member of a family, or one that was resolved before.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct NodeRef<'k> {
    pub(crate) meta: &'static Meta,
    pub(crate) which: Which<'k>,
}

impl fmt::Debug for NodeRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Which<'k> {
    /// The node itself; the keys, if it is a family.
    Only,
    Member(&'k dyn AnyKey),
    Bound(&'k Arc<Pinned>),
}

/// A node that a bound handle holds in place.
pub(crate) struct Pinned {
    /// The number of the store.
    pub(crate) store: u64,
    pub(crate) slot: u32,
    pub(crate) generation: u64,
    pub(crate) key: Option<Arc<dyn AnyKey>>,
    pub(crate) pin: Box<dyn Pin>,
}

/// Lets go of a node that was held in place.
pub(crate) trait Pin: Send + Sync {
    fn release(&self, slot: u32, generation: u64);
}

impl Drop for Pinned {
    fn drop(&mut self) {
        self.pin.release(self.slot, self.generation);
    }
}

impl NodeRef<'_> {
    pub(crate) const fn only(meta: &'static Meta) -> Self {
        Self { meta, which: Which::Only }
    }

    /// The key of a member.
    pub(crate) fn key(&self) -> Option<&dyn AnyKey> {
        match self.which {
            Which::Only => None,
            Which::Member(key) => Some(key),
            Which::Bound(pinned) => pinned.key.as_deref(),
        }
    }

    pub(crate) fn name(&self) -> Cow<'static, str> {
        match self.key() {
            None => Cow::Borrowed(self.meta.name),
            Some(key) => self.meta.member_name(key).into(),
        }
    }

    pub(crate) fn id(&self) -> Id {
        self.key().map_or(self.meta.id, |key| key.id_in(self.meta.id))
    }

    pub(crate) fn to_owned(self) -> NodeOwned {
        let which = match self.which {
            Which::Only => WhichOwned::Only,
            Which::Member(key) => WhichOwned::Member(key.to_shared()),
            Which::Bound(pinned) => WhichOwned::Bound(Arc::clone(pinned)),
        };
        NodeOwned { meta: self.meta, which }
    }
}

/// A node, named by what is kept.
#[derive(Clone)]
pub(crate) struct NodeOwned {
    pub(crate) meta: &'static Meta,
    which: WhichOwned,
}

#[derive(Clone)]
enum WhichOwned {
    Only,
    Member(Arc<dyn AnyKey>),
    Bound(Arc<Pinned>),
}

impl NodeOwned {
    pub(crate) fn bound(meta: &'static Meta, pinned: Arc<Pinned>) -> Self {
        Self { meta, which: WhichOwned::Bound(pinned) }
    }

    #[inline]
    pub(crate) fn as_ref(&self) -> NodeRef<'_> {
        let which = match &self.which {
            WhichOwned::Only => Which::Only,
            WhichOwned::Member(key) => Which::Member(&**key),
            WhichOwned::Bound(pinned) => Which::Bound(pinned),
        };
        NodeRef { meta: self.meta, which }
    }
}

/// A node and the operations of the value at a place of it.
#[doc(hidden)]
pub struct At<'k, V: 'static> {
    pub(crate) node: NodeRef<'k>,
    pub(crate) ops: &'static Ops<V>,
}

impl<'k, V> At<'k, V> {
    pub(crate) const fn new(node: NodeRef<'k>, ops: &'static Ops<V>) -> Self {
        Self { node, ops }
    }

    pub fn name(self) -> Cow<'static, str> {
        let name = self.node.name();
        let Some(field) = &self.ops.field else { return name };
        let mut name = name.into_owned();
        (field.describe)(&mut name);
        Cow::Owned(name)
    }

    pub fn id(self) -> Id {
        let node = self.node.id();
        self.ops.field.as_ref().map_or(node, |field| (field.id)(node))
    }

    pub fn group(self) -> &'static str {
        self.node.meta.group
    }

    pub(crate) fn is(self, other: At<'_, V>) -> bool {
        let same_key = match (self.node.key(), other.node.key()) {
            (None, None) => true,
            (Some(key), Some(other)) => key.is(other),
            _ => false,
        };
        same_key && self.id() == other.id()
    }
}

impl<V> Clone for At<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for At<'_, V> {}

impl<V> fmt::Debug for At<'_, V> {
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
    id: fn(Id) -> Id,
}

impl<V> fmt::Debug for Ops<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ops").field("span", &self.span).finish_non_exhaustive()
    }
}

/// For the whole of a node, the functions know its type and not the node: a program has a few types
/// and many nodes.
pub(super) const fn ops_of_node<V>(tools: Tools<V>) -> Ops<V> {
    Ops {
        span: Span::WHOLE,
        tools,
        read: read_root::<V>,
        lend: lend_root::<V>,
        part: part_of_root::<V>,
        field: None,
    }
}

pub(super) const fn ops_of_field<P: Path>() -> Ops<P::Value> {
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
