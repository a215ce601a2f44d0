//! How nodes come into the graph and go, and who is connected to whom.

use super::watchers::Watchers;
use super::{Graph, NONE, Node, Nodes, Status};
use crate::meta::Span;

/// A dependent, and the marks of this node it reacts to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) node: u32,
    /// Which of its dependencies this is.
    pub(super) dep: u32,
    pub(super) span: Span,
}

/// Who is connected to a node.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// The dependencies, and after them, as many, where the list of dependents of each holds this node.
    /// One allocation, for a store has many nodes.
    pub(super) ends: Box<[u32]>,
    pub(super) dependents: Vec<Edge>,
    pub(super) watchers: Watchers,
}

impl Links {
    #[inline]
    pub(super) fn deps(&self) -> &[u32] {
        &self.ends[..self.ends.len() / 2]
    }

    /// Invariant: where the list of dependents of each dependency holds this node.
    #[cfg(any(test, debug_assertions))]
    pub(super) fn ends(&self) -> &[u32] {
        &self.ends[self.ends.len() / 2..]
    }
}

/// Gives memory back that a list has not used for long; what grows again soon keeps its room.
#[inline]
pub(crate) fn give_room_back<T>(list: &mut Vec<T>) {
    const SMALL: usize = 128;
    if list.capacity() > SMALL && list.len() < list.capacity() / 4 {
        list.shrink_to((list.len() * 2).max(SMALL));
    }
}

/// Adds to a list that most often has no other element, for which it takes no more room then.
pub(super) fn push_alone<T>(list: &mut Vec<T>, item: T) {
    if list.capacity() == 0 {
        list.reserve_exact(1);
    }
    list.push(item);
}

impl Graph {
    /// Who depends on a node; of one of the compiled graph, from outside.
    #[cfg(any(test, debug_assertions))]
    pub(super) fn dependents(&self, node: u32) -> &[Edge] {
        if self.is_fixed(node) {
            return self.fixed.lists_of(node).map_or(&[], |lists| &lists.dependents);
        }
        &self.links[node].dependents
    }

    fn dependents_mut(&mut self, node: u32) -> &mut Vec<Edge> {
        if self.is_fixed(node) {
            return &mut self.fixed.lists_mut(node).dependents;
        }
        &mut self.links[node].dependents
    }

    /// Adds a node that has no value yet. Dependencies must be in the graph. An index that was given
    /// back is used again: order comes from levels, never from indices alone.
    pub(crate) fn insert(&mut self, deps: &[(u32, Span)]) -> u32 {
        let node = self.free.pop().unwrap_or(self.links.bound());
        let mut level = 0;
        let mut ends = Vec::with_capacity(2 * deps.len());
        ends.extend(deps.iter().map(|&(dep, _)| dep));
        for (index, &(dep, span)) in deps.iter().enumerate() {
            level = level.max(self.level(dep) + 1);
            let dependents = self.dependents_mut(dep);
            ends.push(dependents.len() as u32);
            push_alone(dependents, Edge { node, dep: index as u32, span });
            if self.is_fixed(dep) {
                self.fixed.note_lists(dep);
            }
        }
        let fresh = Node {
            status: Status::Dirty,
            counted: false,
            level,
            uses: 0,
            reach: NONE,
            changed: 0,
            visited: 0,
            next: NONE,
        };
        let links = Links { ends: ends.into(), ..Links::default() };
        match self.links.get_mut(node) {
            Some(free) => {
                *free = links;
                self.nodes.nodes[node] = fresh;
            }
            None => {
                self.links.list.push(links);
                self.nodes.nodes.list.push(fresh);
            }
        }
        node
    }

    /// Takes a node out that nobody depends on or watches, and gives its index back. Costs its
    /// dependencies, of which those that nobody depends on any more are told to `left`. Not while a
    /// transaction is open.
    pub(crate) fn remove(&mut self, node: u32, mut left: impl FnMut(u32)) {
        debug_assert!(self.nodes.journal.is_none() && self.is_loose(node));
        let mut ends = std::mem::take(&mut self.links[node]).ends;
        let count = ends.len() / 2;
        for index in 0..count {
            let (dep, at) = (ends[index], ends[count + index]);
            let dependents = self.dependents_mut(dep);
            dependents.swap_remove(at as usize);
            if dependents.capacity() > 8 && dependents.len() * 4 < dependents.capacity() {
                dependents.shrink_to(dependents.len() * 2);
            }
            let moved = dependents.get(at as usize).copied();
            if let Some(Edge { node: moved, dep, .. }) = moved {
                let ends = if moved == node { &mut ends } else { &mut self.links[moved].ends };
                let half = ends.len() / 2;
                ends[half + dep as usize] = at;
            }
            if self.is_fixed(dep) {
                self.fixed.note_lists(dep);
            } else if self.is_loose(dep) {
                left(dep);
            }
        }
        let free = &mut self.nodes.nodes[node];
        free.level = NONE;
        free.next = self.free.len() as u32;
        self.free.push(node);
    }

    /// Gives the indices at the end back that name no node; tells how many are left. Costs those.
    pub(crate) fn trim(&mut self) -> usize {
        let Self { nodes: Nodes { nodes, .. }, links, free, .. } = self;
        while let Some(&Node { level: NONE, next, .. }) = nodes.list.last() {
            free.swap_remove(next as usize);
            if let Some(&moved) = free.get(next as usize) {
                nodes[moved].next = next;
            }
            nodes.list.pop();
            links.list.pop();
        }
        give_room_back(&mut nodes.list);
        give_room_back(&mut links.list);
        give_room_back(free);
        links.bound() as usize
    }
}
