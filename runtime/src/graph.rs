//! The dependency graph of one store: who depends on whom, and who is out of date. It knows no
//! values; what a recompute does is a closure of the caller's.
//!
//! A write pushes a mark to everything downstream, once; a read pulls, bringing up to date what it
//! needs and nothing else; a flush walks upwards by level from what was written. None of them sorts,
//! tracks reads or allocates in steady state, and none recurses: depth costs memory of a scratch list,
//! never stack.

use crate::meta::Span;

mod links;
mod observers;
#[cfg(test)]
mod tests;
mod walk;

use links::Links;
pub(crate) use links::give_room_back;
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

/// What a mark or a walk looks at: small, so that two fit a cache line.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// Invariant: a dependent of a node that is not clean is not clean.
    status: Status,
    /// Invariant: one more than the highest level of the dependencies, 0 without any; `NONE` of an
    /// index that names no node.
    level: u32,
    /// Invariant: how many observers stand here or downstream, each counted once.
    reach: u32,
    /// The revision of the last change.
    changed: u64,
    /// The stamp of the last walk that came by.
    visited: u64,
    /// The node after this one on its level, while a walk has both to look at; of an index that names
    /// no node, where `free` has it.
    next: u32,
}

/// No node.
const NONE: u32 = u32::MAX;

/// The nodes, and what a transaction changed of them.
#[derive(Debug, Default)]
struct Nodes {
    nodes: Vec<Node>,
    /// Present while a transaction is open, to be taken back in reverse.
    journal: Option<Vec<Journaled>>,
}

/// A change of a node's bookkeeping.
#[derive(Debug)]
struct Journaled {
    node: u32,
    status: Status,
    changed: u64,
}

impl Nodes {
    #[inline]
    fn status(&self, node: u32) -> Status {
        self.nodes[node as usize].status
    }

    #[inline]
    fn set_status(&mut self, node: u32, status: Status) {
        if self.journal.is_some() {
            self.save(node);
        }
        self.nodes[node as usize].status = status;
    }

    #[cold]
    fn save(&mut self, node: u32) {
        if let Some(journal) = &mut self.journal {
            let Node { status, changed, .. } = self.nodes[node as usize];
            journal.push(Journaled { node, status, changed });
        }
    }
}

/// The graph of one store.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// Invariant: `nodes` and `links` have the same indices.
    nodes: Nodes,
    links: Vec<Links>,
    /// Invariant: the indices that name no node, without dependencies or dependents.
    free: Vec<u32>,
    stamp: u64,
    /// How many nodes turned out to be up to date after all.
    skipped: u64,
    /// Empty between two operations; kept for its memory.
    marking: Vec<u32>,
    pulling: Vec<(u32, u32)>,
    wave: walk::Wave,
}

impl Graph {
    /// Whether nothing depends on the node or watches it.
    pub(crate) fn is_loose(&self, node: u32) -> bool {
        let Links { dependents, watchers, .. } = &self.links[node as usize];
        dependents.is_empty() && watchers.is_empty()
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.links.len() - self.free.len()
    }

    /// The indices that nodes have or had are below this.
    #[cfg(any(test, debug_assertions))]
    pub(crate) fn bound(&self) -> usize {
        self.links.len()
    }

    /// The indices that name no node.
    #[cfg(any(test, debug_assertions))]
    pub(crate) fn free(&self) -> &[u32] {
        &self.free
    }

    pub(crate) fn level(&self, node: u32) -> u32 {
        self.nodes.nodes[node as usize].level
    }

    #[cfg(any(test, debug_assertions))]
    pub(crate) fn deps(&self, node: u32) -> &[u32] {
        self.links[node as usize].deps()
    }

    /// The revision of the node's last change.
    #[inline]
    pub(crate) fn changed(&self, node: u32) -> u64 {
        self.nodes.nodes[node as usize].changed
    }

    #[inline]
    pub(crate) fn is_clean(&self, node: u32) -> bool {
        self.nodes.status(node) == Status::Clean
    }

    /// How many observers stand at the node or downstream of it.
    #[inline]
    pub(crate) fn reach(&self, node: u32) -> u32 {
        self.nodes.nodes[node as usize].reach
    }

    /// Makes a node recompute at its next use, though nothing upstream changed.
    pub(crate) fn invalidate(&mut self, node: u32) {
        self.nodes.set_status(node, Status::Dirty);
        self.marking.push(node);
        self.mark_downstream();
    }

    /// Records that a source changed, and marks what is downstream of the given marks.
    ///
    /// `touches` says whether a span of the source changed. Returns how many observers the change
    /// reaches at most.
    #[inline]
    pub(crate) fn mark(
        &mut self,
        source: u32,
        revision: u64,
        touches: impl Fn(Span) -> bool,
    ) -> u32 {
        let Self { nodes, links, marking, .. } = &mut *self;
        if nodes.journal.is_some() {
            nodes.save(source);
        }
        let node = &mut nodes.nodes[source as usize];
        node.changed = revision;
        let reach = node.reach;
        let Links { dependents, watchers, .. } = &links[source as usize];
        let mut reached = match reach {
            0 => 0,
            _ => watchers.iter().filter(|watcher| touches(watcher.span)).count() as u32,
        };
        for edge in dependents {
            if !touches(edge.span) {
                continue;
            }
            let Node { status, reach, .. } = nodes.nodes[edge.node as usize];
            reached = reached.saturating_add(reach);
            if status != Status::Dirty {
                nodes.set_status(edge.node, Status::Dirty);
            }
            if status == Status::Clean {
                marking.push(edge.node);
            }
        }
        if !marking.is_empty() {
            self.mark_downstream();
        }
        reached.min(reach)
    }

