//! How much memory a graph takes.

use super::links::Edge;
use super::watchers::Watchers;
use super::{Graph, Links, Node, fixed};

impl Graph {
    /// How many dependencies there are.
    pub(crate) fn edges(&self) -> usize {
        let own = self.links.list.iter().map(|links| links.deps().len()).sum::<usize>();
        own + (0..self.links.base()).map(|node| self.deps(node).len()).sum::<usize>()
    }

    /// An estimate of the memory it takes, without what all stores of a compiled graph share.
    pub(crate) fn bytes(&self) -> usize {
        let lists = |dependents: &Vec<Edge>, watchers: &Watchers| {
            dependents.capacity() * size_of::<Edge>() + watchers.bytes()
        };
        let own = self
            .links
            .list
            .iter()
            .map(|links| size_of_val(&*links.ends) + lists(&links.dependents, &links.watchers));
        let fixed =
            self.fixed.lists().iter().map(|listed| {
                size_of::<fixed::Lists>() + lists(&listed.dependents, &listed.watchers)
            });
        let numbers = self.free.capacity() + self.marking.capacity() + self.forgetting.capacity();
        own.sum::<usize>()
            + fixed.sum::<usize>()
            + self.links.list.capacity() * size_of::<Links>()
            + self.nodes.nodes.list.capacity() * size_of::<Node>()
            + self.fixed.bytes()
            + numbers * size_of::<u32>()
    }

    /// Whether all that nodes outside of the compiled graph need of it includes this one.
    pub(crate) fn is_above_outer(&self, node: u32) -> bool {
        self.is_fixed(node) && self.fixed.is_above_outer(node)
    }

    /// Gives the room back that lists do not use. Costs the nodes.
    pub(crate) fn shrink(&mut self) {
        for links in &mut self.links.list {
            links.dependents.shrink_to_fit();
            links.watchers.shrink();
        }
        self.links.list.shrink_to_fit();
        self.nodes.nodes.list.shrink_to_fit();
        self.free.shrink_to_fit();
        self.marking.shrink_to_fit();
        self.forgetting.shrink_to_fit();
        self.pulling.shrink_to_fit();
    }
}
