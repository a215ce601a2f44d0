//! What `#[atoms]` means on a module: its nodes, who depends on whom, and in which order they stand.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, Item, ItemMod, Path, Visibility};

use super::Krate;
use crate::diagnostics::Diagnostics;
use crate::names;
use crate::parse::{GraphOptions, Include};

mod nodes;
mod order;
mod scope;

pub(crate) use nodes::{Edge, Form, GraphNode};

/// The graph of a module.
pub(crate) struct Graph {
    pub(crate) krate: Krate,
    pub(crate) visibility: Visibility,
    pub(crate) attributes: Vec<Attribute>,
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
    pub(crate) parent: Option<usize>,
    /// How far below the module with the attribute it lies.
    pub(crate) depth: usize,
    pub(crate) items: Vec<Place>,
}

/// An item of a module, or what stands for it.
pub(crate) enum Place {
    Item(TokenStream),
    /// The item of a node, whose attribute is completed.
    Node(usize),
    /// A module inside of this one, with what stands before its braces.
    Module {
        head: TokenStream,
        module: usize,
    },
}

impl Module {
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
            visibility: item.vis,
            attributes: item.attrs,
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
        let items = item.content.map(|(_, items)| items).unwrap_or_default();
        let mut scopes = scope::Scopes::default();
        graph.read_module(item.ident, None, items, &mut scopes, diagnostics);
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
        name: Ident,
        parent: Option<usize>,
        items: Vec<Item>,
        scopes: &mut scope::Scopes,
        diagnostics: &Diagnostics,
    ) -> usize {
        let module = self.modules.len();
        let depth = parent.map_or(0, |parent| self.modules[parent].depth + 1);
        scopes.begin(&name, parent);
        self.modules.push(Module { name, parent, depth, items: Vec::new() });
        for item in items {
            let place = match item {
                Item::Mod(mut inner) => {
                    let Some((_, items)) = inner.content.take() else {
                        diagnostics.error(
                            inner.ident.span(),
                            "a module in another file is not allowed here; `#[atoms]` cannot see into \
                             it, write it in place or give it an `#[atoms]` of its own and include it",
                        );
                        continue;
                    };
                    let (attributes, visibility, ident) = (&inner.attrs, &inner.vis, &inner.ident);
                    let head = quote!(#(#attributes)* #visibility mod #ident);
                    let ident = inner.ident.clone();
                    let module = self.read_module(ident, Some(module), items, scopes, diagnostics);
                    Place::Module { head, module }
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
                        scopes.import(module, &import.tree);
                    }
                    match GraphNode::read(&item, module) {
                        None => Place::Item(item.into_token_stream()),
                        Some(node) => {
                            let index = self.nodes.len();
                            if let Some(known) = scopes.declare(module, &node.handle, index)
                                && self.is_twice(known, &node, diagnostics)
                            {
                                continue;
                            }
                            self.nodes.push(node);
                            Place::Node(index)
                        }
                    }
                }
            };
            self.modules[module].items.push(place);
        }
        module
    }

    /// Reports two nodes of one name, unless a `cfg` decides which is there.
    fn is_twice(&self, known: usize, node: &GraphNode, diagnostics: &Diagnostics) -> bool {
        let first = &self.nodes[known].handle;
        if !self.nodes[known].cfgs.is_empty() && !node.cfgs.is_empty() {
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

    /// Finds out which node each dependency names.
    fn resolve(&mut self, scopes: &scope::Scopes) {
        for node in &mut self.nodes {
            for edge in &mut node.edges {
                edge.node = scopes.resolve(node.module, &edge.path);
            }
        }
    }
}

/// Whether a macro declares no nodes, as is known of some of the standard library.
fn is_harmless(path: &Path) -> bool {
    let harmless = ["thread_local", "compile_error"];
    path.segments.last().is_some_and(|last| harmless.iter().any(|name| last.ident == name))
}