    /// What is downstream of the nodes in `marking` may have changed.
    fn mark_downstream(&mut self) {
        let Self { nodes, links, marking, .. } = self;
        while let Some(node) = marking.pop() {
            for edge in &links[node as usize].dependents {
                if nodes.status(edge.node) == Status::Clean {
                    nodes.set_status(edge.node, Status::Check);
                    marking.push(edge.node);
                }
            }
        }
    }

    /// How many nodes were looked at because something upstream had changed, and did not have to be
    /// recomputed.
    pub(crate) fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Brings a node up to date: every node upstream that needs it is recomputed at most once, after
    /// all it depends on.
    #[inline]
    pub(crate) fn pull(
        &mut self,
        node: u32,
        revision: u64,
        recompute: impl FnMut(u32, &[u32]) -> Outcome,
    ) {
        if !self.is_clean(node) {
            self.pull_stale(node, revision, recompute);
        }
    }

    fn pull_stale(
        &mut self,
        mut node: u32,
        revision: u64,
        mut recompute: impl FnMut(u32, &[u32]) -> Outcome,
    ) {
        let Self { nodes, links, pulling, skipped, .. } = self;
        // The first dependency of `node` that was not looked at yet.
        let mut next = 0;
        loop {
            let links = &links[node as usize];
            let (deps, dependents) = (links.deps(), &links.dependents);
            let stale = deps[next..].iter().position(|&dep| nodes.status(dep) != Status::Clean);
            if let Some(at) = stale {
                let at = next + at;
                pulling.push((node, at as u32 + 1));
                node = deps[at];
                next = 0;
                continue;
            }
            let dirty = nodes.status(node) == Status::Dirty;
            *skipped += u64::from(nodes.status(node) == Status::Check);
            let outcome = if dirty { recompute(node, deps) } else { Outcome::Same };
            nodes.set_status(node, Status::Clean);
            if outcome == Outcome::Changed {
                nodes.nodes[node as usize].changed = revision;
                for edge in dependents {
                    nodes.set_status(edge.node, Status::Dirty);
                }
            }
            match pulling.pop() {
                Some((above, at)) => (node, next) = (above, at as usize),
                None => return,
            }
        }
    }

    /// Begins a walk that visits each node once.
    fn begin_walk(&mut self) {
        self.stamp += 1;
    }

    /// Whether the walk comes by the node for the first time.
    fn visit(&mut self, node: u32) -> bool {
        let node = &mut self.nodes.nodes[node as usize];
        let first = node.visited != self.stamp;
        node.visited = self.stamp;
        first
    }

    /// Whether the node or something upstream of it satisfies the predicate.
    pub(crate) fn upstream(
        &mut self,
        node: u32,
        mut found: impl FnMut(u32) -> bool,
    ) -> Option<u32> {
        self.begin_walk();
        self.visit(node);
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            if found(node) {
                return Some(node);
            }
            for at in 0..self.links[node as usize].deps().len() {
                let dep = self.links[node as usize].deps()[at];
                if self.visit(dep) {
                    stack.push(dep);
                }
            }
        }
        None
    }

    /// Begins to keep a journal, or marks a place in it to come back to.
    pub(crate) fn savepoint(&mut self) -> usize {
        self.nodes.journal.get_or_insert_default().len()
    }

    /// Takes back what was journaled since the savepoint.
    pub(crate) fn roll_back(&mut self, savepoint: usize) {
        let Nodes { nodes, journal: Some(journal) } = &mut self.nodes else { return };
        for entry in journal.drain(savepoint..).rev() {
            let node = &mut nodes[entry.node as usize];
            node.status = entry.status;
            node.changed = entry.changed;
        }
    }

    /// Keeps no journal any more.
    pub(crate) fn commit(&mut self) {
        self.nodes.journal = None;
    }

    /// Holds what the fields promise; costs the whole graph.
    #[cfg(any(test, debug_assertions))]
    pub(crate) fn check_invariants(&self) {
        let status = |node: u32| self.nodes.status(node);
        assert_eq!(self.nodes.nodes.len(), self.links.len());
        for &free in &self.free {
            let Links { ends, dependents, watchers } = &self.links[free as usize];
            assert!(ends.is_empty() && dependents.is_empty() && watchers.is_empty());
        }
        let free: std::collections::HashSet<u32> = self.free.iter().copied().collect();
        assert_eq!(free.len(), self.free.len(), "an index is given back once");
        for (at, &free) in self.free.iter().enumerate() {
            let Node { level, next, .. } = self.nodes.nodes[free as usize];
            assert_eq!((level, next), (NONE, at as u32), "where {free} is free");
        }
        for (index, links) in self.links.iter().enumerate() {
            let index = index as u32;
            if free.contains(&index) {
                continue;
            }
            let above = links.deps().iter().map(|&dep| self.level(dep) + 1).max();
            assert_eq!(self.level(index), above.unwrap_or(0), "level of node {index}");
            for (at, (&dep, &end)) in links.deps().iter().zip(links.ends()).enumerate() {
                assert!(
                    status(index) != Status::Clean || status(dep) == Status::Clean,
                    "node {index} is clean over a stale {dep}"
                );
                let edge = &self.links[dep as usize].dependents[end as usize];
                assert_eq!((edge.node, edge.dep), (index, at as u32), "an end of {index}");
            }
            for edge in &links.dependents {
                assert_eq!(self.deps(edge.node)[edge.dep as usize], index, "an edge of {index}");
            }
            let watched = links.watchers.is_empty() || self.reach(index) > 0;
            assert!(watched, "node {index} is watched and reaches nobody");
        }
    }
}
