//! The walk of a flush: from what was written upwards, level by level.

use super::{Graph, Outcome, Status};

/// What a walk has still to look at. Empty between two walks; kept for its memory.
#[derive(Debug, Default)]
pub(super) struct Wave {
    /// The nodes to look at, by level.
    levels: Vec<Vec<u32>>,
    /// How many there are.
    waiting: usize,
}

impl Graph {
    /// Brings up to date what observers see of these sources and of all downstream of them, and
    /// nothing else. Afterwards `changed` holds what changed since that revision, sources first.
    ///
    /// A node that did not change stops the walk: what lies behind it is not even looked at.
    pub(crate) fn walk(
        &mut self,
        changed: &mut Vec<u32>,
        since: u64,
        revision: u64,
        mut recompute: impl FnMut(u32, &[u32]) -> Outcome,
    ) {
        self.begin_walk();
        let sources = changed.len();
        for at in 0..sources {
            self.visit(changed[at]);
        }
        for at in 0..sources {
            // A computed that is looked at once more stands among the sources, too.
            self.pull(changed[at], revision, &mut recompute);
            self.look_behind(changed[at], since);
        }
        let mut level = 0;
        while self.wave.waiting > 0 {
            let mut at = 0;
            while let Some(&node) = self.wave.levels[level].get(at) {
                at += 1;
                self.pull(node, revision, &mut recompute);
                if self.changed(node) > since {
                    changed.push(node);
                    self.look_behind(node, since);
                }
            }
            self.wave.waiting -= at;
            self.wave.levels[level].clear();
            level += 1;
        }
    }

    /// Notes the dependents of a node that changed and that somebody observes. One that is to be
    /// checked only has no dependency that changed, or it would be dirty.
    #[inline]
    fn look_behind(&mut self, node: u32, since: u64) {
        let Self { nodes, links, wave, stamp, .. } = self;
        for edge in &links[node as usize].dependents {
            let dependent = &mut nodes.nodes[edge.node as usize];
            let news = dependent.status == Status::Dirty || dependent.changed > since;
            if !news || dependent.reach == 0 || dependent.visited == *stamp {
                continue;
            }
            dependent.visited = *stamp;
            let level = dependent.level as usize;
            if level >= wave.levels.len() {
                wave.levels.resize_with(level + 1, Vec::new);
            }
            wave.levels[level].push(edge.node);
            wave.waiting += 1;
        }
    }
}
