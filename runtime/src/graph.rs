//! The dependency graph of one store: who depends on whom, and who is out of date. It knows no
//! values; what a recompute does is a closure of the caller's.
//!
//! A write pushes a mark to everything downstream, once; a read pulls, bringing up to date what it
//! needs and nothing else. Neither sorts, tracks reads or allocates in steady state, and neither
//! recurses: depth costs memory of a scratch list, never stack.

use crate::meta::Span;

#[cfg(test)]
mod tests;

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

/// A dependent, and the marks of this node it reacts to.
#[derive(Clone, Copy, Debug)]
struct Edge {
    node: u32,
    span: Span,
}

/// Somebody outside of the graph who wants to hear of changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watcher {
    pub(crate) observer: u32,
    pub(crate) span: Span,
}

#[derive(Debug)]
struct Node {
    /// Invariant: a dependent of a node that is not clean is not clean.
    status: Status,
    /// Invariant: one more than the highest level of the dependencies; 0 without any.
    level: u32,
    /// The revision of the last change.
    changed: u64,
    /// The stamp of the last walk that came by.
    visited: u64,
    /// Invariant: how many observers stand here or downstream, each counted once.
    reach: u32,
    deps: Box<[u32]>,
    dependents: Vec<Edge>,
    watchers: Vec<Watcher>,
}

/// A change of a node's bookkeeping, kept while a transaction is open.
#[derive(Debug)]
struct Journaled {
    node: u32,
    status: Status,
    changed: u64,
}

/// The graph of one store.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    nodes: Vec<Node>,
    stamp: u64,
    /// Present while a transaction is open; what it changed, to be taken back in reverse.
    journal: Option<Vec<Journaled>>,
    marking: Vec<u32>,
    pulling: Vec<(u32, u32)>,
}

impl Graph {
    /// Adds a node that has no value yet. Dependencies must be in the graph.
    pub(crate) fn insert(&mut self, deps: &[(u32, Span)]) -> u32 {
        let node = self.nodes.len() as u32;
        let mut level = 0;
        for &(dep, span) in deps {
            let dep = &mut self.nodes[dep as usize];
            level = level.max(dep.level + 1);
            dep.dependents.push(Edge { node, span });
        }
        self.nodes.push(Node {
            status: Status::Dirty,
            level,
            changed: 0,
            visited: 0,
            reach: 0,
            deps: deps.iter().map(|&(dep, _)| dep).collect(),
            dependents: Vec::new(),
            watchers: Vec::new(),
        });
        node
    }

    #[cfg(any(test, debug_assertions))]
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn level(&self, node: u32) -> u32 {
        self.nodes[node as usize].level
    }

    #[cfg(any(test, debug_assertions))]
    pub(crate) fn deps(&self, node: u32) -> &[u32] {
        &self.nodes[node as usize].deps
    }

    pub(crate) fn watchers(&self, node: u32) -> &[Watcher] {
        &self.nodes[node as usize].watchers
    }

    /// The revision of the node's last change.
    #[inline]
    pub(crate) fn changed(&self, node: u32) -> u64 {
        self.nodes[node as usize].changed
    }

    #[inline]
    pub(crate) fn is_clean(&self, node: u32) -> bool {
        self.nodes[node as usize].status == Status::Clean
    }

    /// How many observers stand at the node or downstream of it.
    #[inline]
    pub(crate) fn reach(&self, node: u32) -> u32 {
        self.nodes[node as usize].reach
    }

    /// Makes a node recompute at its next use, though nothing upstream changed.
    pub(crate) fn invalidate(&mut self, node: u32) {
        self.set_status(node, Status::Dirty);
    }

    /// Records that a source changed, and marks what is downstream of the given marks.
    ///
    /// `touches` says whether a span of the source changed. Returns how many observers the change
    /// reaches at most.
    pub(crate) fn mark(
        &mut self,
        source: u32,
        revision: u64,
        touches: impl Fn(Span) -> bool,
    ) -> u32 {
        self.save(source);
        let mut marking = std::mem::take(&mut self.marking);
        let node = &mut self.nodes[source as usize];
        node.changed = revision;
        let mut reached =
            node.watchers.iter().filter(|watcher| touches(watcher.span)).count() as u32;
        let limit = node.reach;
        for at in 0..self.nodes[source as usize].dependents.len() {
            let edge = self.nodes[source as usize].dependents[at];
            if touches(edge.span) {
                let status = self.nodes[edge.node as usize].status;
                reached = reached.saturating_add(self.nodes[edge.node as usize].reach);
                if status != Status::Dirty {
                    self.set_status(edge.node, Status::Dirty);
                }
                if status == Status::Clean {
                    marking.push(edge.node);
                }
            }
        }
        while let Some(node) = marking.pop() {
            for at in 0..self.nodes[node as usize].dependents.len() {
                let dependent = self.nodes[node as usize].dependents[at].node;
                if self.nodes[dependent as usize].status == Status::Clean {
                    self.set_status(dependent, Status::Check);
                    marking.push(dependent);
                }
            }
        }
        self.marking = marking;
        reached.min(limit)
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
        node: u32,
        revision: u64,
        mut recompute: impl FnMut(u32, &[u32]) -> Outcome,
    ) {
        let mut pulling = std::mem::take(&mut self.pulling);
        pulling.clear();
        pulling.push((node, 0));
        while let Some(&mut (node, ref mut next)) = pulling.last_mut() {
            let deps = &self.nodes[node as usize].deps;
            let stale = (*next as usize..deps.len())
                .find(|&at| self.nodes[deps[at] as usize].status != Status::Clean);
            if let Some(at) = stale {
                let dep = deps[at];
                *next = at as u32 + 1;
                pulling.push((dep, 0));
                continue;
            }
            pulling.pop();
            match self.nodes[node as usize].status {
                Status::Clean => {}
                Status::Check => self.set_status(node, Status::Clean),
                Status::Dirty => {
                    let outcome = recompute(node, &self.nodes[node as usize].deps);
                    self.settle(node, revision, outcome);
                }
            }
        }
        self.pulling = pulling;
    }

