//! The wave that brings a part of a compiled graph up to date: which node is next, and what follows from
//! its change. It knows no values; the nodes of the graph run it, so that a step is compiled into one
//! loop with what is computed.

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Computed, Garbage, Inputs};
use crate::meta::{Kind, Plan, Scope, bit_of, bits};
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
    /// A list for each word.
    pub(crate) changed: &'a mut [[u64; 64]],
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
        self.changed[word][node as usize % 64] = self.revision;
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
            if self.dirty[word] & mask != 0 {
                self.run_word(word, mask, nodes, &mut computing, busy);
            }
        }
    }

    #[inline]
    fn run_word<N: Nodes>(
        &mut self,
        word: usize,
        mask: u64,
        nodes: &mut N,
        computing: &mut Computing<'_>,
        busy: &AtomicUsize,
    ) {
        let (plan, revision) = (self.plan, self.revision);
        let (within, beyond) = (&plan.within()[word], plan.beyond()[word]);
        let sources = self.sources[word];
        let (dirty, later) = self.dirty[word..].split_at_mut(1);
        let changed_at = &mut self.changed[word];
        let mut at_hand = AtHand {
            dirty: dirty[0],
            changed: 0,
            ran: 0,
            node: 0,
            kept_dirty: &mut dirty[0],
            news: &mut self.news[word],
            computed: !sources,
            outer: self.outer[word],
            changed_outer: self.changed_outer,
            current: &mut self.current,
            recomputed: &mut self.recomputed,
            unchanged: &mut self.unchanged,
        };
        loop {
            let due = at_hand.dirty & mask;
            if due == 0 {
                return;
            }
            let index = due.trailing_zeros() % 64;
            let bit = due & due.wrapping_neg();
            let node = word as u32 * 64 + index;
            at_hand.dirty ^= bit;
            at_hand.node = node;
            busy.store(node as usize, Ordering::Relaxed);
            // Opaque, or the address of every slot is worked out before the first node is computed.
            let nodes = black_box(&mut *nodes);
            let changed = if sources & bit == 0 {
                let changed = nodes.recompute(node, computing);
                at_hand.ran |= bit;
                changed
            } else {
                let (changed, is_computed) = begin(plan, nodes, node, computing);
                *at_hand.recomputed += u64::from(is_computed);
                changed
            };
            #[cfg(debug_assertions)]
            if is_computed(plan, node) {
                self.noted.push((node, changed));
            }
            if !changed {
                continue;
            }
            at_hand.changed |= bit;
            at_hand.dirty |= within[index as usize];
            changed_at[index as usize] = revision;
            if beyond & bit != 0 {
                for to in plan.reached(node) {
                    if let Some(at) = (to.word as usize).checked_sub(word + 1) {
                        later[at] |= to.mask;
                    }
                }
            }
        }
    }
}

fn is_computed(plan: &Plan, node: u32) -> bool {
    plan.metas()[node as usize].is_some_and(|meta| meta.kind == Kind::Computed)
}

/// Gives a node its first value that depends on nothing. True if it is another one, and if it was computed.
#[cold]
fn begin<N: Nodes>(
    plan: &Plan,
    nodes: &mut N,
    node: u32,
    computing: &mut Computing<'_>,
) -> (bool, bool) {
    if is_computed(plan, node) {
        return (nodes.recompute(node, computing), true);
    }
    let slot = nodes.slot_mut(node);
    (slot.recompute(&Inputs::none(), computing.garbage, None) == Computed::Initial, false)
}

/// What a wave does to the nodes of one word; it is noted at the end, also that by a panic.
struct AtHand<'a> {
    dirty: u64,
    changed: u64,
    /// Who was computed, of those that depend on something.
    ran: u64,
    /// The node that was computed last.
    node: u32,
    kept_dirty: &'a mut u64,
    news: &'a mut u64,
    /// Who depends on something: the others change by writes alone, which are told as such.
    computed: u64,
    outer: u64,
    changed_outer: &'a mut Vec<u32>,
    current: &'a mut u32,
    recomputed: &'a mut u64,
    unchanged: &'a mut u64,
}

impl Drop for AtHand<'_> {
    fn drop(&mut self) {
        *self.kept_dirty = self.dirty;
        *self.current = self.node;
        *self.recomputed += u64::from(self.ran.count_ones());
        *self.unchanged += u64::from((self.ran & !self.changed).count_ones());
        *self.news |= self.changed & self.computed;
        let word = self.node as usize / 64;
        self.changed_outer.extend(bits(word, self.changed & self.outer));
    }
}
