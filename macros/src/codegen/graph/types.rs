//! What the types say of a graph: which nodes it holds, where, and which graphs it includes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::Path;

use super::{drawing, field, included, includes, index, lenient, own, way};
use crate::model::{Graph, GraphNode, reaches_up};

/// That the graph holds the nodes of a module, and where.
pub(super) fn held(graph: &Graph, module: usize) -> TokenStream {
    let private = graph.krate.hidden();
    let (up, way) = (graph.modules[module].path_up(), way(graph, module));
    let fixed = own(graph, module).map(|node| {
        let (cfgs, key, field, index) = (&node.cfgs, &node.key, field(node), index(node));
        quote! {
            #(#cfgs)*
            #[allow(deprecated)]
            impl #up::__InAField for #key {
                #[inline(always)]
                fn get(__nodes: &#up::__Nodes) -> &#private::Slot<Self::Value> {
                    &__nodes #way .#field
                }

                #[inline(always)]
                fn get_mut(__nodes: &mut #up::__Nodes) -> &mut #private::Slot<Self::Value> {
                    &mut __nodes #way .#field
                }
            }

            #(#cfgs)*
            #[allow(deprecated)]
            impl #up::__Declared for #key {
                const AT: ::core::primitive::u32 = #up::__Nodes::__BASE + #index;

                #[inline]
                fn find(
                    __nodes: &mut #up::__Nodes,
                ) -> ::core::option::Option<&mut dyn #private::AnySlot> {
                    ::core::option::Option::Some(&mut __nodes #way .#field)
                }
            }
        }
    });
    let others = graph.nodes.iter().filter(|node| node.module == module && node.index.is_none());
    let others = others.map(|node| {
        let (cfgs, key) = (&node.cfgs, &node.key);
        quote! {
            #(#cfgs)*
            #[allow(deprecated)]
            impl #up::__Declared for #key {}
        }
    });
    quote!(#(#fixed)* #(#others)*)
}

/// How the graph holds its nodes: one impl for all that are declared in it. An impl of each for the graph
/// would be compared with all others, and looked through whenever one is searched.
fn holding(graph: &Graph) -> TokenStream {
    let private = graph.krate.hidden();
    let root = graph.krate.root(proc_macro2::Span::call_site());
    let lenient = lenient();
    // With one impl alone the compiler takes each dependency for what that one is about, and says so
    // instead of what is missing.
    let second = has_never(graph, &quote!(()));
    quote! {
        #lenient
        pub trait __Declared: ::core::marker::Sized + #private::Node {
            const AT: ::core::primitive::u32 = <#root::Dynamic as #private::HoldsIn<Self, Graph>>::AT;

            #[inline]
            fn find(_: &mut __Nodes) -> ::core::option::Option<&mut dyn #private::AnySlot> {
                ::core::option::Option::None
            }
        }

        #lenient
        pub trait __InAField: #private::Node {
            fn get(__nodes: &__Nodes) -> &#private::Slot<Self::Value>;
            fn get_mut(__nodes: &mut __Nodes) -> &mut #private::Slot<Self::Value>;
        }

        #lenient
        pub trait __Computed: #private::Node {
            fn compute(__nodes: &__Nodes) -> Self::Value;
        }

        impl<__K: __Declared> #private::HoldsIn<__K, Graph> for Graph {
            const AT: ::core::primitive::u32 = __K::AT;

            #[inline]
            fn find(
                __nodes: &mut __Nodes,
            ) -> ::core::option::Option<&mut dyn #private::AnySlot> {
                __K::find(__nodes)
            }
        }

        impl<__K: __InAField> #private::HasIn<__K, Graph> for __Nodes {
            #[inline(always)]
            fn get(&self) -> &#private::Slot<__K::Value> {
                __K::get(self)
            }

            #[inline(always)]
            fn get_mut(&mut self) -> &mut #private::Slot<__K::Value> {
                __K::get_mut(self)
            }
        }

        impl<__K: __Computed> #private::Computes<__K> for __Nodes {
            #[inline(always)]
            fn compute(__nodes: &Self) -> __K::Value {
                __K::compute(__nodes)
            }
        }

        #second
    }
}

