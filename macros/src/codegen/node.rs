//! The static description of a node and its key type.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::model::{Compare, Krate, Node, Tools, Want};
use crate::names;
use crate::parse::Home;

/// The key type of a static or a computed, which has no fields and is its own handle.
pub(crate) fn key(node: &Node) -> TokenStream {
    let Node { handle, visibility, attributes, .. } = node;
    let (cfgs, allows) = (&attributes.cfgs, &attributes.allows);
    let doc = format!("The key of `{}`.", node.label);
    // Every token stands at the user's name, so that messages about the item point there.
    let item = quote_spanned!(handle.span()=> #visibility struct #handle {});
    quote! {
        #cfgs
        #allows
        #[doc = #doc]
        #[doc(hidden)]
        #[allow(non_camel_case_types, dead_code, missing_debug_implementations)]
        #[allow(clippy::upper_case_acronyms)]
        #item
    }
}

/// The const that is the handle, with every token of its own at the user's name.
pub(crate) fn constant(node: &Node, ty: &TokenStream, value: &TokenStream) -> TokenStream {
    let Node { handle, visibility, .. } = node;
    quote_spanned!(handle.span()=> #visibility const #handle: #ty = #value;)
}

/// The docs of a handle: the user's, or a line that says what it is.
pub(crate) fn docs(node: &Node, kind: &str) -> TokenStream {
    if node.attributes.docs.is_empty() {
        let line = format!("The {kind} `{}`.", node.label);
        quote!(#[doc = #line])
    } else {
        node.attributes.docs.clone()
    }
}

/// The statics of a node, by names that none of the user's tokens uses.
pub(crate) struct Statics {
    pub(crate) meta: Ident,
    body: Ident,
}

impl Statics {
    pub(crate) fn among(tokens: &TokenStream) -> Self {
        let named = |name| names::fresh(name, tokens, Span::call_site());
        Self { meta: named("META"), body: named("BODY") }
    }
}

/// The `Meta` static and the impl of `Node`; `describe` is `Meta::atom(…)` or `Meta::computed(…)`
/// around the origin and the body.
pub(crate) fn description(
    node: &Node,
    key_type: &TokenStream,
    statics: &Statics,
    body: &TokenStream,
    describe: impl FnOnce(TokenStream, TokenStream) -> TokenStream,
) -> TokenStream {
    let Statics { meta, body: place } = statics;
    let private = node.krate.hidden();
    let Node { label, value, .. } = node;
    let key = node.id.as_ref().map_or_else(
        || quote!(::core::concat!(::core::module_path!(), "::", #label)),
        ToTokens::to_token_stream,
    );
    let group = node.group.as_ref().map_or_else(
        || quote!(::core::option::Option::None),
        |group| quote!(::core::option::Option::Some(#group)),
    );
    let origin = quote! {
        #private::Origin {
            name: #label,
            key: #key,
            module: ::core::module_path!(),
            group: #group,
            file: ::core::file!(),
            line: ::core::line!(),
        }
    };
    let (body, description, fixed) = match node.field() {
        None => (TokenStream::new(), describe(origin, body.clone()), TokenStream::new()),
        Some((module, index)) => (
            quote!(static #place: #private::Body<#value> = #body;),
            describe(origin, place.to_token_stream()),
            quote!(.at(<#module::__Nodes as #private::Nodes>::GRAPH, #index)),
        ),
    };
    let bodied = node.field().map(|_| {
        quote! {
            impl #private::Bodied for #key_type {
                #[inline]
                fn body() -> &'static #private::Body<#value> {
                    &#place
                }
            }
        }
    });
    let home = match &node.home {
        Some(Home { module, .. }) => quote!(#module::Graph),
        None => quote!(#private::Nowhere),
    };
    let tools = tools(&node.tools, value, &node.krate);
    quote! {
        #body
        static #meta: #private::Meta = #description #fixed;
        #bodied
        impl #private::Node for #key_type {
            type Value = #value;
            type Home = #home;
            const META: &'static #private::Meta = &#meta;
            const TOOLS: #private::Tools<#value> = #tools;

            #[inline]
            fn meta() -> &'static #private::Meta {
                &#meta
            }
        }
    }
}

/// The calls that say what can be done with a value. Each stands at the type, so that a missing
/// trait is reported there.
pub(crate) fn tools(tools: &Tools, ty: &Type, krate: &Krate) -> TokenStream {
    let span = ty.span();
    let private = krate.private(span);
    let clone = match tools.clone {
        Want::No => quote!(),
        Want::Probed => quote_spanned!(span=> .cloning_by(#private::Probe::<#ty>::CLONE)),
        Want::Required => quote_spanned! {span=>
            .cloning_by(<#private::Tools<#ty> as #private::CloneTools<#ty>>::CLONE)
        },
    };
    let share = tools.share.then(|| quote_spanned!(span=> .sharing()));
    let track = tools.track.then(|| {
        let fields = quote_spanned!(span=> <#ty as #private::Fields>);
        quote_spanned!(span=> .tracking(#fields::diff, #fields::place, #fields::WIDTH, #fields::PARTS))
    });
    let compare = match &tools.compare {
        Compare::Not | Compare::Equal(Want::No) => quote!(),
        Compare::With(path) => quote_spanned!(span=> .comparing_by(#path)),
        Compare::Equal(Want::Probed) => {
            quote_spanned!(span=> .comparing_if(#private::Probe::<#ty>::EQ))
        }
        Compare::Equal(Want::Required) => quote_spanned!(span=> .comparing()),
    };
    let save = tools.save.then(|| quote_spanned!(span=> .saving()));
    let code = tools.code.then(|| {
        quote_spanned! {span=>
            .coding(#private::Probe::<#ty>::EDITED, #private::Probe::<#ty>::CODEC)
        }
    });
    // What is written and read back is shown as it is written.
    let show = (!tools.code && !tools.track).then(|| {
        quote_spanned! {span=>
            .showing(#private::Probe::<#ty>::JSON, #private::Probe::<#ty>::TEXT)
        }
    });
    let copy = tools.copy.then(|| quote_spanned!(span=> .copying(#private::Probe::<#ty>::COPY)));
    // What a struct holds is what its fields hold.
    let heap =
        (!tools.track).then(|| quote_spanned!(span=> .holding(#private::Probe::<#ty>::HEAP)));
    quote_spanned! {span=>
        #private::Tools::<#ty>::new() #share #clone #track #compare #save #code #show #copy #heap
    }
}

/// What the constants of a probe need in scope, once for all of an item.
pub(crate) fn probes(krate: &Krate) -> TokenStream {
    let private = krate.hidden();
    quote! {
        #[allow(unused_imports)]
        use #private::{
            NotClone as _, NotCoded as _, NotCopy as _, NotEdited as _, NotEq as _, NotHeap as _,
            NotJson as _, NotShare as _, NotText as _,
        };
    }
}

/// The item that makes a second node of the same explicit id in the same module an error.
pub(crate) fn guard_of_id(node: &Node) -> TokenStream {
    let Some(id) = &node.id else { return TokenStream::new() };
    let cfgs = &node.attributes.cfgs;
    let name = names::guard_of_id(&id.value(), id.span());
    let item = quote_spanned!(id.span()=> struct #name {});
    quote! {
        #cfgs
        #[doc(hidden)]
        #[allow(non_camel_case_types, dead_code)]
        #item
    }
}

/// The types that a tracked type brings along, for one of its places. An error where it is not
/// tracked, and nothing that follows is one, too; the argument of a generic type cannot be checked.
pub(crate) fn nested(ty: &Type, generic: bool, krate: &Krate) -> TokenStream {
    let span = ty.span();
    let private = krate.private(span);
    if generic {
        quote_spanned!(span=> <#ty as #private::Nested<true>>)
    } else {
        quote_spanned!(span=> <#ty as #private::Nested<{ <#ty as #private::Fields>::TRACKED }>>)
    }
}
