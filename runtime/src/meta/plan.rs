//! What follows from the descriptions of all nodes of a compiled graph: who is connected to whom, as
//! lists and as masks. Worked out once for each graph, when its first store is made.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Dep, GraphMeta, Meta, Span};
use crate::error::Error;
use crate::sync::Mutex;

/// The plan of a compiled graph. Its nodes are numbered so that each comes after all it depends on.
#[derive(Debug)]
pub(crate) struct Plan {
    metas: Box<[Option<&'static Meta>]>,
    nodes: Box<[Planned]>,
    /// Who depends on each node among the 64 nodes of its own word.
    within: Box<[[u64; 64]]>,
    /// Who has dependents in later words.
    beyond: Box<[u64]>,
    deps: Box<[u32]>,
    reached: Box<[Reached]>,
    ancestors: Box<[u64]>,
    /// The nodes by their ids.
    ids: FxHashMap<u64, u32>,
}

#[derive(Debug)]
struct Planned {
    level: u32,
    deps: Range<u32>,
    reached: Range<u32>,
    /// Where the node's ancestors and the node itself are: from this word on.
    first: u32,
    ancestors: Range<u32>,
}

/// Dependents of a node, some bits of one word, and the marks of the node that they react to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reached {
    pub(crate) span: Span,
    pub(crate) word: u32,
    pub(crate) mask: u64,
}

/// A run of words of a mask over all nodes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a> {
    pub(crate) first: usize,
    pub(crate) words: &'a [u64],
}

/// The word and the bit of a node.
#[inline]
pub(crate) const fn bit_of(node: u32) -> (usize, u64) {
    (node as usize / 64, 1 << (node % 64))
}

/// The bits of a word, the lowest first.
pub(crate) fn bits(word: usize, mut mask: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (mask != 0).then(|| mask.trailing_zeros())?;
        mask &= mask - 1;
        Some(word as u32 * 64 + bit)
    })
}

