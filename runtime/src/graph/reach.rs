//! Which nodes are used, and how many observers a change reaches.
//!
//! A node is *used* if it is watched, or a dependent of it is used. To begin or to end a use touches what
//! is upstream only where that comes into use, or goes out of it, so that many observers of one node cost
//! no more upstream than one.
//!
//! How many observers there are downstream of a node is counted when somebody asks, and remembered. What
//! was counted is marked, so that a change finds the counts it belongs to: they are the marked nodes
//! upstream of it.

#[cfg(any(test, debug_assertions))]
use std::collections::HashSet;

use super::{Graph, NONE, Watcher};
use crate::meta::{Span, bits};

impl Graph {
    /// Whether somebody observes the node, directly or further down.
    #[inline]
    pub(crate) fn is_used(&self, node: u32) -> bool {
        self.uses(node) > 0
    }

    #[inline]
    pub(super) fn uses(&self, node: u32) -> u32 {
        if self.is_fixed(node) {
            return self.fixed.nodes[node as usize].uses;
        }
        self.nodes.nodes[node].uses
    }

    /// Adds to the uses of a node; returns how many there are then.
    fn add_uses(&mut self, node: u32, more: i32) -> u32 {
        if self.is_fixed(node) {
            return self.fixed.add_uses(node, more);
        }
        let uses = &mut self.nodes.nodes[node].uses;
        *uses = uses.wrapping_add_signed(more);
        *uses
    }

    /// One more member of an observer watches a node.
    pub(super) fn begin_use(&mut self, node: u32) {
        if self.add_uses(node, 1) > 1 {
            return self.forget_reach(node);
        }
        let mut stack = std::mem::take(&mut self.marking);
        stack.push(node);
        while let Some(node) = stack.pop() {
            self.forget_reach(node);
            for at in 0..self.deps(node).len() {
                let dep = self.deps(node)[at];
                if self.add_uses(dep, 1) == 1 {
                    stack.push(dep);
                } else {
                    self.forget_reach(dep);
                }
            }
        }
        self.marking = stack;
    }

    /// This many members of an observer watch a node no more. Tells what is used no more.
    pub(super) fn end_use(&mut self, node: u32, members: u32, mut left: impl FnMut(u32)) {
        self.forget_reach(node);
        if self.add_uses(node, -(members as i32)) > 0 {
            return;
        }
        let mut stack = std::mem::take(&mut self.marking);
        stack.push(node);
        while let Some(node) = stack.pop() {
            left(node);
            for at in 0..self.deps(node).len() {
                let dep = self.deps(node)[at];
                if self.add_uses(dep, -1) == 0 {
                    stack.push(dep);
                }
            }
        }
        self.marking = stack;
    }

    /// What is counted for a node and upstream of it is no longer true.
    fn forget_reach(&mut self, node: u32) {
        let mut stack = std::mem::take(&mut self.forgetting);
        stack.push(node);
        while let Some(node) = stack.pop() {
            if self.take_reach(node) {
                stack.extend_from_slice(self.deps(node));
            }
        }
        self.forgetting = stack;
    }

    /// Forgets the count of a node, and that it was counted; true if either was so.
    fn take_reach(&mut self, node: u32) -> bool {
        if self.is_fixed(node) {
            return self.fixed.take_reach(node);
        }
        let node = &mut self.nodes.nodes[node];
        let known = node.counted || node.reach != NONE;
        (node.counted, node.reach) = (false, NONE);
        known
    }

    #[inline]
    fn known_reach(&self, node: u32) -> u32 {
        if self.is_fixed(node) {
            return self.fixed.nodes[node as usize].reach;
        }
        self.nodes.nodes[node].reach
    }

    /// How many members of observers watch the node or something downstream of it.
    ///
    /// Costs what is used downstream, where something changed there since this was asked last.
    #[inline]
    pub(crate) fn reach(&mut self, node: u32) -> u32 {
        match self.known_reach(node) {
            NONE => self.count_reach(node),
            known => known,
        }
    }

    /// As `reach`, of what a change of a part of the node reaches; may count some twice.
    pub(crate) fn reach_of_part(&mut self, node: u32, part: Span) -> u32 {
        let mut here = 0;
        self.watchers_of_part(node, part, |watcher| here += watcher.count);
        self.reach_with(node, here, |span| span.overlaps(part))
    }

