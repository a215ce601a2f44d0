//! A module with `#[atoms]`: its items as they are, and what makes a compiled graph of them.
//!
//! Each module has a struct of its own for the nodes it declares, which holds those of the modules in it:
//! types that are private to a module are named there alone.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Form, Graph, GraphNode, Module, Place};

mod drawing;
mod includes;
mod types;

pub(crate) fn graph(graph: &Graph, sound: bool) -> TokenStream {
    let module = module(graph, 0, sound);
    let holders = includes::holders(graph);
    let aliases = graph.aliases.iter().map(|(alias, path)| {
        let cfgs = &graph.modules[0].cfgs;
        quote! {
            #(#cfgs)*
            #[doc(hidden)]
            #[allow(non_camel_case_types, dead_code)]
            type #alias = #path;
        }
    });
    quote! {
        #(#aliases)*
        #module
        #holders
    }
}

/// A module with its items, and its part of the graph.
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
        Place::Module(inner) => self::module(graph, *inner, sound),
    });
    let held = sound.then(|| types::held(graph, index));
    let nodes = has_nodes(graph, index).then(|| nodes(graph, index));
    let whole = (index == 0).then(|| types::whole(graph, sound));
    let Module { name, visibility, outer, inner, unimported, .. } = module;
    let root = graph.krate.root(Span::call_site());
    quote! {
        #(#outer)*
        #visibility mod #name {
            #(#inner)*
            #(#[allow(unused_imports)] use #root::#unimported;)*
            #(#items)*
            #nodes
            #held
            #whole
        }
    }
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
        let (cfgs, field, name) = (&inner.cfgs, field_of(inner), &inner.name);
        quote!(#(#cfgs)* #field: #name::__Nodes,)
    });
    let includes = includes::fields(graph, module);
    let fresh = own(graph, module).map(|node| {
        let (cfgs, field, key) = (&node.cfgs, field(node), &node.key);
        quote! {
            #(#cfgs)*
            #field: #private::Slot::fresh(<#key as #private::Bodied>::body()),
        }
    });
    let fresh_inner = inner(graph, module).map(|(_, inner)| {
        let (cfgs, field, name) = (&inner.cfgs, field_of(inner), &inner.name);
        quote!(#(#cfgs)* #field: #name::__Nodes::__fresh(),)
    });
    let fresh_includes = includes::fresh(graph, module);
    let metas = own(graph, module).map(|node| {
        let (cfgs, index, key) = (&node.cfgs, index(node), &node.key);
        quote! {
            #(#cfgs)*
            #index => ::core::option::Option::Some(<#key as #private::Node>::meta()),
        }
    });
    let metas_inner = inner(graph, module).map(|(at, inner)| {
        let (cfgs, indices, name) = (&inner.cfgs, indices(graph, at), &inner.name);
        quote!(#(#cfgs)* #(#indices)|* => #name::__Nodes::__meta(__at),)
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
            let (cfgs, indices, field) = (&inner.cfgs, indices(graph, at), field_of(inner));
            quote!(#(#cfgs)* #(#indices)|* => self.#field.#method(__at),)
        });
        quote! {
            pub fn #method(#reference self, __at: ::core::primitive::u32) -> #reference dyn #private::AnySlot {
                match __at {
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

            pub fn __meta(__at: ::core::primitive::u32) -> ::core::option::Option<&'static #private::Meta> {
                match __at {
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

/// As many computeds are inlined into the loop over a graph; what it takes to compile a function grows
/// faster than the function.
const INLINED: usize = 128;
/// So many are in a function of their own where there are more.
const TOGETHER: usize = 16;

/// The functions that compute a node of a module by its index.
fn recompute(graph: &Graph, module: usize) -> TokenStream {
    let private = graph.krate.hidden();
    let (lenient, up) = (lenient(), graph.modules[module].path_up());
    let computeds: Vec<&GraphNode> =
        own(graph, module).filter(|node| node.form == Form::Computed).collect();
    let arm = |node: &&GraphNode| {
        let (cfgs, index, key) = (&node.cfgs, index(node), &node.key);
        quote! {
            #(#cfgs)*
            #index => #private::recompute::<#key, #up::__Nodes>(__nodes, __computing),
        }
    };
    let function = |name: &Ident, inline: TokenStream, arms: TokenStream| {
        quote! {
            #lenient
            #inline
            pub fn #name(
                __nodes: &mut #up::__Nodes,
                __at: ::core::primitive::u32,
                __computing: &mut #private::Computing<'_>,
            ) -> ::core::primitive::bool {
                match __at {
                    #arms
                    _ => #private::absent(),
                }
            }
        }
    };
    let mut apart = TokenStream::new();
    let mut arms = TokenStream::new();
    if graph.fixed.len() <= INLINED {
        arms.extend(computeds.iter().map(arm));
    } else {
        for (part, nodes) in computeds.chunks(TOGETHER).enumerate() {
            let name = format_ident!("__recompute_{part}");
            let indices = nodes.iter().map(|&node| index(node));
            apart.extend(function(
                &name,
                quote!(#[inline(never)]),
                nodes.iter().map(arm).collect(),
            ));
            arms.extend(quote!(#(#indices)|* => #name(__nodes, __at, __computing),));
        }
    }
    let inner = inner(graph, module).map(|(at, inner)| {
        let (cfgs, indices, name) = (&inner.cfgs, indices(graph, at), &inner.name);
        quote!(#(#cfgs)* #(#indices)|* => #name::__recompute(__nodes, __at, __computing),)
    });
    arms.extend(inner);
    let whole = function(&format_ident!("__recompute"), quote!(#[inline(always)]), arms);
    quote!(#apart #whole)
}

/// A name that no token of the user's can capture.
pub(super) fn included(index: usize) -> Ident {
    Ident::new(&format!("i{index}"), Span::call_site())
}
