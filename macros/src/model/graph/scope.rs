//! Names: what the modules of a graph declare and import.

use std::collections::HashMap;

use proc_macro2::Ident;
use syn::{ItemUse, UseTree};

use crate::names;

mod resolve;

pub(super) use resolve::Named;

/// The names of all modules of a graph.
#[derive(Default)]
pub(super) struct Scopes {
    list: Vec<Scope>,
    /// The name of the module of the graph.
    root: String,
}

/// What a name stands for may be up to a `cfg`, so each has a list.
#[derive(Default)]
struct Scope {
    parent: Option<usize>,
    modules: HashMap<String, Vec<usize>>,
    nodes: HashMap<String, Vec<usize>>,
    /// What is imported under a name, as a path from this module.
    imports: HashMap<String, Vec<Vec<String>>>,
    globs: Vec<Vec<String>>,
}

/// What stands in front of a path into another crate, where Rust has a leading colon.
const ELSEWHERE: &str = "";

impl Scopes {
    pub(super) fn begin(&mut self, name: &Ident, parent: Option<usize>) {
        let module = self.list.len();
        let name = names::plain(name);
        match parent {
            Some(parent) => self.list[parent].modules.entry(name).or_default().push(module),
            None => self.root = name,
        }
        self.list.push(Scope { parent, ..Scope::default() });
    }

    /// A node is declared; those that have the name already.
    pub(super) fn declare(&mut self, module: usize, handle: &Ident, node: usize) -> &[usize] {
        let nodes = self.list[module].nodes.entry(names::plain(handle)).or_default();
        nodes.push(node);
        &nodes[..nodes.len() - 1]
    }

    pub(super) fn import(&mut self, module: usize, import: &ItemUse) {
        let way = import.leading_colon.map(|_| ELSEWHERE.to_owned());
        self.list[module].import(way.into_iter().collect(), &import.tree);
    }

    /// Whether a name is imported; what a glob brings is not known.
    pub(super) fn may_import(&self, module: usize, name: &Ident) -> bool {
        let scope = &self.list[module];
        !scope.globs.is_empty() || scope.imports.contains_key(&names::plain(name))
    }
}

impl Scope {
    fn import(&mut self, mut path: Vec<String>, tree: &UseTree) {
        match tree {
            UseTree::Path(step) => {
                path.push(names::plain(&step.ident));
                self.import(path, &step.tree);
            }
            // `use ui::{self}` is `use ui`.
            UseTree::Name(name) if name.ident == "self" => {
                let last = path.last().cloned();
                self.add(last.unwrap_or_default(), path);
            }
            UseTree::Name(name) => {
                path.push(names::plain(&name.ident));
                self.add(names::plain(&name.ident), path);
            }
            UseTree::Rename(rename) => {
                if rename.ident != "self" {
                    path.push(names::plain(&rename.ident));
                }
                self.add(names::plain(&rename.rename), path);
            }
            UseTree::Glob(_) => self.globs.push(path),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(path.clone(), tree);
                }
            }
        }
    }

    fn add(&mut self, name: String, path: Vec<String>) {
        self.imports.entry(name).or_default().push(path);
    }
}
