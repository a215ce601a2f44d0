//! The graph as text for Graphviz and Mermaid. A module is a cluster, an atom a box, a computed rounded, a
//! family doubled; what another graph declares is dashed.

use std::fmt::Write as _;

use crate::model::{Edge, Form, Graph, GraphNode};
use crate::names;

/// The two notations.
struct Notation {
    head: &'static str,
    foot: &'static str,
    node: fn(&GraphNode, id: usize) -> String,
    foreign: fn(name: &str, id: &str) -> String,
    /// Opens the cluster of a module; the other closes it.
    open: fn(name: &str, id: usize) -> String,
    close: &'static str,
    edge: fn(from: &str, to: usize, place: &str) -> String,
}

pub(super) fn dot(graph: &Graph) -> String {
    let notation = Notation {
        head: "digraph {\n  rankdir=LR;\n  node [fontname=\"sans-serif\", shape=box];\n",
        foot: "}\n",
        node: |node, id| {
            let rounded = if node.form == Form::Computed { ", style=rounded" } else { "" };
            let doubled = if node.is_family { ", peripheries=2" } else { "" };
            format!("n{id} [label=\"{}\"{rounded}{doubled}];", label(node))
        },
        foreign: |name, id| format!("{id} [label=\"{name}\", style=dashed];"),
        open: |name, id| format!("subgraph cluster_{id} {{ label=\"{name}\";"),
        close: "}",
        edge: |from, to, place| {
            let place = place.replace('\\', "\\\\").replace('"', "\\\"");
            let label = if place.is_empty() { place } else { format!(" [label=\"{place}\"]") };
            format!("{from} -> n{to}{label};")
        },
    };
    text(graph, &notation)
}

pub(super) fn mermaid(graph: &Graph) -> String {
    let notation = Notation {
        head: "flowchart LR\n",
        foot: "",
        node: |node, id| {
            let (open, close) = match (node.form, node.is_family) {
                (Form::Atom, false) => ("[", "]"),
                (Form::Computed, false) => ("(", ")"),
                (Form::Atom, true) => ("[[", "]]"),
                (Form::Computed, true) => ("([", "])"),
            };
            format!("n{id}{open}\"{}\"{close}", label(node))
        },
        foreign: |name, id| format!("{id}[\"{name}\"]\n  style {id} stroke-dasharray: 4"),
        open: |name, id| format!("subgraph m{id} [\"{name}\"]"),
        close: "end",
        edge: |from, to, place| {
            // What a label may not hold stands for itself by its number.
            let place = place.replace('#', "#35;").replace('"', "#quot;");
            let label = if place.is_empty() { place } else { format!("|\"{place}\"|") };
            format!("{from} -->{label} n{to}")
        },
    };
    text(graph, &notation)
}

fn text(graph: &Graph, notation: &Notation) -> String {
    let mut out = notation.head.to_owned();
    module(graph, 0, notation, &mut out);
    let foreign = foreign(graph);
    for (index, name) in foreign.iter().enumerate() {
        let _ = writeln!(out, "  {}", (notation.foreign)(name, &format!("f{index}")));
    }
    for (node, it) in graph.nodes.iter().enumerate() {
        for edge in &it.edges {
            for from in ends(edge, &foreign) {
                let _ = writeln!(out, "  {}", (notation.edge)(&from, node, &edge.place));
            }
        }
    }
    out.push_str(notation.foot);
    out
}

/// The nodes of a module, and the clusters of those inside of it.
fn module(graph: &Graph, index: usize, notation: &Notation, out: &mut String) {
    let indent = "  ".repeat(graph.modules[index].depth + 1);
    for (id, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.module == index) {
        let _ = writeln!(out, "{indent}{}", (notation.node)(node, id));
    }
    for (inner, it) in graph.modules.iter().enumerate() {
        let has_nodes = |inner| graph.nodes.iter().any(|node| graph.is_within(node.module, inner));
        if it.parent == Some(index) && has_nodes(inner) {
            let _ = writeln!(out, "{indent}{}", (notation.open)(&names::plain(&it.name), inner));
            module(graph, inner, notation, out);
            let _ = writeln!(out, "{indent}{}", notation.close);
        }
    }
}

