//! What `#[atoms]` means on a module: its nodes, who depends on whom, and in which order they stand.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{AttrStyle, Attribute, Item, ItemMod, Path, Visibility};

use super::Krate;
use crate::diagnostics::Diagnostics;
use crate::names;
use crate::parse::{GraphOptions, Include};

mod nodes;
mod order;
mod scope;

use scope::{Named, Scopes};

pub(crate) use nodes::{Edge, Form, GraphNode, reaches_up};

/// The graph of a module.
pub(crate) struct Graph {
    pub(crate) krate: Krate,
    /// The module itself first; each stands after the one it lies in.
    pub(crate) modules: Vec<Module>,
    /// In the order of declaration.
    pub(crate) nodes: Vec<GraphNode>,
    /// The nodes that lie in fields, each after all it depends on.
    pub(crate) fixed: Vec<usize>,
    /// By names that stand beside the module for what the user wrote there.
    pub(crate) includes: Vec<Include>,
    pub(crate) aliases: Vec<(Ident, Path)>,
}

/// A module of a graph.
pub(crate) struct Module {
    pub(crate) name: Ident,
    pub(crate) visibility: Visibility,
    /// Those in front of it, and those within its braces.
    pub(crate) outer: Vec<Attribute>,
    pub(crate) inner: Vec<Attribute>,
    pub(crate) parent: Option<usize>,
    /// How far below the module with the attribute it lies.
    pub(crate) depth: usize,
    pub(crate) cfgs: Vec<Attribute>,
    is_conditional: bool,
    /// Whether the outermost module can name it.
    pub(crate) is_named: bool,
    pub(crate) items: Vec<Place>,
    /// The attributes of its nodes that are named alone, and that it does not import.
    pub(crate) unimported: Vec<Ident>,
}

/// An item of a module, or what stands for it.
pub(crate) enum Place {
    Item(TokenStream),
    /// The item of a node, whose attribute is completed.
    Node(usize),
    /// A module inside of this one.
    Module(usize),
}

impl Module {
    /// Reads what stands around the items of a module, which is in the other, if there is one.
    fn new(item: &ItemMod, parent: Option<(usize, &Self)>) -> Self {
        let (outer, inner) =
            item.attrs.iter().cloned().partition(|it| matches!(it.style, AttrStyle::Outer));
        let mut module = Self {
            name: item.ident.clone(),
            visibility: item.vis.clone(),
            outer,
            inner,
            parent: None,
            depth: 0,
            cfgs: nodes::conditions(&item.attrs),
            is_conditional: false,
            is_named: true,
            items: Vec::new(),
            unimported: Vec::new(),
        };
        // Whoever names the graph is under the conditions of the outermost module, too.
        if let Some((index, parent)) = parent {
            module.parent = Some(index);
            module.depth = parent.depth + 1;
            module.is_conditional = parent.is_conditional || nodes::has_condition(&item.attrs);
            module.is_named = parent.is_named && nodes::reaches_up(&item.vis, parent.depth);
        }
        module
    }

    /// The path from this module to that of the graph.
    pub(crate) fn path_up(&self) -> TokenStream {
        if self.depth == 0 {
            return quote!(self);
        }
        let supers = std::iter::repeat_n(quote!(super), self.depth);
        quote!(#(#supers)::*)
    }
}

impl Graph {
    /// Reads a module; what is wrong in it is reported.
    pub(crate) fn read(options: GraphOptions, item: ItemMod, diagnostics: &Diagnostics) -> Self {
        let mut graph = Self {
            krate: Krate::at(options.krate),
            modules: Vec::new(),
            nodes: Vec::new(),
            fixed: Vec::new(),
            includes: Vec::new(),
            aliases: Vec::new(),
        };
        let named = names::plain(&item.ident);
        for Include { graph: path, through } in options.includes {
            let include = Include {
                graph: graph.beside(&named, path),
                through: through.into_iter().map(|path| graph.beside(&named, path)).collect(),
            };
            graph.includes.push(include);
        }
        let mut scopes = Scopes::default();
        let top = Module::new(&item, None);
        let items = item.content.map(|(_, items)| items).unwrap_or_default();
        graph.read_module(top, items, &mut scopes, diagnostics);
        graph.resolve(&scopes);
        graph.put_in_order(diagnostics);
        graph
    }

