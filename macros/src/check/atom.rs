//! Rules of an atom, and of the nodes of a graph.

use syn::Item;

use crate::diagnostics::Diagnostics;
use crate::model::{self, Atom, Graph, GraphNode, ReadComputed, Shape};

pub(crate) fn atom(atom: &Atom, diagnostics: &Diagnostics) {
    super::node(&atom.node, diagnostics);
    if let Shape::Fields(Some(tracked)) = &atom.shape {
        super::tracked(tracked, diagnostics);
    }
}

/// Whether no node of a graph has a mistake that its own attribute will report.
pub(crate) fn is_sound(graph: &Graph) -> bool {
    graph.nodes.iter().all(is_node_sound)
}

fn is_node_sound(node: &GraphNode) -> bool {
    let Some((options, item)) = node.declared() else { return true };
    let unread = Diagnostics::new();
    let read = match item {
        Item::Static(item) => Ok(model::atom_of_static(options, &item, &unread)),
        Item::Struct(mut item) => model::atom_of_struct(options, &mut item, &unread),
        Item::Enum(item) => model::atom_of_enum(options, &item, &unread),
        Item::Fn(item) => {
            let read = model::computed_of_function(options, &item, &unread);
            if let ReadComputed::Whole(computed) = &read {
                super::computed(computed, &unread);
            }
            let is_sound = !unread.any();
            drop(unread.finish());
            return is_sound;
        }
        _ => Err(model::Krate::default()),
    };
    if let Ok(read) = &read {
        atom(read, &unread);
    }
    let is_sound = !unread.any();
    drop(unread.finish());
    is_sound
}
