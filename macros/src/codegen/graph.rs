//! A module with `#[atoms]`: its items as they are, and what makes a compiled graph of them.
//!
//! Each module has a struct of its own for the nodes it declares, which holds those of the modules in it:
//! types that are private to a module are named there alone.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Form, Graph, GraphNode, Module, Place};

mod drawing;
mod types;

pub(crate) fn graph(graph: &Graph, sound: bool) -> TokenStream {
    let (attributes, visibility) = (&graph.attributes, &graph.visibility);
    let name = &graph.modules[0].name;
    let body = module(graph, 0, sound);
    let aliases = graph.aliases.iter().map(|(alias, path)| {
        quote! {
            #[doc(hidden)]
            #[allow(non_camel_case_types, dead_code)]
            type #alias = #path;
        }
    });
    quote! {
        #(#aliases)*
        #(#attributes)*
        #visibility mod #name {
            #body
        }
    }
}

/// The items of a module, and its part of the graph.
fn module(graph: &Graph, index: usize, sound: bool) -> TokenStream {
    let module = &graph.modules[index];
    let up = module.path_up();
    let items = module.items.iter().map(|place| match place {
        Place::Item(item) => item.clone(),
        Place::Node(node) => {
            let node = &graph.nodes[*node];
            let home = match node.index.map(Literal::u32_unsuffixed) {
                _ if node.broken => quote!(__graph(#up, broken)),
                Some(index) if sound => quote!(__graph(#up, #index)),
                _ => quote!(__graph(#up)),
            };
            node.item(&home)
        }
        Place::Module { head, module: inner } => {
            let body = self::module(graph, *inner, sound);
            quote!(#head { #body })
        }
    });
    let part = match (sound, index) {
        (true, _) => part(graph, index),
        (false, 0) => types::stub(graph),
        (false, _) => TokenStream::new(),
    };
    quote!(#(#items)* #part)
}

/// What a module adds to the graph.
fn part(graph: &Graph, index: usize) -> TokenStream {
    let held = types::held(graph, index);
    let nodes = has_nodes(graph, index).then(|| nodes(graph, index));
    let whole = (index == 0).then(|| types::whole(graph));
    quote!(#nodes #held #whole)
}

/// The nodes of a module that lie in fields.
pub(super) fn own(graph: &Graph, module: usize) -> impl Iterator<Item = &GraphNode> + Clone {
    graph.fixed.iter().map(|&node| &graph.nodes[node]).filter(move |node| node.module == module)
}

/// The modules right inside of this one that have nodes in fields.
fn inner(graph: &Graph, module: usize) -> impl Iterator<Item = (usize, &Module)> + Clone {
    let modules = graph.modules.iter().enumerate();
    modules.filter(move |(index, it)| it.parent == Some(module) && has_nodes(graph, *index))
}

/// The outermost module has a struct in any case.
fn has_nodes(graph: &Graph, module: usize) -> bool {
    module == 0 || own(graph, module).next().is_some() || inner(graph, module).next().is_some()
}

/// The indices of the nodes in a module and those inside of it.
fn indices(graph: &Graph, module: usize) -> Vec<Literal> {
    let mut indices = Vec::new();
    let mut modules = vec![module];
    while let Some(module) = modules.pop() {
        indices.extend(own(graph, module).filter_map(|node| node.index));
        modules.extend(inner(graph, module).map(|(index, _)| index));
    }
    indices.sort_unstable();
    indices.into_iter().map(Literal::u32_unsuffixed).collect()
}

pub(super) fn index(node: &GraphNode) -> Literal {
    Literal::u32_unsuffixed(node.index.unwrap_or_default())
}

/// The field of a node.
pub(super) fn field(node: &GraphNode) -> Ident {
    format_ident!("n{}", node.index.unwrap_or_default())
}

/// The field of a module.
fn field_of(module: &Module) -> Ident {
    format_ident!("m_{}", crate::names::plain(&module.name))
}

/// The way from the struct of the graph to that of a module.
pub(super) fn way(graph: &Graph, module: usize) -> TokenStream {
    let module = &graph.modules[module];
    match module.parent {
        None => TokenStream::new(),
        Some(parent) => {
            let (way, field) = (way(graph, parent), field_of(module));
            quote!(#way .#field)
        }
    }
}

/// The lints that what is generated is free of.
pub(super) fn lenient() -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(dead_code, non_snake_case, unreachable_pub, private_interfaces, private_bounds)]
        #[allow(missing_debug_implementations, deprecated, unused_variables)]
    }
}

/// The struct of a module's nodes, and how each of them is reached by its index.
fn nodes(graph: &Graph, module: usize) -> TokenStream {
    let private = graph.krate.hidden();
    let lenient = lenient();
    let own_fields = own(graph, module).map(|node| {
        let (cfgs, field, key) = (&node.cfgs, field(node), &node.key);
        quote!(#(#cfgs)* #field: #private::Slot<<#key as #private::Node>::Value>,)
    });
    let inner_fields = inner(graph, module).map(|(_, inner)| {
        let (field, name) = (field_of(inner), &inner.name);
        quote!(#field: #name::__Nodes,)
    });
    let includes = types::included_fields(graph, module);
    let fresh = own(graph, module).map(|node| {
        let (cfgs, field, key) = (&node.cfgs, field(node), &node.key);
        quote! {
            #(#cfgs)*
            #field: #private::Slot::fresh(<#key as #private::Bodied>::body()),
        }
    });
    let fresh_inner = inner(graph, module).map(|(_, inner)| {
        let (field, name) = (field_of(inner), &inner.name);
        quote!(#field: #name::__Nodes::__fresh(),)
    });
    let fresh_includes = types::fresh_includes(graph, module);
    let metas = own(graph, module).map(|node| {
        let (cfgs, index, key) = (&node.cfgs, index(node), &node.key);
        quote! {
            #(#cfgs)*
            #index => ::core::option::Option::Some(<#key as #private::Node>::meta()),
        }
    });
    let metas_inner = inner(graph, module).map(|(at, inner)| {
        let (indices, name) = (indices(graph, at), &inner.name);
        quote!(#(#indices)|* => #name::__Nodes::__meta(at),)
    });
    let slots = |mutable: bool| {
        let (reference, method) = if mutable {
            (quote!(&mut), format_ident!("__slot_mut"))
        } else {
            (quote!(&), format_ident!("__slot"))
        };
        let arms = own(graph, module).map(|node| {
            let (cfgs, index, field) = (&node.cfgs, index(node), field(node));
            quote!(#(#cfgs)* #index => #reference self.#field,)
        });
        let arms_inner = inner(graph, module).map(|(at, inner)| {
            let (indices, field) = (indices(graph, at), field_of(inner));
            quote!(#(#indices)|* => self.#field.#method(at),)
        });
        quote! {
            pub fn #method(#reference self, at: u32) -> #reference dyn #private::AnySlot {
                match at {
                    #(#arms)*
                    #(#arms_inner)*
                    _ => #private::absent(),
                }
            }
        }
    };
    let (slot, slot_mut) = (slots(false), slots(true));
    let recompute = recompute(graph, module);
    quote! {
        #lenient
        pub struct __Nodes {
            #(#own_fields)*
            #(#inner_fields)*
            #includes
        }

        #lenient
        impl __Nodes {
            pub fn __fresh() -> Self {
                Self { #(#fresh)* #(#fresh_inner)* #fresh_includes }
            }

            pub fn __meta(at: u32) -> ::core::option::Option<&'static #private::Meta> {
                match at {
                    #(#metas)*
                    #(#metas_inner)*
                    _ => ::core::option::Option::None,
                }
            }

            #slot
            #slot_mut
        }

        #recompute
    }
}

/// The function that computes a node of a module by its index.
fn recompute(graph: &Graph, module: usize) -> TokenStream {
    let private = graph.krate.hidden();
    let (lenient, up) = (lenient(), graph.modules[module].path_up());
    let computeds = own(graph, module).filter(|node| node.form == Form::Computed);
    let arms = computeds.map(|node| {
        let (cfgs, index, key) = (&node.cfgs, index(node), &node.key);
        quote! {
            #(#cfgs)*
            #index => #private::recompute::<#key, #up::__Nodes>(nodes, computing),
        }
    });
    let inner = inner(graph, module).map(|(at, inner)| {
        let (indices, name) = (indices(graph, at), &inner.name);
        quote!(#(#indices)|* => #name::__recompute(nodes, at, computing),)
    });
    quote! {
        #lenient
        #[inline(always)]
        pub fn __recompute(
            nodes: &mut #up::__Nodes,
            at: u32,
            computing: &mut #private::Computing<'_>,
        ) -> bool {
            match at {
                #(#arms)*
                #(#inner)*
                _ => #private::absent(),
            }
        }
    }
}

/// A name that no token of the user's can capture.
pub(super) fn included(index: usize) -> Ident {
    Ident::new(&format!("i{index}"), Span::call_site())
}
