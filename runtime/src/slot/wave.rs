//! The wave that brings a part of a compiled graph up to date: which node is next, and what follows from
//! its change. It knows no values; the nodes of the graph run it, so that a step is compiled into one
//! loop with what is computed.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Computed, Garbage, Inputs};
use crate::meta::{Kind, Plan, Scope, bit_of};
use crate::slot::Computing;
use crate::tier::Nodes;

/// Nodes that are out of date, in an order in which each comes after all it depends on.
#[allow(missing_debug_implementations, reason = "nobody outside can name it")]
pub(crate) struct Wave<'a> {
    pub(crate) plan: &'a Plan,
    /// What is to be brought up to date.
    pub(crate) scope: Scope<'a>,
    /// The word of the scope that is looked at.
    pub(crate) at: usize,
    /// As in the graph, whose fields these are.
    pub(crate) sources: &'a [u64],
    pub(crate) dirty: &'a mut [u64],
    pub(crate) news: &'a mut [u64],
    pub(crate) outer: &'a [u64],
    pub(crate) changed: &'a mut [u64],
    pub(crate) changed_outer: &'a mut Vec<u32>,
    pub(crate) revision: u64,
    /// The node that was given out last.
    pub(crate) current: u32,
    pub(crate) recomputed: u64,
    pub(crate) unchanged: u64,
}

impl Wave<'_> {
    /// The next node, which is no longer out of date.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<u32> {
        while let Some(mask) = self.scope.words.get(self.at) {
            let word = self.scope.first + self.at;
            let due = self.dirty[word] & mask;
            if due != 0 {
                let bit = due.trailing_zeros();
                self.dirty[word] &= !(1 << bit);
                self.current = word as u32 * 64 + bit;
                return Some(self.current);
            }
            self.at += 1;
        }
        None
    }

    #[inline]
    fn is_source(&self, node: u32) -> bool {
        let (word, bit) = bit_of(node);
        self.sources[word] & bit != 0
    }

    /// A node changed: what depends on it is out of date.
    #[inline]
    pub(crate) fn spread(&mut self, node: u32) {
        let (word, bit) = bit_of(node);
        self.changed[node as usize] = self.revision;
        // What depends on nothing changes by writes alone, which are told as such.
        self.news[word] |= bit & !self.sources[word];
        if self.outer[word] & bit != 0 {
            self.changed_outer.push(node);
        }
        for to in self.plan.reached(node) {
            self.dirty[to.word as usize] |= to.mask;
        }
    }

    /// Computes node after node. `busy` is told which.
    #[inline]
    pub(crate) fn run<N: Nodes>(
        &mut self,
        nodes: &mut N,
        garbage: &mut Garbage,
        busy: &AtomicUsize,
    ) {
        while let Some(node) = self.next() {
            busy.store(node as usize, Ordering::Relaxed);
            let changed = if self.is_source(node) {
                self.begin(nodes, node, garbage)
            } else {
                let changed = nodes.recompute(node, &mut Computing { garbage, saved: None });
                self.recomputed += 1;
                self.unchanged += u64::from(!changed);
                changed
            };
            if changed {
                self.spread(node);
            }
        }
    }

    /// Gives a node its first value that depends on nothing.
    #[cold]
    fn begin<N: Nodes>(&mut self, nodes: &mut N, node: u32, garbage: &mut Garbage) -> bool {
        let meta = self.plan.metas()[node as usize];
        if meta.is_some_and(|meta| meta.kind == Kind::Computed) {
            self.recomputed += 1;
            return nodes.recompute(node, &mut Computing { garbage, saved: None });
        }
        let slot = nodes.slot_mut(node);
        slot.recompute(&Inputs::none(), garbage, None) == Computed::Initial
    }
}