fn label(node: &GraphNode) -> String {
    if node.is_family { format!("{}(…)", node.label) } else { node.label.clone() }
}

/// What another graph declares, each once.
fn foreign(graph: &Graph) -> Vec<String> {
    let mut names = Vec::new();
    for edge in graph.nodes.iter().flat_map(|node| &node.edges) {
        let name = edge.path.join("::");
        if edge.nodes.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Where an edge comes from.
fn ends(edge: &Edge, foreign: &[String]) -> Vec<String> {
    if edge.nodes.is_empty() {
        let name = edge.path.join("::");
        let known = foreign.iter().position(|known| *known == name);
        return known.map(|index| format!("f{index}")).into_iter().collect();
    }
    edge.nodes.iter().map(|node| format!("n{node}")).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{dot, mermaid};
    use crate::diagnostics::Diagnostics;
    use crate::model::Graph;
    use crate::parse::GraphOptions;

    fn graph() -> Graph {
        let module = syn::parse_quote! {
            mod state {
                #[atom] static TAX: f64 = 0.2;
                #[atom] struct Cart { items: Vec<Item> }
                #[atom(key = String)] struct Todo { done: bool }
                #[computed(deps = [Cart.items, TAX, base::RATE, base::Cart.items, base::Cart])]
                fn total(a: &[Item], b: f64, c: f64, d: &[Item], e: &Cart) -> f64 { 0.0 }
                mod nothing { fn nothing() {} }
                mod r#type {
                    mod inner {
                        #[computed(key = u8, deps = [super::super::Todo("a#b".to_owned()).done, super::super::Todo])]
                        fn line(key: u8, done: bool, all: &Keys<String>) -> String { String::new() }
                    }
                    #[computed(deps = [each(super::Todo.done), each(super::Todo)])]
                    fn left(done: Each<'_, String, bool>, all: Each<'_, String, Todo>) -> usize { 0 }
                }
            }
        };
        let diagnostics = Diagnostics::new();
        let graph = Graph::read(GraphOptions::default(), module, &diagnostics);
        assert!(diagnostics.finish().is_empty());
        graph
    }

    #[test]
    fn as_dot() {
        expect![[r#"
            digraph {
              rankdir=LR;
              node [fontname="sans-serif", shape=box];
              n0 [label="TAX"];
              n1 [label="Cart"];
              n2 [label="Todo(…)", peripheries=2];
              n3 [label="total", style=rounded];
              subgraph cluster_2 { label="type";
                n5 [label="left", style=rounded];
                subgraph cluster_3 { label="inner";
                  n4 [label="line(…)", style=rounded, peripheries=2];
                }
              }
              f0 [label="base::RATE", style=dashed];
              f1 [label="base::Cart", style=dashed];
              n1 -> n3 [label=".items"];
              n0 -> n3;
              f0 -> n3;
              f1 -> n3 [label=".items"];
              f1 -> n3;
              n2 -> n4 [label="(\"a#b\".to_owned()).done"];
              n2 -> n4;
              n2 -> n5 [label="each.done"];
              n2 -> n5 [label="each"];
            }
        "#]]
        .assert_eq(&dot(&graph()));
    }

    #[test]
    fn as_mermaid() {
        expect![[r#"
            flowchart LR
              n0["TAX"]
              n1["Cart"]
              n2[["Todo(…)"]]
              n3("total")
              subgraph m2 ["type"]
                n5("left")
                subgraph m3 ["inner"]
                  n4(["line(…)"])
                end
              end
              f0["base::RATE"]
              style f0 stroke-dasharray: 4
              f1["base::Cart"]
              style f1 stroke-dasharray: 4
              n1 -->|".items"| n3
              n0 --> n3
              f0 --> n3
              f1 -->|".items"| n3
              f1 --> n3
              n2 -->|"(#quot;a#35;b#quot;.to_owned()).done"| n4
              n2 --> n4
              n2 -->|"each.done"| n5
              n2 -->|"each"| n5
        "#]]
        .assert_eq(&mermaid(&graph()));
    }
}
