//! Resolved facts: what a declaration means, with every default filled in. Only here do options of
//! the user's become decisions, and only here stand defaults.

mod atom;
mod attributes;
mod computed;
mod family;
mod graph;
mod node;
mod tracked;
mod types;

pub(crate) use atom::{
    Atom, AtomItem, Initial, Shape, of_enum as atom_of_enum, of_static as atom_of_static,
    of_struct as atom_of_struct,
};
pub(crate) use attributes::Attributes;
pub(crate) use computed::{
    Computed, KeyParameter, KeyTaken, Parameter, Read as ReadComputed, Taken,
    of_function as computed_of_function,
};
pub(crate) use family::Family;
pub(crate) use graph::{Edge, Form, Graph, GraphNode, Module, Place, reaches_up};
pub(crate) use node::{Compare, Krate, Node, Tools, Want, located};
pub(crate) use tracked::{Field, FieldKind, Style, Tracked, derive_options};
pub(crate) use types::{borrowed, peeled};

#[cfg(test)]
mod tests;
