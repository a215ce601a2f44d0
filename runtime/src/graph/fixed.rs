//! The part of a graph that is known at compile time: its nodes come first, each after all it depends
//! on, and who is out of date is a bit.
//!
//! A bit is set when a dependency *changed*, not when something upstream might have: to bring a node up
//! to date, everything upstream whose bit is set is computed in order, which sets further bits. There is
//! nothing to mark, to sort or to take back where a value turns out to be the same.

use std::sync::Arc;

use super::links::Edge;
use super::watchers::Watchers;
use super::{Computer, Journal, Journaled, NONE, Outcome};
use crate::meta::{Plan, Reached, Scope, Span, bit_of, bits};
use crate::slot::Wave;

mod walk;

/// The nodes of a compiled graph; none in a store that has no such graph.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    plan: Option<Arc<Plan>>,
    pub(super) nodes: Box<[Node]>,
    /// The revision of the last change of each node, a list for each word.
    changed: Box<[[u64; 64]]>,
    /// Who depends on nothing.
    sources: Box<[u64]>,
    /// Who has no value yet, or a dependency that changed since it was computed.
    dirty: Box<[u64]>,
    /// Who is used: observed, directly or further down.
    live: Box<[u64]>,
    /// Whose observers are counted in the reach of a node upstream.
    counted: Box<[u64]>,
    /// Which computeds changed since they were told last.
    news: Box<[u64]>,
    /// Who has watchers, or dependents outside of the compiled graph.
    listened: Box<[u64]>,
    /// Of these, who has dependents outside.
    outer: Box<[u64]>,
    /// Everything upstream of these; what depends on it is not looked at before it is up to date.
    above_outer: Box<[u64]>,
    /// Invariant: empty between two operations of the graph.
    changed_outer: Vec<u32>,
    lists: Vec<Lists>,
    /// What the walk at hand has come by.
    visited: Box<[u64]>,
    /// What a walk begins with.
    begun: Box<[u64]>,
    /// What it has come by, or will.
    below: Box<[u64]>,
    /// Everything upstream of what it may come by.
    above: Box<[u64]>,
    /// Empty between two waves; kept for its memory.
    #[cfg(debug_assertions)]
    noted: Vec<(u32, bool)>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// As those of the other nodes.
    pub(super) uses: u32,
    pub(super) reach: u32,
    /// Where its lists are, or `NONE`.
    lists: u32,
}

/// Who listens to a node, from outside of the compiled graph.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) dependents: Vec<Edge>,
    pub(super) watchers: Watchers,
}

impl Fixed {
    pub(super) fn new(plan: Arc<Plan>) -> Self {
        let (words, len) = (plan.words(), plan.len());
        let none = || vec![0; words].into_boxed_slice();
        let (mut dirty, mut sources) = (none(), none());
        for node in 0..len {
            let (word, bit) = bit_of(node);
            dirty[word] |= bit;
            set(&mut sources[word], bit, plan.deps(node).is_empty());
        }
        let nodes = vec![Node { uses: 0, reach: NONE, lists: NONE }; len as usize];
        Self {
            plan: Some(plan),
            nodes: nodes.into(),
            changed: vec![[0; 64]; words].into(),
            sources,
            dirty,
            live: none(),
            counted: none(),
            news: none(),
            listened: none(),
            outer: none(),
            above_outer: none(),
            changed_outer: Vec::new(),
            lists: Vec::new(),
            visited: none(),
            begun: none(),
            below: none(),
            above: none(),
            #[cfg(debug_assertions)]
            noted: Vec::new(),
        }
    }

    /// The revision of the last change of a node.
    #[inline]
    pub(super) fn changed(&self, node: u32) -> u64 {
        self.changed[node as usize / 64][node as usize % 64]
    }

    #[inline]
    pub(super) fn changed_mut(&mut self, node: u32) -> &mut u64 {
        &mut self.changed[node as usize / 64][node as usize % 64]
    }

    /// How many nodes ever changed. Costs all of them.
    pub(super) fn used(&self) -> usize {
        self.changed.iter().flatten().filter(|&&changed| changed > 0).count()
    }

    pub(super) fn plan(&self) -> &Plan {
        self.plan.as_deref().expect("there are no nodes without a plan")
    }

    pub(super) fn lists_of(&self, node: u32) -> Option<&Lists> {
        self.lists.get(self.nodes[node as usize].lists as usize)
    }

    /// The lists of all nodes that have some.
    pub(super) fn lists(&self) -> &[Lists] {
        &self.lists
    }

    /// The memory of what there is for each node, without lists.
    pub(super) fn bytes(&self) -> usize {
        const MASKS: usize = 14;
        size_of_val(&*self.nodes) + size_of_val(&*self.changed) + MASKS * size_of_val(&*self.dirty)
    }

