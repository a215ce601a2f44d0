//! The order of the nodes: which lie in fields, and after which others.

use super::{Edge, Graph, GraphNode};
use crate::diagnostics::Diagnostics;

/// A dependency on a node of the graph: the node, and its edge among those of who depends on it.
#[derive(Clone, Copy)]
struct Dep {
    node: usize,
    edge: usize,
}

/// A way from a node to a node: each with the place of one of its dependencies, which is the next.
type Way = Vec<(usize, usize)>;

impl Graph {
    /// Numbers the nodes that lie in fields; each cycle is reported, once.
    pub(super) fn put_in_order(&mut self, diagnostics: &Diagnostics) {
        let mut deps = self.deps();
        let order = loop {
            match in_order(&deps) {
                Ok(order) => break order,
                Err(cycle) => self.cut(&cycle, &mut deps, diagnostics),
            }
        };
        let mut levels = vec![0_u32; self.nodes.len()];
        let mut is_fixed = vec![true; self.nodes.len()];
        for node in order {
            let GraphNode { is_family, edges, .. } = &self.nodes[node];
            let deps = &deps[node];
            let above = deps.iter().map(|dep| levels[dep.node] + 1);
            levels[node] = above.max().unwrap_or_default();
            is_fixed[node] = !is_family
                && edges.iter().all(|edge| edge.is_plain)
                && deps.iter().all(|dep| is_fixed[dep.node]);
        }
        let mut fixed: Vec<usize> = (0..self.nodes.len()).collect();
        fixed.retain(|&node| is_fixed[node] && !self.nodes[node].broken);
        fixed.sort_by_key(|&node| levels[node]);
        for (index, &node) in (0..).zip(&fixed) {
            self.nodes[node].index = Some(index);
        }
        self.fixed = fixed;
    }

    fn deps(&self) -> Vec<Vec<Dep>> {
        let of_edge = |(edge, it): (usize, &Edge)| {
            it.nodes.iter().map(|&node| Dep { node, edge }).collect::<Vec<_>>()
        };
        let of_node = |node: &GraphNode| node.edges.iter().enumerate().flat_map(of_edge).collect();
        self.nodes.iter().map(of_node).collect()
    }

    /// Ends a cycle: where it may be none in the program that is compiled, one dependency on it is left
    /// out of account; else it is reported, and its nodes are out of account.
    fn cut(&mut self, cycle: &Way, deps: &mut [Vec<Dep>], diagnostics: &Diagnostics) {
        let open = cycle.iter().copied().find(|&(node, at)| {
            let edge = &self.nodes[node].edges[deps[node][at].edge];
            // Keys may end it; a node that goes through keys is in the dynamic part in any case.
            let has_keys = self.nodes[node].is_family || !edge.is_plain;
            has_keys || !edge.is_certain || self.nodes[node].is_conditional()
        });
        if let Some((node, at)) = open {
            deps[node].remove(at);
            return;
        }
        let edges = cycle.iter().map(|&(node, at)| (node, deps[node][at].edge));
        self.report(&edges.collect::<Vec<_>>(), diagnostics);
        for &(node, _) in cycle {
            self.nodes[node].broken = true;
            deps[node].clear();
        }
    }

    /// The error has the place of each edge, so that the one too many can be seen.
    fn report(&self, edges: &[(usize, usize)], diagnostics: &Diagnostics) {
        let label = |node: usize| self.nodes[node].label.as_str();
        let names: Vec<_> =
            edges.iter().chain(edges.first()).map(|&(node, _)| label(node)).collect();
        let message = format!(
            "`{}` depends on itself: {}; remove one of these dependencies",
            names[0],
            names.join(" <- ")
        );
        let mut error: Option<syn::Error> = None;
        for &(node, edge) in edges {
            let Edge { tokens, text, .. } = &self.nodes[node].edges[edge];
            match &mut error {
                None => error = Some(syn::Error::new_spanned(tokens, &message)),
                Some(error) => {
                    let message = format!("`{}` depends on `{text}` here", label(node));
                    error.combine(syn::Error::new_spanned(tokens, message));
                }
            }
        }
        if let Some(error) = error {
            diagnostics.push(error);
        }
    }
}

/// How far a node is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    Open,
    Done,
}

/// The nodes, each after all it depends on, or a cycle. The way is kept in a list and not on the
/// thread's stack: chains may be long.
fn in_order(deps: &[Vec<Dep>]) -> Result<Vec<usize>, Way> {
    let mut visits = vec![Visit::New; deps.len()];
    let mut order = Vec::new();
    let mut way = Vec::new();
    for start in 0..deps.len() {
        if visits[start] == Visit::New {
            visits[start] = Visit::Open;
            way.push((start, 0));
        }
        while let Some((node, next)) = way.last_mut() {
            let Some(dep) = deps[*node].get(*next) else {
                visits[*node] = Visit::Done;
                order.push(*node);
                way.pop();
                continue;
            };
            match visits[dep.node] {
                Visit::Done => *next += 1,
                Visit::New => {
                    visits[dep.node] = Visit::Open;
                    way.push((dep.node, 0));
                }
                Visit::Open => {
                    let from = way.iter().position(|&(node, _)| node == dep.node);
                    return Err(way.split_off(from.unwrap_or_default()));
                }
            }
        }
    }
    Ok(order)
}