    /// The path, from inside of the module, of what the user named outside of it.
    fn beside(&mut self, module: &str, path: Path) -> Path {
        let alias = format_ident!("__{}_{}", module, self.aliases.len());
        self.aliases.push((alias.clone(), path));
        syn::parse_quote!(super::#alias)
    }

    fn read_module(
        &mut self,
        read: Module,
        items: Vec<Item>,
        scopes: &mut Scopes,
        diagnostics: &Diagnostics,
    ) -> usize {
        let module = self.modules.len();
        let is_conditional = read.is_conditional;
        scopes.begin(&read.name, read.parent);
        self.modules.push(read);
        for item in items {
            let place = match item {
                Item::Mod(mut inner) => {
                    reject_graph(&mut inner, diagnostics);
                    let Some((_, items)) = inner.content.take() else {
                        diagnostics.error(
                            inner.ident.span(),
                            "a module in another file is not allowed here; `#[atoms]` cannot see into \
                             it, write it in place or give it an `#[atoms]` of its own and include it",
                        );
                        continue;
                    };
                    let inner = Module::new(&inner, Some((module, &self.modules[module])));
                    Place::Module(self.read_module(inner, items, scopes, diagnostics))
                }
                Item::Macro(call) if call.ident.is_none() && !is_harmless(&call.mac.path) => {
                    diagnostics.error_at(
                        &call.mac.path,
                        "a macro call is not allowed here; `#[atoms]` cannot see what it declares, \
                         write that in place, or call the macro outside of the module",
                    );
                    Place::Item(call.into_token_stream())
                }
                item => {
                    if let Item::Use(import) = &item {
                        scopes.import(module, import);
                    }
                    match GraphNode::read(&item, module, is_conditional) {
                        None => Place::Item(item.into_token_stream()),
                        Some(node) => {
                            let index = self.nodes.len();
                            let known = scopes.declare(module, &node.handle, index).first();
                            let is_twice = known
                                .is_some_and(|&known| self.is_twice(known, &node, diagnostics));
                            let attribute = node.attribute();
                            let unimported = &mut self.modules[module].unimported;
                            unimported.extend(attribute.filter(|it| !unimported.contains(it)));
                            self.nodes.push(node);
                            // The item is left out, for it has what the first one has.
                            if is_twice {
                                continue;
                            }
                            Place::Node(index)
                        }
                    }
                }
            };
            self.modules[module].items.push(place);
        }
        let unimported = &mut self.modules[module].unimported;
        unimported.retain(|attribute| !scopes.may_import(module, attribute));
        module
    }

    /// True if a module is another one, or lies in it.
    pub(crate) fn is_within(&self, module: usize, other: usize) -> bool {
        let parent = self.modules[module].parent;
        module == other || parent.is_some_and(|parent| self.is_within(parent, other))
    }

    /// Reports two nodes of one name, unless a `cfg` decides which is there.
    fn is_twice(&self, known: usize, node: &GraphNode, diagnostics: &Diagnostics) -> bool {
        let first = &self.nodes[known].handle;
        if !self.nodes[known].cfgs.is_empty() || !node.cfgs.is_empty() {
            return false;
        }
        let mut error = syn::Error::new(
            node.handle.span(),
            format!("duplicate node `{}`; give one of the two another name", node.handle),
        );
        error.combine(syn::Error::new(first.span(), format!("`{first}` is declared here first")));
        diagnostics.push(error);
        true
    }

    /// Takes all nodes out of the fields: something in the graph is broken, and was reported.
    pub(crate) fn abandon(&mut self) {
        self.fixed.clear();
        for node in &mut self.nodes {
            node.index = None;
        }
    }

    /// Finds out which node each dependency names.
    fn resolve(&mut self, scopes: &Scopes) {
        for node in &mut self.nodes {
            for edge in &mut node.edges {
                let Named { nodes, is_certain } = scopes.resolve(node.module, &edge.path);
                (edge.nodes, edge.is_certain) = (nodes, is_certain);
            }
        }
    }
}

/// A module of a graph is part of it, and no graph of its own.
fn reject_graph(module: &mut ItemMod, diagnostics: &Diagnostics) {
    module.attrs.retain(|attribute| {
        let path = attribute.path();
        let is_graph = path.segments.last().is_some_and(|last| last.ident == "atoms");
        if is_graph {
            diagnostics.error_at(
                path,
                "`#[atoms]` is not allowed here; the one on the module around this one sees what is \
                 in it, remove it",
            );
        }
        !is_graph
    });
}

/// Whether a macro declares no nodes, as is known of some of the standard library.
fn is_harmless(path: &Path) -> bool {
    let harmless = ["thread_local", "compile_error"];
    path.segments.last().is_some_and(|last| harmless.iter().any(|name| last.ident == name))
}

#[cfg(test)]
mod tests;
