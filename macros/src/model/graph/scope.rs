//! Names: what a path in a module of the graph stands for.

use std::collections::HashMap;

use proc_macro2::Ident;
use syn::UseTree;

use crate::names;

/// The names of all modules of a graph.
#[derive(Default)]
pub(super) struct Scopes {
    list: Vec<Scope>,
}

#[derive(Default)]
struct Scope {
    parent: Option<usize>,
    modules: HashMap<String, usize>,
    nodes: HashMap<String, usize>,
    /// What is imported under a name, as a path from this module.
    imports: HashMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
}

/// More imports one after the other are a circle.
const LONGEST: usize = 32;

impl Scopes {
    pub(super) fn begin(&mut self, name: &Ident, parent: Option<usize>) {
        let module = self.list.len();
        if let Some(parent) = parent {
            self.list[parent].modules.insert(names::plain(name), module);
        }
        self.list.push(Scope { parent, ..Scope::default() });
    }

    /// A node is declared; the one that has the name already, if there is one.
    pub(super) fn declare(&mut self, module: usize, handle: &Ident, node: usize) -> Option<usize> {
        let nodes = &mut self.list[module].nodes;
        let name = names::plain(handle);
        if let Some(&known) = nodes.get(&name) {
            return Some(known);
        }
        nodes.insert(name, node);
        None
    }

    pub(super) fn import(&mut self, module: usize, tree: &UseTree) {
        self.add(module, Vec::new(), tree);
    }

    fn add(&mut self, module: usize, mut path: Vec<String>, tree: &UseTree) {
        match tree {
            UseTree::Path(step) => {
                path.push(names::plain(&step.ident));
                self.add(module, path, &step.tree);
            }
            UseTree::Name(name) => {
                path.push(names::plain(&name.ident));
                self.list[module].imports.insert(names::plain(&name.ident), path);
            }
            UseTree::Rename(rename) => {
                path.push(names::plain(&rename.ident));
                self.list[module].imports.insert(names::plain(&rename.rename), path);
            }
            UseTree::Glob(_) => self.list[module].globs.push(path),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add(module, path.clone(), tree);
                }
            }
        }
    }

    /// The node that a path names, if it is one of this graph.
    pub(super) fn resolve(&self, module: usize, path: &[String]) -> Option<usize> {
        self.node(module, path, 0)
    }

    fn node(&self, module: usize, path: &[String], steps: usize) -> Option<usize> {
        let (name, way) = path.split_last()?;
        let module = self.module(module, way, steps)?;
        let scope = &self.list[module];
        if let Some(&node) = scope.nodes.get(name) {
            return Some(node);
        }
        if steps > LONGEST {
            return None;
        }
        if let Some(import) = scope.imports.get(name) {
            return self.node(module, import, steps + 1);
        }
        scope.globs.iter().find_map(|way| {
            let mut path = way.clone();
            path.push(name.clone());
            self.node(module, &path, steps + 1)
        })
    }

    fn module(&self, mut module: usize, way: &[String], steps: usize) -> Option<usize> {
        for step in way {
            let scope = &self.list[module];
            module = match step.as_str() {
                "self" => module,
                "super" => scope.parent?,
                name => match scope.modules.get(name) {
                    Some(&inner) => inner,
                    None if steps > LONGEST => return None,
                    None => {
                        let import = scope.imports.get(name)?;
                        self.module(module, import, steps + 1)?
                    }
                },
            };
        }
        Some(module)
    }
}
