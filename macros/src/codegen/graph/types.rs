//! What the types say of a graph: which nodes it holds, where, and which graphs it includes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Path, Visibility};

use super::{drawing, field, included, index, lenient, own, way};
use crate::model::{Graph, GraphNode};

/// The fields of the graphs that are included, in the outermost struct.
pub(super) fn included_fields(graph: &Graph, module: usize) -> TokenStream {
    let private = graph.krate.hidden();
    let fields = graph.includes.iter().enumerate().map(|(index, include)| {
        let (field, path) = (included(index), &include.graph);
        quote!(#field: <#path as #private::Tier>::Nodes,)
    });
    if module == 0 { quote!(#(#fields)*) } else { TokenStream::new() }
}

pub(super) fn fresh_includes(graph: &Graph, module: usize) -> TokenStream {
    let private = graph.krate.hidden();
    let fields = graph.includes.iter().enumerate().map(|(index, include)| {
        let (field, path) = (included(index), &include.graph);
        quote!(#field: <<#path as #private::Tier>::Nodes as #private::Nodes>::fresh(),)
    });
    if module == 0 { quote!(#(#fields)*) } else { TokenStream::new() }
}

/// That the graph holds the nodes of a module, and where.
pub(super) fn held(graph: &Graph, module: usize) -> TokenStream {
    let private = graph.krate.hidden();
    let (up, way) = (graph.modules[module].path_up(), way(graph, module));
    let fixed = own(graph, module).map(|node| {
        let (cfgs, key, field, index) = (&node.cfgs, &node.key, field(node), index(node));
        quote! {
            #(#cfgs)*
            #[allow(deprecated)]
            impl #private::HasIn<#key, #up::Graph> for #up::__Nodes {
                #[inline(always)]
                fn get(&self) -> &#private::Slot<<#key as #private::Node>::Value> {
                    &self #way .#field
                }

                #[inline(always)]
                fn get_mut(&mut self) -> &mut #private::Slot<<#key as #private::Node>::Value> {
                    &mut self #way .#field
                }
            }

            #(#cfgs)*
            #[allow(deprecated)]
            impl #private::HoldsIn<#key, #up::Graph> for #up::Graph {
                const AT: u32 = #up::__Nodes::__BASE + #index;

                #[inline]
                fn find(
                    nodes: &mut #up::__Nodes,
                ) -> ::core::option::Option<&mut dyn #private::AnySlot> {
                    ::core::option::Option::Some(&mut nodes #way .#field)
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
            impl #private::HoldsIn<#key, #up::Graph> for #up::Graph {}
        }
    });
    quote!(#(#fixed)* #(#others)*)
}

/// The graph itself, in the outermost module.
pub(super) fn whole(graph: &Graph) -> TokenStream {
    let private = graph.krate.hidden();
    let lenient = lenient();
    let tier = tier(graph);
    let paths = graph.includes.iter().map(|include| &include.graph);
    let metas = paths.clone();
    let count = Literal::u32_unsuffixed(graph.fixed.len() as u32);
    let base = graph.includes.iter().map(|include| nodes_of(graph, &include.graph));
    let base = base.map(|nodes| quote!(+ <#nodes as #private::Nodes>::LEN));
    let includes = includes(graph);
    let holders = included_trait(graph);
    let slot = reached(graph, &quote!(slot), &quote!(&), &quote!(__slot));
    let slot_mut = reached(graph, &quote!(slot_mut), &quote!(&mut), &quote!(__slot_mut));
    let recompute = recompute(graph);
    let bases = bases(graph);
    let all_metas = graph.includes.iter().map(|include| {
        let nodes = nodes_of(graph, &include.graph);
        quote!(<#nodes as #private::Nodes>::metas(out);)
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
            pub const __BASE: u32 = 0 #(#base)*;
        }

        impl #private::Nodes for __Nodes {
            const GRAPH: &'static #private::GraphMeta = &__GRAPH;
            const LEN: u32 = Self::__BASE + #count;

            fn fresh() -> Self {
                Self::__fresh()
            }

            fn metas(
                out: &mut ::std::vec::Vec<::core::option::Option<&'static #private::Meta>>,
            ) {
                #(#all_metas)*
                out.extend((0..#count).map(Self::__meta));
            }

            fn base(home: &'static #private::GraphMeta) -> ::core::option::Option<u32> {
                if ::core::ptr::eq(home, &__GRAPH) {
                    return ::core::option::Option::Some(Self::__BASE);
                }
                #bases
                ::core::option::Option::None
            }

            #slot
            #slot_mut
            #recompute
        }

        const _: () = #private::check_included(&__GRAPH);
        #includes
        #holders
    }
}

fn nodes_of(graph: &Graph, path: &Path) -> TokenStream {
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
            pub const DOT: &'static str = #dot;
            /// The graph as text for Mermaid.
            pub const MERMAID: &'static str = #mermaid;
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
            if at < <#nodes as #private::Nodes>::LEN {
                return #private::Nodes::#method(#reference self.#field, at);
            }
            let at = at - <#nodes as #private::Nodes>::LEN;
        }
    });
    quote! {
        #[inline]
        fn #method(#reference self, at: u32) -> #reference dyn #private::AnySlot {
            #(#steps)*
            self.#own(at)
        }
    }
}

fn recompute(graph: &Graph) -> TokenStream {
    let private = graph.krate.hidden();
    let steps = graph.includes.iter().enumerate().map(|(index, include)| {
        let (field, nodes) = (included(index), nodes_of(graph, &include.graph));
        quote! {
            if at < <#nodes as #private::Nodes>::LEN {
                return #private::Nodes::recompute(&mut self.#field, at, computing);
            }
            let at = at - <#nodes as #private::Nodes>::LEN;
        }
    });
    quote! {
        #[inline(always)]
        fn recompute(&mut self, at: u32, computing: &mut #private::Computing<'_>) -> bool {
            #(#steps)*
            __recompute(self, at, computing)
        }
    }
}

/// Where the nodes of included graphs begin.
fn bases(graph: &Graph) -> TokenStream {
    let private = graph.krate.hidden();
    let steps = graph.includes.iter().map(|include| {
        let nodes = nodes_of(graph, &include.graph);
        quote! {
            if let ::core::option::Option::Some(at) = <#nodes as #private::Nodes>::base(home) {
                return ::core::option::Option::Some(base + at);
            }
            let base = base + <#nodes as #private::Nodes>::LEN;
        }
    });
    if graph.includes.is_empty() {
        return TokenStream::new();
    }
    quote! {
        let base = 0;
        #(#steps)*
        let _ = base;
    }
}

/// That the graph holds what those hold that it includes.
fn includes(graph: &Graph) -> TokenStream {
    let private = graph.krate.hidden();
    let mut before = quote!(0);
    let mut out = TokenStream::new();
    for (index, include) in graph.includes.iter().enumerate() {
        let (field, path) = (included(index), &include.graph);
        let nodes = nodes_of(graph, path);
        for home in std::iter::once(path).chain(&include.through) {
            out.extend(quote! {
                impl<__K: #private::Node<Home = #home>> #private::HasIn<__K, #home> for __Nodes
                where
                    #nodes: #private::HasIn<__K, #home>,
                {
                    #[inline]
                    fn get(&self) -> &#private::Slot<__K::Value> {
                        #private::HasIn::<__K, #home>::get(&self.#field)
                    }

                    #[inline]
                    fn get_mut(&mut self) -> &mut #private::Slot<__K::Value> {
                        #private::HasIn::<__K, #home>::get_mut(&mut self.#field)
                    }
                }

                impl<__K: #private::Node<Home = #home>> #private::HoldsIn<__K, #home> for Graph
                where
                    #path: #private::HoldsIn<__K, #home>,
                {
                    const AT: u32 = #private::within(
                        #before,
                        <#path as #private::HoldsIn<__K, #home>>::AT,
                    );

                    #[inline]
                    fn find(
                        nodes: &mut __Nodes,
                    ) -> ::core::option::Option<&mut dyn #private::AnySlot> {
                        <#path as #private::HoldsIn<__K, #home>>::find(&mut nodes.#field)
                    }
                }
            });
        }
        before = quote!(#before + <#nodes as #private::Nodes>::LEN);
    }
    out
}

