//! What a graph has of those that it includes: their nodes in fields of its own.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::included;
use super::types::nodes_of;
use crate::model::Graph;

/// The fields of the graphs that are included, in the outermost struct.
pub(super) fn fields(graph: &Graph, module: usize) -> TokenStream {
    let private = graph.krate.hidden();
    let fields = graph.includes.iter().enumerate().map(|(index, include)| {
        let (field, path) = (included(index), &include.graph);
        quote!(#field: <#path as #private::Tier>::Nodes,)
    });
    if module == 0 { quote!(#(#fields)*) } else { TokenStream::new() }
}

pub(super) fn fresh(graph: &Graph, module: usize) -> TokenStream {
    let private = graph.krate.hidden();
    let fields = graph.includes.iter().enumerate().map(|(index, include)| {
        let (field, path) = (included(index), &include.graph);
        quote!(#field: <<#path as #private::Tier>::Nodes as #private::Nodes>::fresh(),)
    });
    if module == 0 { quote!(#(#fields)*) } else { TokenStream::new() }
}

/// That the graph holds what those hold that it includes.
pub(super) fn held(graph: &Graph) -> TokenStream {
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
                    const AT: ::core::primitive::u32 = #private::within(
                        #before,
                        <#path as #private::HoldsIn<__K, #home>>::AT,
                    );

                    #[inline]
                    fn find(
                        __nodes: &mut __Nodes,
                    ) -> ::core::option::Option<&mut dyn #private::AnySlot> {
                        <#path as #private::HoldsIn<__K, #home>>::find(&mut __nodes.#field)
                    }
                }
            });
        }
        before = quote!(#before + <#nodes as #private::Nodes>::LEN);
    }
    out
}

/// That a store of the graph is one of those that are included, beside the module: where the user named
/// them.
pub(super) fn holders(graph: &Graph) -> TokenStream {
    let name = &graph.modules[0].name;
    let impls = graph.aliases.iter().map(|(_, path)| {
        let mut holder = path.clone();
        if let Some(last) = holder.segments.last_mut() {
            last.ident = Ident::new("Included", last.ident.span());
        }
        let cfgs = &graph.modules[0].cfgs;
        quote!(#(#cfgs)* impl #holder for #name::Graph {})
    });
    quote!(#(#impls)*)
}
