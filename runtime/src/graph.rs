//! The dependency graph of one store: who depends on whom, and who is out of date. It knows no
//! values; what a recompute does is a closure of the caller's.
//!
//! A write pushes a mark to everything downstream, once; a read pulls, bringing up to date what it
//! needs and nothing else; a flush walks upwards by level from what was written. None of them sorts,
//! tracks reads or allocates in steady state, and none recurses: depth costs memory of a scratch list,
//! never stack.

use std::sync::Arc;

use crate::meta::{Plan, Span};
use crate::slot::Wave;

mod fixed;
mod links;
mod listed;
mod mark;
mod observers;
mod pull;
mod reach;
mod size;
#[cfg(test)]
mod tests;
mod walk;
mod watchers;

use fixed::Fixed;
use links::Links;
pub(crate) use links::give_room_back;
use listed::Listed;
pub(crate) use observers::{Place, Watcher};

/// Where a node stands relative to its dependencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Up to date.
    Clean,
    /// Something upstream changed; whether it reaches this node is not known yet.
    Check,
    /// A dependency changed, or there is no value yet.
    Dirty,
}

/// What a recompute came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Same,
    Changed,
}

/// Who knows how to compute.
pub(crate) trait Computer {
    /// Computes a node whose dependencies are up to date.
    fn compute(&mut self, node: u32, deps: &[u32]) -> Outcome;

    /// A node was looked at and did not have to be computed.
    fn skip(&mut self, _node: u32) {}

    /// Whether something in a span of a node's marks changed since that revision, as far as is known.
    fn is_marked(&self, _node: u32, _span: Span, _since: u64) -> bool {
        true
    }

    /// Computes what a wave gives out; false if the rest has to be computed one by one.
    fn run(&mut self, _: &mut Wave<'_>) -> bool {
        false
    }
}

impl<F: FnMut(u32, &[u32]) -> Outcome> Computer for F {
    fn compute(&mut self, node: u32, deps: &[u32]) -> Outcome {
        self(node, deps)
    }
}

/// What a mark or a walk looks at: small, so that two fit a cache line.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// Invariant: a dependent of a node that is not clean is not clean.
    status: Status,
    /// Its observers are counted in the reach of a node upstream.
    counted: bool,
    /// Invariant: one more than the highest level of the dependencies, 0 without any; `NONE` of an
    /// index that names no node.
    level: u32,
    /// Invariant: how many members of observers watch it, and how many of its dependents are used.
    uses: u32,
    /// How many members of observers watch it or what is used downstream of it, each counted once, or `NONE`
    /// where that was not asked for since the last change. See `reach`.
    reach: u32,
    /// The revision of the last change.
    changed: u64,
    /// The stamp of the last walk that came by.
    visited: u32,
    /// The node after this one on its level, while a walk has both to look at; of an index that names
    /// no node, where `free` has it.
    next: u32,
}

/// No node.
const NONE: u32 = u32::MAX;

/// The nodes, and what a transaction changed of them.
#[derive(Debug, Default)]
struct Nodes {
    nodes: Listed<Node>,
    journal: Journal,
}

/// Present while a transaction is open, to be taken back in reverse.
type Journal = Option<Vec<Journaled>>;

/// Some bookkeeping as it was before a change.
#[derive(Debug)]
enum Journaled {
    Node {
        node: u32,
        status: Status,
        changed: u64,
    },
    /// The last change of a node of the compiled graph.
    Fixed {
        node: u32,
        changed: u64,
    },
    /// Who was dirty among 64 nodes of the compiled graph.
    Word {
        word: usize,
        dirty: u64,
    },
}

impl Nodes {
    #[inline]
    fn status(&self, node: u32) -> Status {
        self.nodes[node].status
    }

    /// Whether a dependency is up to date; one in the compiled graph was brought up to date before.
    #[inline]
    fn is_ready(&self, dep: u32) -> bool {
        self.nodes.is_before(dep) || self.nodes[dep].status == Status::Clean
    }

