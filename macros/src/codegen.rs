//! Tokens. Output is data plus calls; loops and branches live in the runtime's `__private`. Nothing
//! here looks at attributes or reports errors.

mod atom;
mod computed;
mod family;
mod generics;
mod graph;
mod guard;
mod handles;
mod node;
mod tracked;

pub(crate) use atom::atom;
pub(crate) use computed::computed;
pub(crate) use graph::graph;
pub(crate) use tracked::fields;
