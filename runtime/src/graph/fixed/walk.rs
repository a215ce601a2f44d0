//! The walk of a flush through a compiled graph: which of its nodes have news of what was written.

use super::{Fixed, add};
use crate::graph::Computer;
use crate::meta::{Reached, Scope, bit_of, bits};

impl Fixed {
    /// The flush's part of a walk: brings up to date what observers see of these sources, and adds
    /// what changed to the list. `all` if nothing else was written.
    #[inline]
    pub(in crate::graph) fn walk(
        &mut self,
        changed: &mut Vec<u32>,
        since: u64,
        all: bool,
        revision: u64,
        computer: &mut impl Computer,
    ) {
        if !all {
            return self.walk_behind(changed, since, revision, computer);
        }
        if self.dirty.iter().zip(&self.live).any(|(dirty, live)| dirty & live != 0) {
            let live = std::mem::take(&mut self.live);
            self.run(Scope { first: 0, words: &live }, revision, &mut None, computer);
            self.live = live;
        }
        for word in 0..self.news.len() {
            let news = std::mem::take(&mut self.news[word]);
            // What a transaction changed and took back is no news.
            let told = news & self.listened[word] & self.live[word];
            changed.extend(bits(word, told).filter(|&node| self.changed(node) > since));
        }
    }

    /// The walk where some writes wait for a later flush, which tells what follows from them alone: it goes
    /// from the sources only as far as something changed.
    ///
    /// A node comes after all it depends on, so that it is known by then whether the walk comes by.
    #[inline(never)]
    fn walk_behind(
        &mut self,
        changed: &mut Vec<u32>,
        since: u64,
        revision: u64,
        computer: &mut impl Computer,
    ) {
        let Some(plan) = self.plan.clone() else { return };
        let is_ready = self.run_ahead(changed, since, revision, computer);
        self.below.fill(0);
        self.begun.fill(0);
        for &node in changed.iter().filter(|&&node| node < plan.len()) {
            let (word, bit) = bit_of(node);
            self.begun[word] |= bit;
            self.below[word] |= bit & self.live[word];
        }
        for word in 0..self.below.len() {
            let mut seen = 0_u64;
            while let Some(node) = bits(word, self.below[word] & !seen).next() {
                let bit = bit_of(node).1;
                seen |= bit;
                if !is_ready {
                    self.run(plan.ancestors(node), revision, &mut None, computer);
                }
                if self.changed(node) <= since {
                    continue;
                }
                self.news[word] &= !bit;
                if self.listened[word] & !self.begun[word] & bit != 0 {
                    changed.push(node);
                }
                for to in plan.reached(node) {
                    let at = to.word as usize;
                    let fresh = to.mask & self.live[at] & !self.below[at];
                    if fresh != 0 && self.touches(node, to, since, computer) {
                        self.below[at] |= fresh;
                    }
                }
            }
        }
    }

    /// Brings up to date in one wave what the walk comes by. False if something there may be out of date
    /// by what waits for a later flush, which is not computed before it is needed.
    fn run_ahead(
        &mut self,
        sources: &[u32],
        since: u64,
        revision: u64,
        computer: &mut impl Computer,
    ) -> bool {
        let Some(plan) = self.plan.clone() else { return true };
        for mask in [&mut self.begun, &mut self.below, &mut self.above] {
            mask.fill(0);
        }
        for &node in sources.iter().filter(|&&node| node < plan.len()) {
            let (word, bit) = bit_of(node);
            self.below[word] |= bit;
            self.begun[word] |= bit;
            for to in plan.reached(node) {
                if self.touches(node, to, since, computer) {
                    self.begun[to.word as usize] |= to.mask;
                }
            }
        }
        for word in 0..self.below.len() {
            // Those in the same word that depend on one of them come after it.
            let mut seen = 0_u64;
            while let Some(node) = bits(word, self.below[word] & !seen).next() {
                let (_, bit) = bit_of(node);
                seen |= bit;
                for to in plan.reached(node) {
                    let at = to.word as usize;
                    self.below[at] |= to.mask & self.live[at];
                }
                if self.live[word] & bit != 0 {
                    add(&mut self.above, plan.ancestors(node));
                }
            }
        }
        let Self { dirty, above, begun, .. } = &*self;
        let mut masks = dirty.iter().zip(above).zip(begun);
        if masks.any(|((dirty, above), begun)| dirty & above & !begun != 0) {
            return false;
        }
        let above = std::mem::take(&mut self.above);
        self.run(Scope { first: 0, words: &above }, revision, &mut None, computer);
        self.above = above;
        true
    }

    /// Whether a change of a node since then touches these dependents of it.
    fn touches(&self, node: u32, to: &Reached, since: u64, computer: &impl Computer) -> bool {
        self.changed(node) > since
            && (to.span.is_whole() || computer.is_marked(node, to.span, since))
    }
}
