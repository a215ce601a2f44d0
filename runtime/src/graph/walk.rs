//! The walk of a flush: from what was written upwards, level by level.

use super::links::Edge;
use super::{Computer, Graph, NONE, Node, Outcome, Status};

/// What a walk has still to look at. Empty between two walks; kept for its memory.
#[derive(Debug, Default)]
pub(super) struct Wave {
    /// The first of the nodes to look at on each level, or `NONE`; each names the next one.
    levels: Vec<u32>,
    /// Invariant: no node waits on a level at or above this.
    end: usize,
}

impl Wave {
    /// Notes a dependent of a node that changed, if somebody observes it.
    #[inline]
    fn note(&mut self, index: u32, node: &mut Node, stamp: u32) {
        if node.uses == 0 || node.visited == stamp {
            return;
        }
        node.visited = stamp;
        let level = node.level as usize;
        if level >= self.end {
            self.end = level + 1;
            if level >= self.levels.len() {
                self.levels.resize(level + 1, NONE);
            }
        }
        node.next = std::mem::replace(&mut self.levels[level], index);
    }
}

impl Graph {
    /// Brings up to date what observers see of these sources and of all downstream of them, and
    /// nothing else. Afterwards `changed` holds what is watched and changed since that revision,
    /// sources first. `all` if nothing else was written.
    ///
    /// A node that did not change stops the walk: what lies behind it is not even looked at, though it may
    /// be out of date by what waits for a later flush. Not while a transaction is open.
    pub(crate) fn walk(
        &mut self,
        changed: &mut Vec<u32>,
        since: u64,
        all: bool,
        revision: u64,
        computer: &mut impl Computer,
    ) {
        debug_assert!(self.nodes.journal.is_none(), "a flush waits for the end of the turn");
        let base = self.links.base();
        if base > 0 {
            self.fixed.walk(changed, since, all, revision, computer);
            self.mark_changed_outer();
            if self.links.list.is_empty() {
                return;
            }
            self.pull_outer(revision, computer);
            self.mark_changed_outer();
        }
        let is_leaf = |graph: &Self, source: u32| {
            let is_own = source >= base;
            is_own && graph.links[source].dependents.is_empty() && graph.is_clean(source)
        };
        if changed.iter().all(|&source| is_leaf(self, source)) {
            return;
        }
        self.begin_walk();
        for &source in changed.iter().filter(|&&source| source >= base) {
            self.visit(source);
        }
        for &source in &*changed {
            if is_leaf(self, source) {
                continue;
            }
            // A computed that is looked at once more stands among the sources, too.
            self.pull(source, revision, computer);
            self.look_behind(source, since, computer);
        }
        let mut level = 0;
        while level < self.wave.end {
            let node = self.wave.levels[level];
            if node == NONE {
                level += 1;
                continue;
            }
            self.wave.levels[level] = self.nodes.nodes[node].next;
            let news = self.compute_ready(node, revision, computer) || {
                self.pull(node, revision, computer);
                // A change that was pulled before this walk is news to it all the same.
                let news = self.changed(node) > since;
                if news {
                    self.look_behind(node, since, computer);
                }
                news
            };
            if news && !self.links[node].watchers.is_empty() {
                changed.push(node);
            }
        }
        self.wave.end = 0;
    }

    /// Computes a node that is dirty and depends on nothing stale, as most are when their level comes,
    /// and notes what is behind it. True if it changed.
    #[inline]
    fn compute_ready(&mut self, node: u32, revision: u64, computer: &mut impl Computer) -> bool {
        let Self { nodes, links, wave, stamp, .. } = self;
        let links = &links[node];
        let (deps, dependents) = (links.deps(), &links.dependents);
        if nodes.status(node) != Status::Dirty || !deps.iter().all(|&dep| nodes.is_ready(dep)) {
            return false;
        }
        let nodes = &mut nodes.nodes;
        let outcome = computer.compute(node, deps);
        let at = &mut nodes[node];
        at.status = Status::Clean;
        if outcome == Outcome::Same {
            return false;
        }
        at.changed = revision;
        for edge in dependents {
            let dependent = &mut nodes[edge.node];
            dependent.status = Status::Dirty;
            wave.note(edge.node, dependent, *stamp);
        }
        true
    }

    /// Notes the dependents that a change of a node since then touched. One that is up to date and did not
    /// change has nothing to tell.
    fn look_behind(&mut self, node: u32, since: u64, computer: &impl Computer) {
        let is_changed = self.changed(node) > since;
        let Self { nodes, links, fixed, wave, stamp, .. } = self;
        let dependents = if links.is_before(node) {
            fixed.lists_of(node).map_or(&[][..], |lists| &lists.dependents)
        } else {
            &links[node].dependents
        };
        for &Edge { node: behind, span, .. } in dependents {
            let dependent = &mut nodes.nodes[behind];
            if dependent.status == Status::Clean && dependent.changed <= since {
                continue;
            }
            if is_changed && (span.is_whole() || computer.is_marked(node, span, since)) {
                wave.note(behind, dependent, *stamp);
            }
        }
    }
}
