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
    /// Which of the observer's places this is.
    pub(crate) place: u32,
    pub(crate) span: Span,
}

/// Where an observer stands; the observer keeps it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) node: u32,
    pub(crate) span: Span,
    /// Invariant: where the node's list of watchers, which has no order, holds the observer.
    pub(crate) at: u32,
}

/// What a walk looks at: small, so that many fit a cache line.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// Invariant: a dependent of a node that is not clean is not clean.
    status: Status,
    /// Invariant: how many observers stand here or downstream, each counted once.
    reach: u32,
    /// The revision of the last change.
    changed: u64,
    /// The stamp of the last walk that came by.
    visited: u64,
}

/// Who is connected to a node; fixed but for the ends that come later.
#[derive(Debug)]
struct Links {
    /// Invariant: one more than the highest level of the dependencies; 0 without any.
    level: u32,
    deps: Box<[u32]>,
    dependents: Vec<Edge>,
    watchers: Vec<Watcher>,
}

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
}

/// The graph of one store.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// Invariant: `nodes` and `links` have the same indices.
    nodes: Nodes,
    links: Vec<Links>,
    stamp: u64,
    /// How many nodes turned out to be up to date after all.
    skipped: u64,
    marking: Vec<u32>,
    pulling: Vec<(u32, u32)>,
}

impl Graph {
    /// Adds a node that has no value yet. Dependencies must be in the graph.
    pub(crate) fn insert(&mut self, deps: &[(u32, Span)]) -> u32 {
        let node = self.links.len() as u32;
        let mut level = 0;
        for &(dep, span) in deps {
            let dep = &mut self.links[dep as usize];
            level = level.max(dep.level + 1);
            dep.dependents.push(Edge { node, span });
        }
        self.links.push(Links {
            level,
            deps: deps.iter().map(|&(dep, _)| dep).collect(),
            dependents: Vec::new(),
            watchers: Vec::new(),
        });
        self.nodes.nodes.push(Node { status: Status::Dirty, reach: 0, changed: 0, visited: 0 });
        node
    }

    pub(crate) fn len(&self) -> usize {
        self.links.len()
    }

    pub(crate) fn level(&self, node: u32) -> u32 {
        self.links[node as usize].level
    }

    #[cfg(any(test, debug_assertions))]
    pub(crate) fn deps(&self, node: u32) -> &[u32] {
        &self.links[node as usize].deps
    }

    pub(crate) fn watchers(&self, node: u32) -> &[Watcher] {
        &self.links[node as usize].watchers
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
    pub(crate) fn mark(
        &mut self,
        source: u32,
        revision: u64,
        touches: impl Fn(Span) -> bool,
    ) -> u32 {
        let Self { nodes, links, marking, .. } = &mut *self;
        nodes.save(source);
        nodes.nodes[source as usize].changed = revision;
        let Links { dependents, watchers, .. } = &links[source as usize];
        let mut reached = watchers.iter().filter(|watcher| touches(watcher.span)).count() as u32;
        for edge in dependents.iter().filter(|edge| touches(edge.span)) {
            let Node { status, reach, .. } = nodes.nodes[edge.node as usize];
            reached = reached.saturating_add(reach);
            if status != Status::Dirty {
                nodes.set_status(edge.node, Status::Dirty);
            }
            if status == Status::Clean {
                marking.push(edge.node);
            }
        }
        self.mark_downstream();
        reached.min(self.nodes.nodes[source as usize].reach)
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
            let Links { deps, dependents, .. } = &links[node as usize];
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

    /// Brings up to date what observers see of these sources and of all downstream of them, and
    /// nothing else. Afterwards `frontier` holds what changed since that revision, sources first.
    ///
    /// A node that did not change stops the walk: what lies behind it is not even looked at.
    pub(crate) fn walk(
        &mut self,
        frontier: &mut Vec<u32>,
        since: u64,
        revision: u64,
        mut recompute: impl FnMut(u32, &[u32]) -> Outcome,
    ) {
        self.begin_walk();
        for &source in &*frontier {
            self.visit(source);
        }
        let sources = frontier.len();
        let mut at = 0;
        while let Some(&node) = frontier.get(at) {
            self.pull(node, revision, &mut recompute);
            if at >= sources && self.changed(node) <= since {
                frontier.swap_remove(at);
                continue;
            }
            for edge in &self.links[node as usize].dependents {
                let dependent = &mut self.nodes.nodes[edge.node as usize];
                if dependent.reach > 0 && dependent.visited != self.stamp {
                    dependent.visited = self.stamp;
                    frontier.push(edge.node);
                }
            }
            at += 1;
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
            for at in 0..self.links[node as usize].deps.len() {
                let dep = self.links[node as usize].deps[at];
                if self.visit(dep) {
                    stack.push(dep);
                }
            }
        }
        None
    }

    /// An observer begins to watch these nodes.
    pub(crate) fn watch(&mut self, observer: u32, places: &mut [Place]) {
        for (index, place) in places.iter_mut().enumerate() {
            let watchers = &mut self.links[place.node as usize].watchers;
            place.at = watchers.len() as u32;
            watchers.push(Watcher { observer, place: index as u32, span: place.span });
        }
        self.each_upstream(places, |reach| *reach += 1);
    }

    /// An observer ceases to watch these nodes. Tells where watchers of other observers moved to, who
    /// have to note it.
    pub(crate) fn unwatch(
        &mut self,
        observer: u32,
        places: &mut [Place],
        mut moved: impl FnMut(Watcher, u32),
    ) {
        for index in 0..places.len() {
            let Place { node, at, .. } = places[index];
            let watchers = &mut self.links[node as usize].watchers;
            watchers.swap_remove(at as usize);
            match watchers.get(at as usize) {
                Some(last) if last.observer == observer => places[last.place as usize].at = at,
                Some(&last) => moved(last, at),
                None => {}
            }
        }
        self.each_upstream(places, |reach| *reach -= 1);
    }

    fn each_upstream(&mut self, places: &[Place], mut change: impl FnMut(&mut u32)) {
        self.begin_walk();
        let mut stack = Vec::new();
        for &Place { node, .. } in places {
            if self.visit(node) {
                stack.push(node);
            }
        }
        while let Some(node) = stack.pop() {
            change(&mut self.nodes.nodes[node as usize].reach);
            for at in 0..self.links[node as usize].deps.len() {
                let dep = self.links[node as usize].deps[at];
                if self.visit(dep) {
                    stack.push(dep);
                }
            }
        }
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
        for (index, links) in self.links.iter().enumerate() {
            let index = index as u32;
            let above = links.deps.iter().map(|&dep| self.level(dep) + 1).max();
            assert_eq!(links.level, above.unwrap_or(0), "level of node {index}");
            for &dep in &links.deps {
                assert!(
                    status(index) != Status::Clean || status(dep) == Status::Clean,
                    "node {index} is clean over a stale {dep}"
                );
            }
            for edge in &links.dependents {
                assert!(self.deps(edge.node).contains(&index), "an edge of {index} leads astray");
            }
            let watched = links.watchers.is_empty() || self.reach(index) > 0;
            assert!(watched, "node {index} is watched and reaches nobody");
        }
    }
}
