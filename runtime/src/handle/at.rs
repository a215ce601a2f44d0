//! What every handle comes down to: a node, and the operations of the value at a place of it.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;

use super::path::Path;
use crate::id::Id;
use crate::meta::{Meta, Span};
use crate::slot::{AnySlot, Lent, lend_root, read_root};
use crate::value::Tools;

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
