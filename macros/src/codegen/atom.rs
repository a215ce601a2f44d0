//! Atoms.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::node::Statics;
use super::{family, node, tracked};
use crate::model::{Atom, AtomItem, Initial, Shape};

pub(crate) fn atom(atom: &Atom) -> TokenStream {
    let node = &atom.node;
    let item = match &atom.item {
        AtomItem::Static => node::key(node),
        AtomItem::Type(item) => item.clone(),
    };
    let handle = handle(atom);
    let guard_of_id = node::guard_of_id(node);
    let statics = Statics::among(&source(atom));
    let meta = &statics.meta;
    let description = description(atom, &statics);
    let fields = match &atom.shape {
        Shape::Fields(Some(fields)) => tracked::items(fields),
        _ => TokenStream::new(),
    };
    let methods = match (&atom.shape, &atom.item) {
        (Shape::Whole, AtomItem::Static) if node.family.is_none() => {
            let (private, handle) = (node.krate.hidden(), &node.handle);
            quote!(#private::atom_handle!(#handle, #meta);)
        }
        _ => TokenStream::new(),
    };
    let family = node.family.as_ref().map(|family| {
        let key_type = key_type(atom);
        let handle = handle_type(atom, &family::member(node, &key_type));
        let items = family::items(node, family, &key_type, &handle);
        let private = node.krate.hidden();
        quote! {
            #items
            impl #private::AtomFamily for #key_type {
                type Sound<T> = T;
            }
        }
    });
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
            #family
            #fields
        };
    }
}

/// The const that is the handle.
fn handle(atom: &Atom) -> TokenStream {
    let node = &atom.node;
    let value = &node.value;
    let attributes = &node.attributes;
    let (cfgs, allows, deprecated) = (&attributes.cfgs, &attributes.allows, &attributes.deprecated);
    let private = node.krate.hidden();
    let key = key_type(atom);
    let root = match &node.family {
        None => quote!(#private::Root<#key>),
        Some(_) => quote!(#private::Family<#key>),
    };
    let ty = handle_type(atom, &root);
    let constant = match (&atom.shape, &atom.item) {
        (Shape::Whole, AtomItem::Static) if node.family.is_none() => quote!(#key {}),
        (Shape::Whole, _) => quote!(<#root>::NEW),
        (Shape::Nested | Shape::Fields(_), _) => {
            let span = value.span();
            let private = node.krate.private(span);
            quote_spanned!(span=> #private::Branch::NEW)
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

/// The type that names the node among types.
fn key_type(atom: &Atom) -> TokenStream {
    match &atom.item {
        AtomItem::Static => atom.node.handle.to_token_stream(),
        AtomItem::Type(_) => atom.node.value.to_token_stream(),
    }
}

/// The type of a handle that stands at this path.
fn handle_type(atom: &Atom, path: &TokenStream) -> TokenStream {
    let Atom { node, shape, item, .. } = atom;
    let (handle, value) = (&node.handle, &node.value);
    match (shape, item) {
        (Shape::Whole, AtomItem::Static) if node.family.is_none() => quote!(#handle),
        (Shape::Whole, _) => path.clone(),
        (Shape::Nested | Shape::Fields(_), _) => {
            let span = value.span();
            let private = node.krate.private(span);
            let nested = match shape {
                Shape::Nested => node::nested(value, false, &node.krate),
                _ => quote_spanned!(span=> <#value as #private::Fields>),
            };
            quote_spanned!(span=> #nested::Handles<#path>)
        }
    }
}

fn description(atom: &Atom, statics: &Statics) -> TokenStream {
    let node = &atom.node;
    let (value, span) = (&node.value, node.value.span());
    let key = key_type(atom);
    let private = node.krate.private(span);
    let initial = match &atom.initial {
        Initial::Given(expression) => quote!(|| #expression),
        // Never called: the function of the key stands in its place.
        Initial::ByKey(_) => quote!(|| #private::unreachable()),
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
    let body = match (&atom.initial, &node.family) {
        (Initial::ByKey(initial), Some(family)) => {
            let initial = family::initial(node, family, &key, initial);
            quote!(#body.by_key(#initial))
        }
        _ => body,
    };
    let saves = !atom.transient;
    node::description(node, &key, statics, &body, |origin, body| {
        let transient = atom.transient.then(|| quote!(.transient()));
        let redacted = atom.redact.then(|| quote!(.redacted()));
        let keyed = node.family.as_ref().map(|family| {
            let family = family::description(node, family, &key, saves);
            quote!(.keyed(&const { #family }))
        });
        quote!(#private::Meta::atom(#origin, &#body) #transient #redacted #keyed)
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
