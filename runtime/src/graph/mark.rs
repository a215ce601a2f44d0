//! A change: marks go to everything downstream, once.

use super::{Graph, Nodes, Status};
use crate::meta::Span;

impl Graph {
    /// Makes a node recompute at its next use, though nothing upstream changed.
    pub(crate) fn invalidate(&mut self, node: u32) {
        if self.is_fixed(node) {
            self.fixed.invalidate(node, &mut self.nodes.journal);
            return;
        }
        self.nodes.set_status(node, Status::Dirty);
        self.marking.push(node);
        self.mark_downstream();
    }

    /// As `mark`, for a source whose dependents all react to any change of it.
    #[inline]
    pub(crate) fn mark_whole(&mut self, source: u32, revision: u64) {
        if self.nodes.journal.is_some() {
            return self.mark(source, revision, |_| true);
        }
        if self.is_fixed(source) {
            if self.fixed.mark_whole(source, revision) {
                self.mark_outer(source, |_| true);
            }
            return;
        }
        let Self { nodes, links, marking, .. } = &mut *self;
        let nodes = &mut nodes.nodes;
        nodes[source].changed = revision;
        for edge in &links[source].dependents {
            let status = std::mem::replace(&mut nodes[edge.node].status, Status::Dirty);
            if status == Status::Clean {
                marking.push(edge.node);
            }
        }
        if !marking.is_empty() {
            self.mark_downstream();
        }
    }

    /// A new node that depends on nothing has its value from elsewhere.
    pub(crate) fn has_value(&mut self, node: u32) {
        debug_assert!(self.links[node].deps().is_empty(), "nothing else is to be computed");
        self.nodes.set_status(node, Status::Clean);
    }

    /// Records that a source changed, and marks what is downstream of the given marks.
    ///
    /// `touches` says whether a span of the source changed.
    #[inline]
    pub(crate) fn mark(&mut self, source: u32, revision: u64, touches: impl Fn(Span) -> bool) {
        if self.is_fixed(source) {
            let Self { fixed, nodes, .. } = &mut *self;
            fixed.mark(source, revision, &mut nodes.journal, &touches);
            return self.mark_outer(source, touches);
        }
        let Self { nodes, links, marking, .. } = &mut *self;
        if nodes.journal.is_some() {
            nodes.save(source);
        }
        nodes.nodes[source].changed = revision;
        for edge in links[source].dependents.iter().filter(|edge| touches(edge.span)) {
            nodes.dirty(edge.node, marking);
        }
        if !marking.is_empty() {
            self.mark_downstream();
        }
    }

    /// A node of the compiled graph changed: marks what depends on it outside.
    fn mark_outer(&mut self, source: u32, touches: impl Fn(Span) -> bool) {
        let Self { nodes, fixed, marking, .. } = &mut *self;
        let Some(lists) = fixed.lists_of(source) else { return };
        for edge in lists.dependents.iter().filter(|edge| touches(edge.span)) {
            nodes.dirty(edge.node, marking);
        }
        self.mark_downstream();
    }

    /// Marks what depends outside on what changed in the compiled graph.
    #[inline]
    pub(super) fn mark_changed_outer(&mut self) {
        while let Some(source) = self.fixed.next_changed_outer() {
            self.mark_outer(source, |_| true);
        }
    }

    /// What is downstream of the nodes in `marking` may have changed.
    fn mark_downstream(&mut self) {
        let Self { nodes, links, marking, .. } = self;
        while let Some(node) = marking.pop() {
            for edge in &links[node].dependents {
                if nodes.status(edge.node) == Status::Clean {
                    nodes.set_status(edge.node, Status::Check);
                    marking.push(edge.node);
                }
            }
        }
    }
}

impl Nodes {
    /// Something a node depends on changed. What is behind it is to be marked, unless it was before.
    #[inline]
    fn dirty(&mut self, node: u32, marking: &mut Vec<u32>) {
        let status = self.status(node);
        if status != Status::Dirty {
            self.set_status(node, Status::Dirty);
        }
        if status == Status::Clean {
            marking.push(node);
        }
    }
}