    #[inline]
    fn set_status(&mut self, node: u32, status: Status) {
        if self.journal.is_some() {
            self.save(node);
        }
        self.nodes[node].status = status;
    }

    #[cold]
    fn save(&mut self, node: u32) {
        if let Some(journal) = &mut self.journal {
            let Node { status, changed, .. } = self.nodes[node];
            journal.push(Journaled::Node { node, status, changed });
        }
    }
}

/// The graph of one store.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// Invariant: `nodes` and `links` have the same indices.
    nodes: Nodes,
    links: Listed<Links>,
    /// The nodes of a compiled graph, whose indices come first.
    fixed: Fixed,
    /// Invariant: the indices that name no node, without dependencies or dependents.
    free: Vec<u32>,
    stamp: u32,
    /// How many nodes turned out to be up to date after all.
    skipped: u64,
    /// Empty between two operations; kept for its memory.
    marking: Vec<u32>,
    forgetting: Vec<u32>,
    pulling: Vec<(u32, u32)>,
    wave: walk::Wave,
}

impl Graph {
    /// A graph that begins with the nodes of a compiled one.
    pub(crate) fn compiled(plan: Arc<Plan>) -> Self {
        let base = plan.len();
        let mut graph = Self { fixed: Fixed::new(plan), ..Self::default() };
        graph.nodes.nodes = Listed::from(base);
        graph.links = Listed::from(base);
        graph
    }

    /// Whether the node is one of the compiled graph.
    /// Whether it began with a compiled graph.
    #[cfg(all(debug_assertions, feature = "devtools"))]
    pub(crate) fn is_compiled(&self) -> bool {
        self.is_fixed(0)
    }

    #[inline]
    fn is_fixed(&self, node: u32) -> bool {
        self.links.is_before(node)
    }

    /// Whether nothing depends on the node or watches it, so that it may go.
    pub(crate) fn is_loose(&self, node: u32) -> bool {
        if self.is_fixed(node) {
            return false;
        }
        let Links { dependents, watchers, .. } = &self.links[node];
        dependents.is_empty() && watchers.is_empty()
    }

    /// How many nodes are in use. Costs those of the compiled graph.
    pub(crate) fn len(&self) -> usize {
        self.links.list.len() - self.free.len() + self.fixed.used()
    }

    /// The indices that nodes have or had are below this.
    #[cfg(any(test, debug_assertions))]
    pub(crate) fn bound(&self) -> usize {
        self.links.bound() as usize
    }

    /// The indices that name no node.
    #[cfg(any(test, debug_assertions))]
    pub(crate) fn free(&self) -> &[u32] {
        &self.free
    }

    pub(crate) fn level(&self, node: u32) -> u32 {
        if self.is_fixed(node) {
            return self.fixed.plan().level(node);
        }
        self.nodes.nodes[node].level
    }

    pub(crate) fn deps(&self, node: u32) -> &[u32] {
        if self.is_fixed(node) {
            return self.fixed.plan().deps(node);
        }
        self.links[node].deps()
    }

    /// The revision of the node's last change.
    #[inline]
    pub(crate) fn changed(&self, node: u32) -> u64 {
        if self.is_fixed(node) {
            return self.fixed.changed(node);
        }
        self.nodes.nodes[node].changed
    }

    #[expect(clippy::inline_always, reason = "every read and write asks")]
    #[inline(always)]
    pub(crate) fn is_clean(&self, node: u32) -> bool {
        if self.is_fixed(node) {
            return self.fixed.is_clean(node);
        }
        self.nodes.status(node) == Status::Clean
            && (self.links.base() == 0 || !self.fixed.is_outer_stale())
    }

    /// As `is_clean`, for a node of the compiled graph.
    #[inline]
    pub(crate) fn is_clean_fixed(&self, node: u32) -> bool {
        self.fixed.is_clean(node)
    }

    /// How many nodes were looked at because something upstream had changed, and did not have to be
    /// recomputed.
    pub(crate) fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Begins a walk that visits each node once.
    fn begin_walk(&mut self) {
        self.stamp = self.stamp.checked_add(1).unwrap_or_else(|| {
            self.nodes.nodes.list.iter_mut().for_each(|node| node.visited = 0);
            1
        });
        self.fixed.begin_walk();
    }

