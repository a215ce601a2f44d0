//! The graph of a store as text that other tools draw.

use std::fmt::Write;

use crate::state::{Look, Sort};
use crate::store::Store;

/// For which tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Graphviz.
    Dot,
    Mermaid,
}

impl Format {
    pub(super) fn of(name: &str) -> Option<Self> {
        match name {
            "dot" => Some(Self::Dot),
            "mermaid" => Some(Self::Mermaid),
            _ => None,
        }
    }
}

/// All nodes, and an arrow from each to what depends on it.
pub(super) fn draw(store: &Store, format: Format) -> String {
    let looks = store.state(|state| state.look(|_| false));
    match format {
        Format::Dot => dot(&looks),
        Format::Mermaid => mermaid(&looks),
    }
}

fn dot(looks: &[Look]) -> String {
    let mut out = "digraph atomata {\n  rankdir=LR;\n".to_owned();
    for look in looks {
        let shape = match look.sort {
            Sort::Atom => "box",
            Sort::Computed => "ellipse",
            Sort::Family => "folder",
        };
        let name = look.name.replace('\\', "\\\\").replace('"', "\\\"");
        let _ = writeln!(out, "  n{} [label=\"{name}\" shape={shape}];", look.number);
    }
    for (from, to) in edges(looks) {
        let _ = writeln!(out, "  n{from} -> n{to};");
    }
    out + "}\n"
}

fn mermaid(looks: &[Look]) -> String {
    let mut out = "flowchart LR\n".to_owned();
    for look in looks {
        let (open, close) = match look.sort {
            Sort::Atom => ("[", "]"),
            Sort::Computed => ("(", ")"),
            Sort::Family => ("[[", "]]"),
        };
        let name = look.name.replace('"', "#quot;");
        let _ = writeln!(out, "  n{}{open}\"{name}\"{close}", look.number);
    }
    for (from, to) in edges(looks) {
        let _ = writeln!(out, "  n{from} --> n{to}");
    }
    out
}

fn edges(looks: &[Look]) -> impl Iterator<Item = (u64, u64)> + '_ {
    looks.iter().flat_map(|look| look.deps.iter().map(|&dep| (dep, look.number)))
}
