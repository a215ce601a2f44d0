//! The order of the nodes: which lie in fields, and after which others.

use proc_macro2::Span;

use super::{Form, Graph, GraphNode};
use crate::diagnostics::Diagnostics;

/// How far a node is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    Open,
    Done,
}

/// What is found out of a node.
#[derive(Clone, Copy)]
struct Found {
    visit: Visit,
    /// One more than the highest of its dependencies.
    level: u32,
    is_fixed: bool,
}

impl Graph {
    /// Numbers the nodes that lie in fields; a cycle is reported, once.
    pub(super) fn put_in_order(&mut self, diagnostics: &Diagnostics) {
        let new = Found { visit: Visit::New, level: 0, is_fixed: true };
        let mut found = vec![new; self.nodes.len()];
        for node in 0..self.nodes.len() {
            self.visit(node, &mut found, diagnostics);
        }
        let mut fixed: Vec<usize> = (0..self.nodes.len()).collect();
        fixed.retain(|&node| found[node].is_fixed && !self.nodes[node].broken);
        fixed.sort_by_key(|&node| found[node].level);
        for (index, &node) in (0..).zip(&fixed) {
            self.nodes[node].index = Some(index);
        }
        self.fixed = fixed;
    }

    /// Looks at a node after all it depends on, on a path of its own: chains may be long.
    fn visit(&mut self, node: usize, found: &mut [Found], diagnostics: &Diagnostics) {
        if found[node].visit != Visit::New {
            return;
        }
        // The nodes on the way, each with the next of its dependencies to look at.
        let mut path = vec![(node, 0)];
        found[node].visit = Visit::Open;
        while let Some((node, next)) = path.last_mut() {
            let (node, edge) = (*node, self.nodes[*node].edges.get(*next).and_then(|it| it.node));
            if *next == self.nodes[node].edges.len() {
                path.pop();
                self.finish(node, found);
                continue;
            }
            *next += 1;
            let Some(dep) = edge else { continue };
            match found[dep].visit {
                Visit::Done => {}
                Visit::New => {
                    found[dep].visit = Visit::Open;
                    path.push((dep, 0));
                }
                Visit::Open => {
                    let from = path.iter().position(|&(on, _)| on == dep).unwrap_or(0);
                    self.report_cycle(&path[from..], diagnostics);
                }
            }
        }
    }

    fn finish(&self, node: usize, found: &mut [Found]) {
        let GraphNode { is_family, edges, .. } = &self.nodes[node];
        let mut own = Found { visit: Visit::Done, level: 0, is_fixed: !is_family };
        for edge in edges {
            own.is_fixed &= edge.is_plain;
            if let Some(dep) = edge.node {
                own.level = own.level.max(found[dep].level + 1);
                own.is_fixed &= found[dep].is_fixed;
            }
        }
        found[node] = own;
    }

    /// The nodes of a path depend on each other in a circle; the keys of a family may end it.
    fn report_cycle(&mut self, path: &[(usize, usize)], diagnostics: &Diagnostics) {
        let edges = path.iter().map(|&(node, next)| (node, &self.nodes[node].edges[next - 1]));
        if path.iter().any(|&(node, _)| self.nodes[node].is_family)
            || edges.clone().any(|(_, edge)| !edge.is_plain)
        {
            return;
        }
        let label = |node: usize| self.nodes[node].label.clone();
        let mut names: Vec<String> = path.iter().map(|&(node, _)| label(node)).collect();
        names.push(names[0].clone());
        let message = format!(
            "`{}` depends on itself: {}; remove one of these dependencies",
            names[0],
            names.join(" <- ")
        );
        let mut spans = edges.map(|(node, edge)| (label(node), edge.text.clone(), edge.first));
        let (_, _, first) =
            spans.next().unwrap_or((String::new(), String::new(), Span::call_site()));
        let mut error = syn::Error::new(first, message);
        for (node, text, span) in spans {
            error.combine(syn::Error::new(span, format!("`{node}` depends on `{text}` here")));
        }
        diagnostics.push(error);
        for &(node, _) in path {
            debug_assert!(self.nodes[node].form == Form::Computed, "atoms depend on nothing");
            self.nodes[node].broken = true;
        }
    }
}