impl Plan {
    /// The plan of a graph, worked out at its first use.
    pub(crate) fn of(
        graph: &'static GraphMeta,
        metas: fn(&mut Vec<Option<&'static Meta>>),
        base: fn(&'static GraphMeta) -> Option<u32>,
    ) -> Result<Arc<Self>, Error> {
        static PLANS: Mutex<Vec<(&GraphMeta, Arc<Plan>)>> = Mutex::new(Vec::new());
        let mut plans = PLANS.lock();
        if let Some((_, plan)) = plans.iter().find(|(known, _)| std::ptr::eq(*known, graph)) {
            return Ok(Arc::clone(plan));
        }
        let mut list = Vec::new();
        metas(&mut list);
        let plan = Arc::new(Self::new(list, base)?);
        plans.push((graph, Arc::clone(&plan)));
        Ok(plan)
    }

    fn new(
        metas: Vec<Option<&'static Meta>>,
        base: fn(&'static GraphMeta) -> Option<u32>,
    ) -> Result<Self, Error> {
        let index = |dep: &Dep| {
            let (home, at) = dep.meta.place.expect("a dependency is in a compiled graph");
            base(home).expect("a dependency is in the graph or in one it includes") + at
        };
        let mut plan = Builder::default();
        let mut ids = FxHashMap::default();
        for (node, meta) in metas.iter().enumerate() {
            let known = meta.and_then(|meta| ids.insert(meta.id.as_u64(), node as u32));
            if let (Some(known), Some(meta)) = (known, meta) {
                let known = metas[known as usize].expect("what has an id is there");
                return Err(collision(known, meta));
            }
            let deps = meta.map_or(&[][..], |meta| meta.deps);
            plan.add(deps.iter().map(|dep| (index(dep), dep.span)));
        }
        Ok(plan.finish(metas.into(), ids))
    }

    /// The plan of nodes without a description.
    #[cfg(test)]
    pub(crate) fn of_deps(deps: &[Vec<(u32, Span)>]) -> Arc<Self> {
        let mut plan = Builder::default();
        for deps in deps {
            plan.add(deps.iter().copied());
        }
        Arc::new(plan.finish(vec![None; deps.len()].into(), FxHashMap::default()))
    }

    pub(crate) fn len(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// How many words a mask over all nodes has.
    pub(crate) fn words(&self) -> usize {
        self.nodes.len().div_ceil(64)
    }

    /// The descriptions in order; nothing of a node that a `cfg` removed.
    pub(crate) fn metas(&self) -> &[Option<&'static Meta>] {
        &self.metas
    }

    pub(crate) fn find(&self, id: u64) -> Option<u32> {
        self.ids.get(&id).copied()
    }

    #[inline]
    pub(crate) fn level(&self, node: u32) -> u32 {
        self.nodes[node as usize].level
    }

    #[inline]
    pub(crate) fn deps(&self, node: u32) -> &[u32] {
        &self.deps[as_usize(&self.nodes[node as usize].deps)]
    }

    /// Who depends on a node.
    #[inline]
    pub(crate) fn reached(&self, node: u32) -> &[Reached] {
        &self.reached[as_usize(&self.nodes[node as usize].reached)]
    }

    /// Who depends on each node among those of its own word, a list for each word.
    pub(crate) fn within(&self) -> &[[u64; 64]] {
        &self.within
    }

    /// Who has dependents in later words.
    pub(crate) fn beyond(&self) -> &[u64] {
        &self.beyond
    }

    /// All that a node depends on, however indirectly, and the node itself.
    #[inline]
    pub(crate) fn ancestors(&self, node: u32) -> Scope<'_> {
        let planned = &self.nodes[node as usize];
        let words = &self.ancestors[as_usize(&planned.ancestors)];
        Scope { first: planned.first as usize, words }
    }
}

fn as_usize(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// Two nodes of one id.
pub(crate) fn collision(first: &Meta, second: &Meta) -> Error {
    let describe = |meta: &Meta| format!("`{}` ({}:{})", meta.key, meta.file, meta.line);
    Error::Collision { first: describe(first), second: describe(second) }
}

/// A plan in the making.
#[derive(Default)]
struct Builder {
    nodes: Vec<Planned>,
    deps: Vec<u32>,
    reached: Vec<Vec<Reached>>,
    ancestors: Vec<u64>,
}

impl Builder {
    /// Adds a node, after all it depends on.
    fn add(&mut self, deps: impl Iterator<Item = (u32, Span)>) {
        let node = self.nodes.len() as u32;
        let (word, bit) = bit_of(node);
        let mut above = vec![0; word + 1];
        above[word] = bit;
        let from = self.deps.len() as u32;
        let mut level = 0;
        for (dep, span) in deps {
            assert!(dep < node, "a node comes after all it depends on");
            level = level.max(self.nodes[dep as usize].level + 1);
            self.deps.push(dep);
            let Planned { first, ancestors, .. } = &self.nodes[dep as usize];
            let words = &self.ancestors[as_usize(ancestors)];
            for (above, word) in above[*first as usize..].iter_mut().zip(words) {
                *above |= word;
            }
            let reached = &mut self.reached[dep as usize];
            match reached.iter_mut().find(|r| r.word == word as u32 && r.span == span) {
                Some(known) => known.mask |= bit,
                None => reached.push(Reached { span, word: word as u32, mask: bit }),
            }
        }
        let first = above.iter().position(|&word| word != 0).unwrap_or(0);
        let begin = self.ancestors.len() as u32;
        self.ancestors.extend(&above[first..]);
        self.nodes.push(Planned {
            level,
            deps: from..self.deps.len() as u32,
            reached: 0..0,
            first: first as u32,
            ancestors: begin..self.ancestors.len() as u32,
        });
        self.reached.push(Vec::new());
    }

    fn finish(mut self, metas: Box<[Option<&'static Meta>]>, ids: FxHashMap<u64, u32>) -> Plan {
        let words = self.nodes.len().div_ceil(64);
        let (mut within, mut beyond) = (vec![[0; 64]; words], vec![0; words]);
        let mut reached = Vec::new();
        for (node, list) in self.reached.iter().enumerate() {
            let begin = reached.len() as u32;
            reached.extend(list);
            self.nodes[node].reached = begin..reached.len() as u32;
            let (word, bit) = bit_of(node as u32);
            for to in list {
                if to.word as usize == word {
                    within[word][node % 64] |= to.mask;
                } else {
                    beyond[word] |= bit;
                }
            }
        }
        Plan {
            metas,
            nodes: self.nodes.into(),
            within: within.into(),
            beyond: beyond.into(),
            deps: self.deps.into(),
            reached: reached.into(),
            ancestors: self.ancestors.into(),
            ids,
        }
    }
}