    /// Whether nodes outside need it.
    pub(super) fn is_above_outer(&self, node: u32) -> bool {
        let (word, bit) = bit_of(node);
        self.above_outer[word] & bit != 0
    }

    /// The lists of a node, made at their first use.
    pub(super) fn lists_mut(&mut self, node: u32) -> &mut Lists {
        let Self { nodes, lists, .. } = self;
        let at = &mut nodes[node as usize].lists;
        if *at == NONE {
            *at = lists.len() as u32;
            lists.push(Lists::default());
        }
        &mut lists[*at as usize]
    }

    /// The lists of a node became longer or shorter.
    pub(super) fn note_lists(&mut self, node: u32) {
        let (listened, outer) = match self.lists_of(node) {
            None => (false, false),
            Some(Lists { dependents, watchers }) => {
                (!(dependents.is_empty() && watchers.is_empty()), !dependents.is_empty())
            }
        };
        let (word, bit) = bit_of(node);
        set(&mut self.listened[word], bit, listened);
        if (self.outer[word] & bit != 0) != outer {
            set(&mut self.outer[word], bit, outer);
            self.above_outer.fill(0);
            let Self { plan: Some(plan), outer, above_outer, .. } = self else { return };
            for (word, &mask) in outer.iter().enumerate() {
                for node in bits(word, mask) {
                    add(above_outer, plan.ancestors(node));
                }
            }
        }
    }

    /// Adds to the uses of a node; returns how many there are then.
    pub(super) fn add_uses(&mut self, node: u32, more: i32) -> u32 {
        let uses = &mut self.nodes[node as usize].uses;
        *uses = uses.wrapping_add_signed(more);
        let (word, bit) = bit_of(node);
        set(&mut self.live[word], bit, *uses > 0);
        *uses
    }

    /// Forgets the count of a node, and that it was counted; true if either was so.
    pub(super) fn take_reach(&mut self, node: u32) -> bool {
        let (word, bit) = bit_of(node);
        let reach = std::mem::replace(&mut self.nodes[node as usize].reach, NONE);
        let known = self.counted[word] & bit != 0 || reach != NONE;
        self.counted[word] &= !bit;
        known
    }

    /// Puts on the stack who is used and depends on a node, where a walk comes by for the first time, and
    /// notes that it is counted.
    pub(super) fn count_behind(&mut self, node: u32, stack: &mut Vec<u32>) {
        let Self { plan: Some(plan), live, visited, counted, .. } = self else { return };
        for to in plan.reached(node) {
            let word = to.word as usize;
            let fresh = to.mask & live[word] & !visited[word];
            visited[word] |= fresh;
            counted[word] |= fresh;
            stack.extend(bits(word, fresh));
        }
    }

    /// Who depends on a node in the compiled graph.
    pub(super) fn reached(&self, node: u32) -> &[Reached] {
        match &self.plan {
            Some(plan) if node < plan.len() => plan.reached(node),
            _ => &[],
        }
    }

    #[inline]
    pub(super) fn is_clean(&self, node: u32) -> bool {
        let (word, bit) = bit_of(node);
        if self.sources[word] & bit != 0 {
            return self.dirty[word] & bit == 0;
        }
        self.dirty[..=word].iter().all(|&dirty| dirty == 0)
            || !self.is_stale(self.plan().ancestors(node))
    }

    #[inline]
    fn is_stale(&self, scope: Scope<'_>) -> bool {
        let dirty = &self.dirty[scope.first..];
        scope.words.iter().zip(dirty).any(|(scope, dirty)| scope & dirty != 0)
    }

    /// Whether something that nodes outside depend on is out of date.
    #[inline]
    pub(super) fn is_outer_stale(&self) -> bool {
        self.is_stale(Scope { first: 0, words: &self.above_outer })
    }

    /// Has a node computed at its next use.
    pub(super) fn invalidate(&mut self, node: u32, journal: &mut Journal) {
        let (word, bit) = bit_of(node);
        save_word(journal, word, self.dirty[word]);
        self.dirty[word] |= bit;
    }

    /// Records that a source changed.
    #[inline]
    pub(super) fn mark(
        &mut self,
        source: u32,
        revision: u64,
        journal: &mut Journal,
        touches: &impl Fn(Span) -> bool,
    ) {
        let changed = std::mem::replace(self.changed_mut(source), revision);
        if let Some(journal) = journal {
            journal.push(Journaled::Fixed { node: source, changed });
        }
        let Self { plan: Some(plan), dirty, .. } = self else { return };
        for to in plan.reached(source).iter().filter(|to| touches(to.span)) {
            let (word, mask) = (to.word as usize, to.mask);
            save_word(journal, word, dirty[word]);
            dirty[word] |= mask;
        }
    }