    /// Whether the walk comes by the node for the first time.
    fn visit(&mut self, node: u32) -> bool {
        let node = &mut self.nodes.nodes[node];
        let first = node.visited != self.stamp;
        node.visited = self.stamp;
        first
    }

    /// Visits a node of the compiled graph with all that is upstream of it, or has another one visited.
    fn visit_or_push(&mut self, node: u32, stack: &mut Vec<u32>) {
        if self.is_fixed(node) {
            self.fixed.visit_upstream(node);
        } else if self.visit(node) {
            stack.push(node);
        }
    }

    /// Whether the node or something upstream of it satisfies the predicate.
    pub(crate) fn upstream(
        &mut self,
        node: u32,
        mut found: impl FnMut(u32) -> bool,
    ) -> Option<u32> {
        self.begin_walk();
        let mut stack = Vec::new();
        self.visit_or_push(node, &mut stack);
        while let Some(node) = stack.pop() {
            if found(node) {
                return Some(node);
            }
            for at in 0..self.links[node].deps().len() {
                self.visit_or_push(self.links[node].deps()[at], &mut stack);
            }
        }
        self.fixed.visited().find(|&node| found(node))
    }

    /// Begins to keep a journal, or marks a place in it to come back to.
    pub(crate) fn savepoint(&mut self) -> usize {
        self.nodes.journal.get_or_insert_default().len()
    }

    /// Takes back what was journaled since the savepoint.
    pub(crate) fn roll_back(&mut self, savepoint: usize) {
        let Nodes { nodes, journal: Some(journal) } = &mut self.nodes else { return };
        for entry in journal.drain(savepoint..).rev() {
            match entry {
                Journaled::Node { node, status, changed } => {
                    nodes[node].status = status;
                    nodes[node].changed = changed;
                }
                Journaled::Fixed { node, changed } => {
                    *self.fixed.changed_mut(node) = changed;
                }
                Journaled::Word { word, dirty } => self.fixed.set_dirty(word, dirty),
            }
        }
    }

    /// Keeps no journal any more.
    pub(crate) fn commit(&mut self) {
        self.nodes.journal = None;
    }

    /// Holds what the fields promise; costs the whole graph.
    #[cfg(any(test, debug_assertions))]
    pub(crate) fn check_invariants(&self) {
        let is_ready = |node: u32| self.nodes.is_ready(node);
        self.fixed.check_invariants();
        assert_eq!(self.nodes.nodes.bound(), self.links.bound());
        for &free in &self.free {
            let Links { ends, dependents, watchers } = &self.links[free];
            assert!(ends.is_empty() && dependents.is_empty() && watchers.is_empty());
        }
        let free: std::collections::HashSet<u32> = self.free.iter().copied().collect();
        assert_eq!(free.len(), self.free.len(), "an index is given back once");
        for (at, &free) in self.free.iter().enumerate() {
            let Node { level, next, .. } = self.nodes.nodes[free];
            assert_eq!((level, next), (NONE, at as u32), "where {free} is free");
        }
        for (index, links) in self.links.iter() {
            if free.contains(&index) {
                continue;
            }
            let above = links.deps().iter().map(|&dep| self.level(dep) + 1).max();
            assert_eq!(self.level(index), above.unwrap_or(0), "level of node {index}");
            for (at, (&dep, &end)) in links.deps().iter().zip(links.ends()).enumerate() {
                assert!(
                    !is_ready(index) || is_ready(dep),
                    "node {index} is clean over a stale {dep}"
                );
                let edge = &self.dependents(dep)[end as usize];
                assert_eq!((edge.node, edge.dep), (index, at as u32), "an end of {index}");
            }
            for edge in &links.dependents {
                assert_eq!(self.deps(edge.node)[edge.dep as usize], index, "an edge of {index}");
            }
        }
        self.check_reach();
    }
}
