//! What a node with keys depends on, as its list is made.

use std::fmt;
use std::sync::Arc;

use super::Body;
use crate::family::{EachOf, Members};
use crate::handle::{AnyKey, Edge, NodeRef, Which};
use crate::meta::{Meta, Origin, Span};
use crate::value::Tools;

/// Collects the dependencies of one node, in the order of `deps`.
pub struct Edges<'a> {
    find: &'a dyn Fn(NodeRef<'_>, bool) -> Option<u32>,
    list: &'a mut Vec<EdgeTo>,
}

/// A dependency: a node that is in the store, or one that has to be made first.
pub(crate) struct EdgeTo {
    pub(crate) slot: Option<u32>,
    pub(crate) meta: &'static Meta,
    pub(crate) key: Option<Arc<dyn AnyKey>>,
    pub(crate) span: Span,
    pub(crate) each: bool,
}

impl<'a> Edges<'a> {
    pub(crate) fn new(
        find: &'a dyn Fn(NodeRef<'_>, bool) -> Option<u32>,
        list: &'a mut Vec<EdgeTo>,
    ) -> Self {
        Self { find, list }
    }

    /// Adds a node or a place of it.
    pub fn node<H: Edge>(&mut self, handle: &H) {
        self.add(handle.place().node, H::OPS.span, false);
    }

    /// Adds a node, or nothing.
    pub fn maybe<H: Edge>(&mut self, handle: Option<&H>) {
        match handle {
            Some(handle) => self.node(handle),
            None => self.add(NodeRef::only(&NOTHING), Span::WHOLE, false),
        }
    }

    /// Adds a place of every member of a family.
    pub fn each_of<M: Members>(&mut self, _: &EachOf<M>) {
        self.add(NodeRef::only(M::META), M::OPS.span, true);
    }

    fn add(&mut self, node: NodeRef<'_>, span: Span, each: bool) {
        let slot = (self.find)(node, each);
        let key = match (slot, node.which) {
            (None, Which::Member(key)) => Some(key.to_shared()),
            _ => None,
        };
        self.list.push(EdgeTo { slot, meta: node.meta, key, span, each });
    }
}

impl fmt::Debug for Edges<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edges").field("len", &self.list.len()).finish_non_exhaustive()
    }
}

/// The value of a dependency that is not there, because its key is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Nothing;

static NO_BODY: Body<Nothing> = Body::atom(|| Nothing, Tools::new());

/// The node in the place of a dependency that is not there.
pub(crate) static NOTHING: Meta = Meta::atom(
    Origin {
        name: "nothing",
        key: "atomata::nothing",
        module: "atomata",
        group: None,
        file: file!(),
        line: line!(),
    },
    &NO_BODY,
);