    /// As `mark`, for a source whose dependents all react to any change of it. True if it has dependents
    /// outside.
    #[inline]
    pub(super) fn mark_whole(&mut self, source: u32, revision: u64) -> bool {
        *self.changed_mut(source) = revision;
        let Self { plan: Some(plan), dirty, outer, .. } = self else { return false };
        for to in plan.reached(source) {
            dirty[to.word as usize] |= to.mask;
        }
        let (word, bit) = bit_of(source);
        outer[word] & bit != 0
    }

    /// Brings everything in a scope up to date, each node after all it depends on.
    #[inline]
    fn run(
        &mut self,
        scope: Scope<'_>,
        revision: u64,
        journal: &mut Journal,
        computer: &mut impl Computer,
    ) {
        let Some(plan) = self.plan.as_ref().filter(|_| self.is_stale(scope)) else { return };
        let mut wave = Wave {
            plan,
            scope,
            at: 0,
            sources: &self.sources,
            dirty: &mut self.dirty,
            news: &mut self.news,
            outer: &self.outer,
            changed: &mut self.changed,
            changed_outer: &mut self.changed_outer,
            revision,
            current: 0,
            recomputed: 0,
            unchanged: 0,
            #[cfg(debug_assertions)]
            noted: &mut self.noted,
        };
        if journal.is_none() && computer.run(&mut wave) {
            return;
        }
        if let Some(journal) = journal {
            // What a wave may touch. Most often it is a word or two.
            let words = wave.dirty.iter().enumerate();
            journal.extend(words.map(|(word, &dirty)| Journaled::Word { word, dirty }));
        }
        while let Some(node) = wave.next() {
            if computer.compute(node, plan.deps(node)) == Outcome::Changed {
                if let Some(journal) = journal {
                    let changed = wave.changed[node as usize / 64][node as usize % 64];
                    journal.push(Journaled::Fixed { node, changed });
                }
                wave.spread(node);
            }
        }
    }

    pub(super) fn pull(
        &mut self,
        node: u32,
        revision: u64,
        journal: &mut Journal,
        computer: &mut impl Computer,
    ) {
        let plan = self.plan.clone().expect("there are no nodes without a plan");
        self.run(plan.ancestors(node), revision, journal, computer);
    }

    /// Brings up to date what nodes outside depend on.
    pub(super) fn pull_outer(
        &mut self,
        revision: u64,
        journal: &mut Journal,
        computer: &mut impl Computer,
    ) {
        let above = std::mem::take(&mut self.above_outer);
        self.run(Scope { first: 0, words: &above }, revision, journal, computer);
        self.above_outer = above;
    }

    /// One of the nodes that changed and have dependents outside; each is given out once.
    #[inline]
    pub(super) fn next_changed_outer(&mut self) -> Option<u32> {
        self.changed_outer.pop()
    }

    /// Begins a walk that visits each node once.
    pub(super) fn begin_walk(&mut self) {
        self.visited.fill(0);
    }

    /// Visits a node and everything upstream of it.
    pub(super) fn visit_upstream(&mut self, node: u32) {
        let Self { plan: Some(plan), visited, .. } = self else { return };
        add(visited, plan.ancestors(node));
    }

    /// What the walk has visited.
    pub(super) fn visited(&self) -> impl Iterator<Item = u32> + '_ {
        self.visited.iter().enumerate().flat_map(|(word, &mask)| bits(word, mask))
    }

    #[cfg(any(test, debug_assertions))]
    pub(super) fn is_counted(&self, node: u32) -> bool {
        let (word, bit) = bit_of(node);
        self.counted[word] & bit != 0
    }

    pub(super) fn set_dirty(&mut self, word: usize, dirty: u64) {
        self.dirty[word] = dirty;
    }

    #[cfg(any(test, debug_assertions))]
    pub(super) fn check_invariants(&self) {
        assert!(self.changed_outer.is_empty(), "what changed was told to nodes outside");
        for (index, node) in self.nodes.iter().enumerate() {
            let (word, bit) = bit_of(index as u32);
            assert_eq!(self.live[word] & bit != 0, node.uses > 0, "whether {index} is used");
            let lists = self.lists_of(index as u32);
            let watched = lists.is_some_and(|lists| !lists.watchers.is_empty());
            let outer = lists.is_some_and(|lists| !lists.dependents.is_empty());
            assert_eq!(self.listened[word] & bit != 0, watched || outer, "who listens to {index}");
            assert_eq!(self.outer[word] & bit != 0, outer, "who depends on {index}");
        }
    }
}

fn set(word: &mut u64, bit: u64, on: bool) {
    *word = if on { *word | bit } else { *word & !bit };
}

fn add(mask: &mut [u64], scope: Scope<'_>) {
    for (mask, word) in mask[scope.first..].iter_mut().zip(scope.words) {
        *mask |= word;
    }
}

#[inline]
fn save_word(journal: &mut Journal, word: usize, dirty: u64) {
    if let Some(journal) = journal {
        journal.push(Journaled::Word { word, dirty });
    }
}
