//! Atoms.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::{node, tracked};
use crate::model::{Atom, AtomItem, Initial, Shape};

pub(crate) fn atom(atom: &Atom) -> TokenStream {
    let node = &atom.node;
    let item = match &atom.item {
        AtomItem::Static => node::key(node),
        AtomItem::Type(item) => item.clone(),
    };
    let handle = handle(atom);
    let guard_of_id = node::guard_of_id(node);
    let meta = node::meta(&source(atom));
    let description = description(atom, &meta);
    let fields = match &atom.shape {
        Shape::Fields(Some(fields)) => tracked::items(fields),
        _ => TokenStream::new(),
    };
    let methods = match (&atom.shape, &atom.item) {
        (Shape::Whole, AtomItem::Static) => {
            let (private, handle) = (node.krate.hidden(), &node.handle);
            quote!(#private::atom_handle!(#handle, #meta);)
        }
        _ => TokenStream::new(),
    };
    let (cfgs, allows) = (&node.attributes.cfgs, &node.attributes.allows);
    let probes = node::probes(&node.krate);
    quote! {
        #item
        #handle
        #guard_of_id
        #cfgs
        #allows
        #[allow(deprecated)]
        const _: () = {
            #probes
            #description
            #methods
            #fields
        };
    }
}

/// The const that is the handle.
fn handle(atom: &Atom) -> TokenStream {
    let node = &atom.node;
    let private = node.krate.hidden();
    let (handle, value) = (&node.handle, &node.value);
    let attributes = &node.attributes;
    let (cfgs, allows, deprecated) = (&attributes.cfgs, &attributes.allows, &attributes.deprecated);
    let key = match &atom.item {
        AtomItem::Static => handle.to_token_stream(),
        AtomItem::Type(_) => value.to_token_stream(),
    };
    let (ty, constant) = match (&atom.shape, &atom.item) {
        (Shape::Whole, AtomItem::Static) => (quote!(#handle), quote!(#handle {})),
        (Shape::Whole, AtomItem::Type(_)) => {
            (quote!(#private::Root<#key>), quote!(#private::Root::NEW))
        }
        (Shape::Nested | Shape::Fields(_), _) => {
            let span = value.span();
            let private = node.krate.private(span);
            let nested = match &atom.shape {
                Shape::Nested => node::nested(value, false, &node.krate),
                _ => quote_spanned!(span=> <#value as #private::Fields>),
            };
            let ty = quote_spanned!(span=> #nested::Handles<#private::Root<#key>>);
            (ty, quote_spanned!(span=> #private::Branch::NEW))
        }
    };
    let (docs, others) = match &atom.item {
        AtomItem::Static => (node::docs(node, "atom"), attributes.others.clone()),
        // A link to the type would be ambiguous if the const were documented, too.
        AtomItem::Type(_) if atom.is_named_as_its_type() => {
            (quote!(#[doc(hidden)] #[allow(non_upper_case_globals)]), TokenStream::new())
        }
        AtomItem::Type(_) => {
            let line = format!("The handle of [`{}`].", value.to_token_stream());
            (quote!(#[doc = #line]), TokenStream::new())
        }
    };
    let constant = node::constant(node, &ty, &constant);
    // The const names the type, which may be deprecated with it.
    let allowed = (!deprecated.is_empty()).then(|| quote!(#[allow(deprecated)]));
    quote! {
        #cfgs
        #allows
        #allowed
        #docs
        #others
        #deprecated
        #constant
    }
}

fn description(atom: &Atom, meta: &Ident) -> TokenStream {
    let node = &atom.node;
    let (value, span) = (&node.value, node.value.span());
    let key = match &atom.item {
        AtomItem::Static => node.handle.to_token_stream(),
        AtomItem::Type(_) => value.to_token_stream(),
    };
    let private = node.krate.private(span);
    let initial = match &atom.initial {
        Initial::Given(expression) => quote!(|| #expression),
        Initial::ByKey(closure) => closure.to_token_stream(),
        Initial::Default | Initial::Absent => {
            quote_spanned!(span=> <#value as #private::DefaultValue>::default_value)
        }
    };
    // All of it stands at the type, so that it is told there that threads cannot share it.
    let body = quote_spanned!(span=> #private::Body::<#value>);
    let tools = quote!(<#key as #private::Node>::TOOLS);
    let body = match (&atom.initial, &atom.shape) {
        (Initial::Absent, _) => quote_spanned!(span=> #body::broken()),
        (_, Shape::Fields(_) | Shape::Nested) => quote_spanned! {span=>
            #body::tracked(#initial, #tools, #private::Probe::<#value>::SLOT)
        },
        (_, Shape::Whole) => quote_spanned!(span=> #body::atom(#initial, #tools)),
    };
    let private = node.krate.hidden();
    node::description(node, &key, meta, |origin| {
        let transient = atom.transient.then(|| quote!(.transient()));
        quote!(#private::Meta::atom(#origin, &#body) #transient)
    })
}

/// The user's tokens that stand beside generated names.
fn source(atom: &Atom) -> TokenStream {
    let value = &atom.node.value;
    let initial = match &atom.initial {
        Initial::Given(expression) => expression.to_token_stream(),
        Initial::ByKey(closure) => closure.to_token_stream(),
        Initial::Default | Initial::Absent => TokenStream::new(),
    };
    let fields = match &atom.shape {
        Shape::Fields(Some(fields)) => fields.source.clone(),
        _ => TokenStream::new(),
    };
    quote!(#value #initial #fields)
}