    /// A node was recomputed: it is clean, and if it changed, its dependents must follow.
    fn settle(&mut self, node: u32, revision: u64, outcome: Outcome) {
        self.set_status(node, Status::Clean);
        if outcome == Outcome::Same {
            return;
        }
        self.nodes[node as usize].changed = revision;
        for at in 0..self.nodes[node as usize].dependents.len() {
            let dependent = self.nodes[node as usize].dependents[at].node;
            self.set_status(dependent, Status::Dirty);
        }
    }

    /// Begins a walk that visits each node once.
    pub(crate) fn begin_walk(&mut self) {
        self.stamp += 1;
    }

    /// Whether the walk comes by the node for the first time.
    pub(crate) fn visit(&mut self, node: u32) -> bool {
        let node = &mut self.nodes[node as usize];
        let first = node.visited != self.stamp;
        node.visited = self.stamp;
        first
    }

    /// The observed dependents of a node that this walk has not visited, onto `found`.
    pub(crate) fn visit_dependents(&mut self, node: u32, found: &mut Vec<u32>) {
        for at in 0..self.nodes[node as usize].dependents.len() {
            let dependent = self.nodes[node as usize].dependents[at].node;
            if self.nodes[dependent as usize].reach > 0 && self.visit(dependent) {
                found.push(dependent);
            }
        }
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
            for at in 0..self.nodes[node as usize].deps.len() {
                let dep = self.nodes[node as usize].deps[at];
                if self.visit(dep) {
                    stack.push(dep);
                }
            }
        }
        None
    }

    /// An observer begins to watch these nodes.
    pub(crate) fn watch(&mut self, observer: u32, places: &[(u32, Span)]) {
        for &(node, span) in places {
            self.nodes[node as usize].watchers.push(Watcher { observer, span });
        }
        self.each_upstream(places, |reach| *reach += 1);
    }

    /// An observer ceases to watch these nodes. Costs the watchers of each.
    pub(crate) fn unwatch(&mut self, observer: u32, places: &[(u32, Span)]) {
        for &(node, _) in places {
            self.nodes[node as usize].watchers.retain(|watcher| watcher.observer != observer);
        }
        self.each_upstream(places, |reach| *reach -= 1);
    }

    fn each_upstream(&mut self, places: &[(u32, Span)], mut change: impl FnMut(&mut u32)) {
        self.begin_walk();
        let mut stack = Vec::new();
        for &(node, _) in places {
            if self.visit(node) {
                stack.push(node);
            }
        }
        while let Some(node) = stack.pop() {
            change(&mut self.nodes[node as usize].reach);
            for at in 0..self.nodes[node as usize].deps.len() {
                let dep = self.nodes[node as usize].deps[at];
                if self.visit(dep) {
                    stack.push(dep);
                }
            }
        }
    }

    /// Begins to keep a journal, or marks a place in it to come back to.
    pub(crate) fn savepoint(&mut self) -> usize {
        self.journal.get_or_insert_default().len()
    }

    /// Takes back what was journaled since the savepoint.
    pub(crate) fn roll_back(&mut self, savepoint: usize) {
        let Some(journal) = &mut self.journal else { return };
        for entry in journal.drain(savepoint..).rev() {
            let node = &mut self.nodes[entry.node as usize];
            node.status = entry.status;
            node.changed = entry.changed;
        }
    }

    /// Keeps no journal any more.
    pub(crate) fn commit(&mut self) {
        self.journal = None;
    }

    #[inline]
    fn set_status(&mut self, node: u32, status: Status) {
        self.save(node);
        self.nodes[node as usize].status = status;
    }

    #[inline]
    fn save(&mut self, node: u32) {
        if let Some(journal) = &mut self.journal {
            let Node { status, changed, .. } = self.nodes[node as usize];
            journal.push(Journaled { node, status, changed });
        }
    }

    /// Holds what the fields promise; costs the whole graph.
    #[cfg(any(test, debug_assertions))]
    pub(crate) fn check_invariants(&self) {
        for (index, node) in self.nodes.iter().enumerate() {
            let above = node.deps.iter().map(|&dep| self.nodes[dep as usize].level + 1).max();
            assert_eq!(node.level, above.unwrap_or(0), "level of node {index}");
            if node.status == Status::Clean {
                for &dep in &node.deps {
                    let dep_status = self.nodes[dep as usize].status;
                    assert_eq!(
                        dep_status,
                        Status::Clean,
                        "node {index} is clean over a stale {dep}"
                    );
                }
            }
            for edge in &node.dependents {
                assert!(self.nodes[edge.node as usize].deps.contains(&(index as u32)));
            }
            assert!(node.reach as usize >= node.watchers.len().min(1));
        }
    }
}
