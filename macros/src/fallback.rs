//! What a broken item leaves behind: itself without our attributes, its errors, and as much of what
//! it would have had that nothing else fails.
//!
//! Where the handle and its type are known, both stay, without any demand on the value. Where the
//! type is not known, the handle is a const whose type holds the error: the compiler is silent
//! about everything that touches it. So is the handle of a broken family: what it can do follows from
//! its key.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Fields, ItemEnum, ItemFn, ItemStruct};

use crate::codegen;
use crate::diagnostics::Diagnostics;
use crate::model::{
    Atom, AtomItem, Compare, Computed, Initial, Krate, Shape, Tools, Tracked, Want,
};

/// A broken item of which no facts are known but its name.
pub(crate) struct Item {
    tokens: TokenStream,
    /// The handle, with its visibility, if its name is free among values.
    handle: Option<(TokenStream, Ident)>,
}

impl Item {
    pub(crate) fn nameless() -> Self {
        Self { tokens: TokenStream::new(), handle: None }
    }

    pub(crate) fn of_struct(item: &ItemStruct) -> Self {
        let free = matches!(item.fields, Fields::Named(_));
        let handle = free.then(|| (item.vis.to_token_stream(), item.ident.clone()));
        Self { tokens: item.to_token_stream(), handle }
    }

    pub(crate) fn of_enum(item: &ItemEnum) -> Self {
        let handle = Some((item.vis.to_token_stream(), item.ident.clone()));
        Self { tokens: item.to_token_stream(), handle }
    }

    pub(crate) fn of_function(item: &ItemFn, handle: Ident, visibility: TokenStream) -> Self {
        Self { tokens: item.to_token_stream(), handle: Some((visibility, handle)) }
    }

    pub(crate) fn of_other(item: &syn::Item) -> Self {
        Self { tokens: item.to_token_stream(), handle: None }
    }

    /// The item and its errors.
    pub(crate) fn with(self, krate: &Krate, diagnostics: Diagnostics) -> TokenStream {
        let Self { tokens, handle } = self;
        let mut errors = diagnostics.finish().into_iter();
        let handle = handle.and_then(|(visibility, handle)| {
            let error = errors.next()?;
            let private = krate.hidden();
            Some(quote! {
                #[doc(hidden)]
                #[allow(non_upper_case_globals)]
                #visibility const #handle: #private::Broken<{ #error }> = #private::Broken;
            })
        });
        quote!(#tokens #handle #(#errors)*)
    }
}

pub(crate) fn atom(mut atom: Atom, diagnostics: Diagnostics) -> TokenStream {
    if atom.node.keyed {
        return family(atom, diagnostics);
    }
    let errors = diagnostics.finish();
    let track = atom.node.tools.track;
    atom.node.tools = Tools { track, ..Tools::NONE };
    atom.initial = Initial::Absent;
    atom.node.id = None;
    if let Shape::Fields(Some(tracked)) = &mut atom.shape {
        soften(tracked);
    }
    let output = codegen::atom(&atom);
    quote!(#output #(#errors)*)
}

/// The item of a family of atoms, and its fields, which may be part of other atoms, too.
fn family(atom: Atom, diagnostics: Diagnostics) -> TokenStream {
    let Atom { node, shape, item, .. } = atom;
    let item = match item {
        AtomItem::Static => TokenStream::new(),
        AtomItem::Type(item) => item,
    };
    let fields = match shape {
        Shape::Fields(Some(mut tracked)) => {
            soften(&mut tracked);
            let (cfgs, fields) = (&node.attributes.cfgs, codegen::fields(&tracked));
            quote!(#cfgs #fields)
        }
        _ => TokenStream::new(),
    };
    let handle = Some((node.visibility, node.handle));
    Item { tokens: quote!(#item #fields), handle }.with(&node.krate, diagnostics)
}

pub(crate) fn computed(mut computed: Computed, diagnostics: Diagnostics) -> TokenStream {
    if computed.node.keyed {
        let Computed { node, item, .. } = computed;
        let handle = Some((node.visibility, node.handle));
        return Item { tokens: item, handle }.with(&node.krate, diagnostics);
    }
    let errors = diagnostics.finish();
    computed.stub = true;
    computed.deps.clear();
    computed.node.tools = Tools::NONE;
    computed.node.id = None;
    let output = codegen::computed(&computed);
    quote!(#output #(#errors)*)
}

pub(crate) fn fields(mut tracked: Tracked, diagnostics: Diagnostics) -> TokenStream {
    let errors = diagnostics.finish();
    let borrows = tracked.generics.lifetimes().next().is_some();
    soften(&mut tracked);
    // Nothing that is generated could name a lifetime.
    let output = if borrows { TokenStream::new() } else { codegen::fields(&tracked) };
    quote!(#output #(#errors)*)
}

/// Takes back what is asked of the fields.
fn soften(tracked: &mut Tracked) {
    for field in &mut tracked.fields {
        field.clone = Want::No;
        field.compare = Compare::Not;
        field.by = None;
    }
}
