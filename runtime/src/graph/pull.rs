//! A read: brings up to date what a node needs, and nothing else.

use super::{Computer, Graph, Outcome, Status};

impl Graph {
    /// Brings a node up to date: every node upstream that needs it is recomputed at most once, after
    /// all it depends on.
    #[inline]
    pub(crate) fn pull(&mut self, node: u32, revision: u64, computer: &mut impl Computer) {
        if self.is_clean(node) {
            return;
        }
        let Self { fixed, nodes, .. } = &mut *self;
        if nodes.nodes.is_before(node) {
            fixed.pull(node, revision, &mut nodes.journal, computer);
        } else {
            self.pull_outer(revision, computer);
        }
        self.mark_changed_outer();
        if !self.is_clean(node) {
            self.pull_stale(node, revision, computer);
        }
    }

    /// Brings up to date what nodes outside of the compiled graph depend on there.
    pub(super) fn pull_outer(&mut self, revision: u64, computer: &mut impl Computer) {
        let Self { fixed, nodes, .. } = self;
        if fixed.is_outer_stale() {
            fixed.pull_outer(revision, &mut nodes.journal, computer);
        }
    }

    fn pull_stale(&mut self, mut node: u32, revision: u64, computer: &mut impl Computer) {
        let Self { nodes, links, pulling, skipped, .. } = self;
        // The first dependency of `node` that was not looked at yet.
        let mut next = 0;
        loop {
            let links = &links[node];
            let (deps, dependents) = (links.deps(), &links.dependents);
            let stale = deps[next..].iter().position(|&dep| !nodes.is_ready(dep));
            if let Some(at) = stale {
                let at = next + at;
                pulling.push((node, at as u32 + 1));
                node = deps[at];
                next = 0;
                continue;
            }
            let dirty = nodes.status(node) == Status::Dirty;
            if nodes.status(node) == Status::Check {
                *skipped += 1;
                computer.skip(node);
            }
            let outcome = if dirty { computer.compute(node, deps) } else { Outcome::Same };
            nodes.set_status(node, Status::Clean);
            if outcome == Outcome::Changed {
                nodes.nodes[node].changed = revision;
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
}
