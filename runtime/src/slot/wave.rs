//! The wave that brings a part of a compiled graph up to date: which node is next, and what follows from
//! its change. It knows no values; the nodes of the graph run it, so that a step is compiled into one
//! loop with what is computed.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Computed, Garbage, Inputs};
use crate::meta::{Behind, Kind, Plan, Scope, bit_of};
use crate::slot::Computing;
use crate::tier::Nodes;

/// Nodes that are out of date, in an order in which each comes after all it depends on.
#[allow(missing_debug_implementations, reason = "nobody outside can name it")]
pub(crate) struct Wave<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) behind: &'a [Behind],
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
    /// The computeds that ran, and whether they changed, for those who debug.
    #[cfg(debug_assertions)]
    pub(crate) noted: &'a mut Vec<(u32, bool)>,
}

impl Wave<'_> {
    /// The next node, which is no longer out of date.
    pub(crate) fn next(&mut self) -> Option<u32> {
        while let Some(mask) = self.scope.words.get(self.at) {
            let word = self.scope.first + self.at;
            let due = self.dirty[word] & mask;
            if due != 0 {
                self.dirty[word] &= !(due & due.wrapping_neg());
                self.current = word as u32 * 64 + due.trailing_zeros();
                return Some(self.current);
            }
            self.at += 1;
        }
        None
    }

    /// A node changed: what depends on it is out of date.
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
    ///
    /// As `next` and `spread`, with everything that is the same for a word or for all nodes at hand.
    #[inline]
    pub(crate) fn run<N: Nodes>(
        &mut self,
        nodes: &mut N,
        garbage: &mut Garbage,
        busy: &AtomicUsize,
    ) {
        let mut computing = Computing { garbage, saved: None };
        for at in 0..self.scope.words.len() {
            let (word, mask) = (self.scope.first + at, self.scope.words[at]);
            if self.dirty[word] & mask == 0 {
                continue;
            }
            let (sources, outer) = (self.sources[word], self.outer[word]);
            let (before, after) = self.dirty.split_at_mut(word + 1);
            let mut at_hand = AtHand::new(&mut before[word], &mut self.news[word]);
            loop {
                let due = at_hand.dirty & mask;
                if due == 0 {
                    break;
                }
                let bit = due & due.wrapping_neg();
                let node = word as u32 * 64 + due.trailing_zeros();
                at_hand.dirty &= !bit;
                self.current = node;
                busy.store(node as usize, Ordering::Relaxed);
                let changed = if sources & bit == 0 {
                    let changed = nodes.recompute(node, &mut computing);
                    self.recomputed += 1;
                    changed
                } else {
                    let changed = begin(self.plan, nodes, node, &mut computing);
                    self.recomputed += u64::from(is_computed(self.plan, node));
                    changed
                };
                #[cfg(debug_assertions)]
                if is_computed(self.plan, node) {
                    self.noted.push((node, changed));
                }
                if !changed {
                    self.unchanged += u64::from(sources & bit == 0);
                    continue;
                }
                self.changed[node as usize] = self.revision;
                at_hand.news |= bit & !sources;
                if outer & bit != 0 {
                    self.changed_outer.push(node);
                }
                let behind = self.behind[node as usize];
                let mut spread = |to: u32, mask: u64| match (to as usize).checked_sub(word + 1) {
                    None => at_hand.dirty |= mask,
                    Some(later) => after[later] |= mask,
                };
                spread(behind.word, behind.mask);
                if behind.has_others() {
                    for to in self.plan.others(behind) {
                        spread(to.word, to.mask);
                    }
                }
            }
        }
    }
}

/// The bits of the word at hand, which go back to where they are kept at the end, also that by a panic.
struct AtHand<'a> {
    dirty: u64,
    news: u64,
    kept: (&'a mut u64, &'a mut u64),
}

impl<'a> AtHand<'a> {
    fn new(dirty: &'a mut u64, news: &'a mut u64) -> Self {
        Self { dirty: *dirty, news: *news, kept: (dirty, news) }
    }
}

impl Drop for AtHand<'_> {
    fn drop(&mut self) {
        *self.kept.0 = self.dirty;
        *self.kept.1 = self.news;
    }
}

fn is_computed(plan: &Plan, node: u32) -> bool {
    plan.metas()[node as usize].is_some_and(|meta| meta.kind == Kind::Computed)
}

/// Gives a node its first value that depends on nothing.
#[cold]
fn begin<N: Nodes>(plan: &Plan, nodes: &mut N, node: u32, computing: &mut Computing<'_>) -> bool {
    if is_computed(plan, node) {
        return nodes.recompute(node, computing);
    }
    let slot = nodes.slot_mut(node);
    slot.recompute(&Inputs::none(), computing.garbage, None) == Computed::Initial
}