/// That the graph holds whatever is declared in it, where something in it is broken: nothing else is to
/// fail, and nothing of it is ever run.
fn held_anyway(graph: &Graph) -> TokenStream {
    let private = graph.krate.hidden();
    let has_anyway = has_never(graph, &quote!(Graph));
    quote! {
        impl<__K> #private::HoldsIn<__K, Graph> for Graph {}

        #has_anyway
    }
}

/// That a graph has the nodes of a home, none of which is asked for.
fn has_never(graph: &Graph, home: &TokenStream) -> TokenStream {
    let private = graph.krate.hidden();
    quote! {
        impl<__K: #private::Node<Home = #home>> #private::HasIn<__K, #home> for __Nodes {
            fn get(&self) -> &#private::Slot<__K::Value> {
                #private::absent()
            }

            fn get_mut(&mut self) -> &mut #private::Slot<__K::Value> {
                #private::absent()
            }
        }
    }
}

/// The graph itself, in the outermost module.
pub(super) fn whole(graph: &Graph, sound: bool) -> TokenStream {
    let private = graph.krate.hidden();
    let lenient = lenient();
    let tier = tier(graph);
    let paths = graph.includes.iter().map(|include| &include.graph);
    let metas = paths.clone();
    let count = Literal::u32_unsuffixed(graph.fixed.len() as u32);
    let base = graph.includes.iter().map(|include| nodes_of(graph, &include.graph));
    let base = base.map(|nodes| quote!(+ <#nodes as #private::Nodes>::LEN));
    let includes = includes::held(graph);
    let holders = included_trait(graph, sound);
    let apart = sound.then(|| quote!(const _: () = #private::check_included(&__GRAPH);));
    let holding = if sound { holding(graph) } else { held_anyway(graph) };
    let slot = reached(graph, &quote!(slot), &quote!(&), &quote!(__slot));
    let slot_mut = reached(graph, &quote!(slot_mut), &quote!(&mut), &quote!(__slot_mut));
    let recompute = recompute(graph);
    let bases = bases(graph);
    let all_metas = graph.includes.iter().map(|include| {
        let nodes = nodes_of(graph, &include.graph);
        quote!(<#nodes as #private::Nodes>::metas(__out);)
    });
    quote! {
        #tier

        impl #private::Tier for Graph {
            type Nodes = __Nodes;
        }

        #lenient
        static __GRAPH: #private::GraphMeta = #private::GraphMeta::new(
            ::core::module_path!(),
            &[#(<#metas as #private::Compiled>::GRAPH),*],
        );

        #lenient
        impl __Nodes {
            pub const __BASE: ::core::primitive::u32 = 0 #(#base)*;
        }

        impl #private::Nodes for __Nodes {
            const GRAPH: &'static #private::GraphMeta = &__GRAPH;
            const LEN: ::core::primitive::u32 = Self::__BASE + #count;

            fn fresh() -> Self {
                Self::__fresh()
            }

            fn metas(
                __out: &mut ::std::vec::Vec<::core::option::Option<&'static #private::Meta>>,
            ) {
                #(#all_metas)*
                ::core::iter::Extend::extend(
                    __out,
                    ::core::iter::Iterator::map(0..#count, Self::__meta),
                );
            }

            fn base(__home: &'static #private::GraphMeta) -> ::core::option::Option<::core::primitive::u32> {
                if ::core::ptr::eq(__home, &__GRAPH) {
                    return ::core::option::Option::Some(Self::__BASE);
                }
                #bases
                ::core::option::Option::None
            }

            #slot
            #slot_mut
            #recompute
        }

        #apart
        #includes
        #holding
        #holders
    }
}

pub(super) fn nodes_of(graph: &Graph, path: &Path) -> TokenStream {
    let private = graph.krate.hidden();
    quote!(<#path as #private::Tier>::Nodes)
}

/// The enum that stands for the graph.
fn tier(graph: &Graph) -> TokenStream {
    let name = &graph.modules[0].name;
    let doc = format!("The graph of the module `{name}`: `Store<{name}::Graph>` is a store of it.");
    let dot = drawing::dot(graph);
    let mermaid = drawing::mermaid(graph);
    quote! {
        #[doc = #doc]
        #[allow(missing_debug_implementations, clippy::empty_enums)]
        pub enum Graph {}

        impl Graph {
            /// The graph as text for Graphviz.
            pub const DOT: &'static ::core::primitive::str = #dot;
            /// The graph as text for Mermaid.
            pub const MERMAID: &'static ::core::primitive::str = #mermaid;
        }
    }
}

/// A method that reaches a node by its place: of an included graph, or of this one.
fn reached(
    graph: &Graph,
    method: &TokenStream,
    reference: &TokenStream,
    own: &TokenStream,
) -> TokenStream {
    let private = graph.krate.hidden();
    let steps = graph.includes.iter().enumerate().map(|(index, include)| {
        let (field, nodes) = (included(index), nodes_of(graph, &include.graph));
        quote! {
            if __at < <#nodes as #private::Nodes>::LEN {
                return #private::Nodes::#method(#reference self.#field, __at);
            }
            let __at = __at - <#nodes as #private::Nodes>::LEN;
        }
    });
    quote! {
        #[inline]
        fn #method(#reference self, __at: ::core::primitive::u32) -> #reference dyn #private::AnySlot {
            #(#steps)*
            self.#own(__at)
        }
    }
}

fn recompute(graph: &Graph) -> TokenStream {
    let private = graph.krate.hidden();
    let steps = graph.includes.iter().enumerate().map(|(index, include)| {
        let (field, nodes) = (included(index), nodes_of(graph, &include.graph));
        quote! {
            if __at < <#nodes as #private::Nodes>::LEN {
                return #private::Nodes::recompute(&mut self.#field, __at, __computing);
            }
            let __at = __at - <#nodes as #private::Nodes>::LEN;
        }
    });
    quote! {
        #[inline(always)]
        fn recompute(&mut self, __at: ::core::primitive::u32, __computing: &mut #private::Computing<'_>) -> ::core::primitive::bool {
            #(#steps)*
            __recompute(self, __at, __computing)
        }
    }
}

/// Where the nodes of included graphs begin.
fn bases(graph: &Graph) -> TokenStream {
    let private = graph.krate.hidden();
    let steps = graph.includes.iter().map(|include| {
        let nodes = nodes_of(graph, &include.graph);
        quote! {
            if let ::core::option::Option::Some(__at) = <#nodes as #private::Nodes>::base(__home) {
                return ::core::option::Option::Some(__base + __at);
            }
            let __base = __base + <#nodes as #private::Nodes>::LEN;
        }
    });
    if graph.includes.is_empty() {
        return TokenStream::new();
    }
    quote! {
        let __base = 0;
        #(#steps)*
        let _ = __base;
    }
}

/// The trait of all tiers that hold the graph. There is an impl for each: one for whatever holds all of
/// the nodes would be an error per node where a graph does not.
fn included_trait(graph: &Graph, sound: bool) -> TokenStream {
    let private = graph.krate.hidden();
    let named = graph.nodes.iter().filter(|node| sound && is_named(graph, node));
    let bounds = named.map(|node| {
        let path = path_down(graph, node);
        quote!(+ #private::HoldsIn<#path, Graph>)
    });
    let bounds = quote!(#private::Tier #(#bounds)*);
    let name = crate::names::plain(&graph.modules[0].name);
    let doc = format!(
        "A tier whose stores hold the graph of `{name}`, for helpers: \
         `fn f<G: {name}::Included>(store: &Store<G>)`."
    );
    let root = graph.krate.root(proc_macro2::Span::call_site());
    quote! {
        #[doc = #doc]
        #[allow(private_bounds)]
        pub trait Included: #bounds {}

        impl Included for Graph {}
        impl Included for #root::Dynamic {}
    }
}

/// Whether a node can be named from the outermost module, in every build.
fn is_named(graph: &Graph, node: &GraphNode) -> bool {
    let module = &graph.modules[node.module];
    !node.is_conditional() && module.is_named && reaches_up(&node.visibility, module.depth)
}

/// The path of a node's key type from the outermost module.
fn path_down(graph: &Graph, node: &GraphNode) -> TokenStream {
    let mut path = {
        let key = &node.key;
        quote!(#key)
    };
    let mut at = node.module;
    while let Some(parent) = graph.modules[at].parent {
        let name = &graph.modules[at].name;
        path = quote!(#name::#path);
        at = parent;
    }
    path
}