    /// As `reach`, of what a change of some marks of the node reaches; may count some twice.
    pub(crate) fn reach_of(&mut self, node: u32, touches: impl Fn(Span) -> bool) -> u32 {
        let here = self.watchers(node).iter().filter(|watcher| touches(watcher.span));
        let here = here.map(|watcher| watcher.count).sum();
        self.reach_with(node, here, touches)
    }

    /// How many members of observers a change of some marks reaches, with those who watch the node itself.
    #[inline]
    fn reach_with(&mut self, node: u32, here: u32, touches: impl Fn(Span) -> bool) -> u32 {
        let all = self.reach(node);
        let mut reached = here;
        for at in 0.. {
            let dependents = if self.is_fixed(node) {
                self.fixed.lists_of(node).map_or(&[][..], |lists| &lists.dependents)
            } else {
                &self.links[node].dependents
            };
            let Some(edge) = dependents.get(at) else { break };
            if touches(edge.span) {
                let behind = edge.node;
                reached = reached.saturating_add(self.reach(behind));
            }
        }
        for at in 0.. {
            let Some(to) = self.fixed.reached(node).get(at).copied() else { break };
            if touches(to.span) {
                for behind in bits(to.word as usize, to.mask) {
                    reached = reached.saturating_add(self.reach(behind));
                }
            }
        }
        reached.min(all)
    }

    #[cold]
    fn count_reach(&mut self, root: u32) -> u32 {
        self.begin_walk();
        let mut stack = std::mem::take(&mut self.marking);
        let mut elsewhere = Vec::new();
        let mut reach = 0;
        stack.push(root);
        while let Some(node) = stack.pop() {
            for &Watcher { observer, count, is_elsewhere, .. } in self.watchers(node) {
                if is_elsewhere {
                    elsewhere.push(observer);
                } else {
                    reach += count;
                }
            }
            let Self { nodes, links, fixed, stamp, .. } = &mut *self;
            let dependents = if links.is_before(node) {
                fixed.count_behind(node, &mut stack);
                fixed.lists_of(node).map_or(&[][..], |lists| &lists.dependents)
            } else {
                &links[node].dependents
            };
            for edge in dependents {
                let dependent = &mut nodes.nodes[edge.node];
                if dependent.uses > 0 && dependent.visited != *stamp {
                    dependent.visited = *stamp;
                    dependent.counted = true;
                    stack.push(edge.node);
                }
            }
        }
        self.marking = stack;
        elsewhere.sort_unstable();
        elsewhere.dedup();
        let reach = reach + elsewhere.len() as u32;
        if self.is_fixed(root) {
            self.fixed.nodes[root as usize].reach = reach;
        } else {
            self.nodes.nodes[root].reach = reach;
        }
        reach
    }

    /// What is counted of a node, if it is.
    #[cfg(any(test, debug_assertions))]
    pub(crate) fn counted_reach(&self, node: u32) -> Option<u32> {
        Some(self.known_reach(node)).filter(|&reach| reach != NONE)
    }

    /// Holds what is said of uses and counts; costs the whole graph, once for each count.
    #[cfg(any(test, debug_assertions))]
    pub(super) fn check_reach(&self) {
        let behind = |node: u32| {
            let own = self.dependents(node).iter().map(|edge| edge.node);
            let fixed = self.fixed.reached(node).iter();
            own.chain(fixed.flat_map(|to| bits(to.word as usize, to.mask))).collect::<Vec<_>>()
        };
        let free: HashSet<u32> = self.free.iter().copied().collect();
        for node in (0..self.links.bound()).filter(|node| !free.contains(node)) {
            let members: u32 = self.watchers(node).iter().map(|watcher| watcher.count).sum();
            let used = behind(node).into_iter().filter(|&behind| self.is_used(behind)).count();
            assert_eq!(self.uses(node), members + used as u32, "the uses of node {node}");
            if self.known_reach(node) == NONE {
                continue;
            }
            let mut seen = HashSet::new();
            let mut stack = vec![node];
            while let Some(above) = stack.pop() {
                for node in behind(above).into_iter().filter(|&behind| self.is_used(behind)) {
                    assert!(self.is_counted(node), "node {node} knows that it is counted");
                    if seen.insert(node) {
                        stack.push(node);
                    }
                }
            }
        }
    }

    #[cfg(any(test, debug_assertions))]
    fn is_counted(&self, node: u32) -> bool {
        if self.is_fixed(node) {
            return self.fixed.is_counted(node);
        }
        self.nodes.nodes[node].counted
    }
}
