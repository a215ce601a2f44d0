//! The graph as text for Graphviz and Mermaid.

use std::fmt::Write as _;

use crate::model::{Edge, Form, Graph, GraphNode};

/// Graphviz: modules are clusters, atoms boxes, computeds rounded, what is outside dashed.
pub(super) fn dot(graph: &Graph) -> String {
    let mut out = String::from("digraph {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n");
    dot_module(graph, 0, &mut out);
    for (name, id) in foreign(graph) {
        let _ = writeln!(out, "  {id} [label=\"{name}\", shape=box, style=dashed];");
    }
    for (from, to, place) in edges(graph) {
        let label = if place.is_empty() { String::new() } else { format!(" [label=\"{place}\"]") };
        let _ = writeln!(out, "  {from} -> {to}{label};");
    }
    out.push_str("}\n");
    out
}

fn dot_module(graph: &Graph, module: usize, out: &mut String) {
    for (index, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.module == module) {
        let shape = match node.form {
            Form::Atom => "shape=box",
            Form::Computed => "shape=box, style=rounded",
        };
        let peripheries = if node.is_family { ", peripheries=2" } else { "" };
        let _ = writeln!(out, "  n{index} [label=\"{}\", {shape}{peripheries}];", label(node));
    }
    for (inner, it) in graph.modules.iter().enumerate() {
        if it.parent == Some(module) {
            let _ = writeln!(out, "  subgraph cluster_{inner} {{\n  label=\"{}\";", it.name);
            dot_module(graph, inner, out);
            out.push_str("  }\n");
        }
    }
}

/// Mermaid, by the same rules.
pub(super) fn mermaid(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    mermaid_module(graph, 0, &mut out);
    for (name, id) in foreign(graph) {
        let _ = writeln!(out, "  {id}[\"{name}\"]\n  style {id} stroke-dasharray: 4");
    }
    for (from, to, place) in edges(graph) {
        let label = if place.is_empty() { String::new() } else { format!("|\"{place}\"|") };
        let _ = writeln!(out, "  {from} -->{label} {to}");
    }
    out
}

fn mermaid_module(graph: &Graph, module: usize, out: &mut String) {
    for (index, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.module == module) {
        let (open, close) = match (node.form, node.is_family) {
            (Form::Atom, false) => ("[", "]"),
            (Form::Computed, false) => ("(", ")"),
            (_, true) => ("[[", "]]"),
        };
        let _ = writeln!(out, "  n{index}{open}\"{}\"{close}", label(node));
    }
    for (inner, it) in graph.modules.iter().enumerate() {
        if it.parent == Some(module) {
            let _ = writeln!(out, "  subgraph m{inner} [\"{}\"]", it.name);
            mermaid_module(graph, inner, out);
            out.push_str("  end\n");
        }
    }
}

fn label(node: &GraphNode) -> String {
    if node.is_family { format!("{}(…)", node.label) } else { node.label.clone() }
}

/// What is not declared in the module: the text of each, once, and a name for it.
fn foreign(graph: &Graph) -> Vec<(String, String)> {
    let mut texts: Vec<&str> = Vec::new();
    for edge in graph.nodes.iter().flat_map(|node| &node.edges).filter(|edge| edge.node.is_none()) {
        if !texts.contains(&&*edge.text) {
            texts.push(&edge.text);
        }
    }
    let named = |(index, text): (usize, &str)| (text.to_owned(), format!("f{index}"));
    texts.into_iter().enumerate().map(named).collect()
}

/// From a dependency to who depends on it, and on what of it.
fn edges(graph: &Graph) -> Vec<(String, String, String)> {
    let foreign = foreign(graph);
    let from = |edge: &Edge| match edge.node {
        Some(node) => (format!("n{node}"), edge.place.clone()),
        None => {
            let known = foreign.iter().find(|(text, _)| *text == edge.text);
            (known.map_or_else(String::new, |(_, id)| id.clone()), String::new())
        }
    };
    let nodes = graph.nodes.iter().enumerate();
    nodes
        .flat_map(|(index, node)| node.edges.iter().map(move |edge| (index, edge)))
        .map(|(index, edge)| {
            let (from, place) = from(edge);
            (from, format!("n{index}"), place)
        })
        .collect()
}