/// The trait of all tiers that hold the graph.
fn included_trait(graph: &Graph) -> TokenStream {
    let private = graph.krate.hidden();
    let named = graph.nodes.iter().filter(|node| is_named(graph, node));
    let bounds = named.map(|node| {
        let path = path_down(graph, node);
        quote!(+ #private::HoldsIn<#path, Graph>)
    });
    let bounds = quote!(#private::Tier #(#bounds)*);
    let doc = format!(
        "A tier whose stores hold the graph of `{}`, for helpers: `fn f<G: {}::Included>(store: &Store<G>)`.",
        graph.modules[0].name, graph.modules[0].name
    );
    quote! {
        #[doc = #doc]
        #[allow(private_bounds)]
        pub trait Included: #bounds {}

        #[allow(private_bounds)]
        impl<__G: #bounds> Included for __G {}
    }
}

/// Whether a node can be named from the outermost module, in every build.
fn is_named(graph: &Graph, node: &GraphNode) -> bool {
    let is_private = matches!(node.visibility, Visibility::Inherited);
    node.cfgs.is_empty() && (graph.modules[node.module].depth == 0 || !is_private)
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

/// What stands for the graph where something in it is broken: it holds everything.
pub(super) fn stub(graph: &Graph) -> TokenStream {
    let private = graph.krate.hidden();
    let tier = tier(graph);
    quote! {
        #tier

        impl #private::Tier for Graph {
            type Nodes = ();
        }

        impl<K, H> #private::HoldsIn<K, H> for Graph {}

        /// A tier whose stores hold the graph.
        pub trait Included: #private::Tier {}

        impl<__G: #private::Tier> Included for __G {}
    }
}
