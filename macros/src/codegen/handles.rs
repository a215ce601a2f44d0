//! The struct of field handles: what `Cart.items` is a field of.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Member;

use super::node;
use super::tracked::Context;
use crate::model::{Field, FieldKind};
use crate::names;

pub(super) fn items(context: &Context<'_>) -> TokenStream {
    let private = context.private();
    let Context { tracked, header, path, handles, .. } = context;
    let ty = &header.ty;
    let parameter = quote!(#path: #private::Path<Value = #ty>);
    let (declared, clause) = (header.declared(Some(&parameter)), header.clause());
    let applied = header.applied(handles, &path.to_token_stream());
    let place = names::fresh("__path", &tracked.source, Span::call_site());
    let definition = definition(context, &declared, &place);
    let (constant, at) = (values(context, &place, true), values(context, &place, false));
    let place = place_member(context, &place);
    let (parameters, bounds) = (&header.parameters, &header.bounds);
    let bounds = (!bounds.is_empty()).then(|| quote!(, #bounds));
    quote! {
        #definition
        impl #declared #private::Branch<#path> for #applied #clause {
            const NEW: Self = #constant;

            #[inline]
            fn at(path: &#path) -> Self {
                #at
            }
        }
        #private::branch_handle!([#parameter, #parameters] #path, #place, #applied, #ty #bounds);
    }
}

/// The member that holds the path: the one after those of the fields.
fn place_member(context: &Context<'_>, place: &Ident) -> TokenStream {
    if context.is_tuple() {
        Literal::usize_unsuffixed(context.tracked.fields.len()).to_token_stream()
    } else {
        place.to_token_stream()
    }
}

fn definition(context: &Context<'_>, declared: &TokenStream, place: &Ident) -> TokenStream {
    let Context { tracked, header, path, handles, .. } = context;
    let (visibility, ty, clause) = (&tracked.visibility, &header.ty, header.clause());
    let members = context.fields().filter_map(|(ordinal, field)| {
        let ty = handle_type(context, ordinal, field)?;
        Some(member(field, &ty))
    });
    // A generic struct may have parameters that no handle mentions.
    let value = (!header.arguments.is_empty()).then(|| {
        let name = (!context.is_tuple()).then(|| quote!(__value:));
        quote!(#name ::core::marker::PhantomData<fn() -> #ty>,)
    });
    let body = if context.is_tuple() {
        quote!((#(#members,)* #path, #value) #clause;)
    } else {
        quote!(#clause { #(#members,)* #place: #path, #value })
    };
    let doc = format!("The field handles of `{}`.", names::plain(&tracked.ident));
    quote! {
        #[doc = #doc]
        #[allow(dead_code, unreachable_pub, private_interfaces, private_bounds)]
        #visibility struct #handles #declared #body
    }
}

/// `Field<P, V, 0>`, or the handles of a nested type. The place of a skipped field in a tuple stays
/// empty, so that the numbers of the others are those of the struct.
fn handle_type(context: &Context<'_>, ordinal: usize, field: &Field) -> Option<TokenStream> {
    let ordinal = Literal::usize_unsuffixed(ordinal);
    let span = field.span();
    let private = context.tracked.krate.private(span);
    let (path, ty) = (&context.path, &field.ty);
    let at = quote_spanned!(span=> #private::Field<#path, #ty, #ordinal>);
    match field.kind {
        FieldKind::Leaf => Some(at),
        FieldKind::Nested => Some({
            let nested = node::nested(ty, context.is_generic(), &context.tracked.krate);
            quote_spanned!(span=> #nested::Handles<#at>)
        }),
        FieldKind::Skipped => context.is_tuple().then(|| quote!(())),
    }
}

/// One field of a generated struct, with the docs and visibility of the user's.
pub(super) fn member(field: &Field, ty: &TokenStream) -> TokenStream {
    let (visibility, deprecated) = (&field.visibility, &field.attributes.deprecated);
    let docs = if field.attributes.docs.is_empty() {
        let line = format!("The field `{}`.", field.label());
        quote!(#[doc = #line])
    } else {
        field.attributes.docs.clone()
    };
    match &field.member {
        Member::Named(name) => quote!(#docs #deprecated #visibility #name: #ty),
        Member::Unnamed(_) => quote!(#docs #deprecated #visibility #ty),
    }
}

/// The handles of all fields, as a constant or at the path that is given.
fn values(context: &Context<'_>, place: &Ident, constant: bool) -> TokenStream {
    let Context { handles, path, header, .. } = context;
    let private = context.private();
    let values = context.fields().filter_map(|(_, field)| {
        let span = field.span();
        let private = context.tracked.krate.private(span);
        let value = match (&field.kind, constant) {
            (FieldKind::Leaf, true) => quote_spanned!(span=> #private::Field::NEW),
            (FieldKind::Leaf, false) => quote_spanned!(span=> #private::Field::at(path)),
            (FieldKind::Nested, true) => quote_spanned!(span=> #private::Branch::NEW),
            (FieldKind::Nested, false) => {
                quote_spanned!(span=> #private::Branch::at(&#private::Field::at(path)))
            }
            (FieldKind::Skipped, _) if context.is_tuple() => quote!(()),
            (FieldKind::Skipped, _) => return None,
        };
        Some(match &field.member {
            Member::Named(name) => quote!(#name: #value),
            Member::Unnamed(_) => value,
        })
    });
    let own = if constant {
        quote!(<#path as #private::Path>::NEW)
    } else {
        quote!(::core::clone::Clone::clone(path))
    };
    let value = quote!(::core::marker::PhantomData);
    let is_generic = !header.arguments.is_empty();
    if context.is_tuple() {
        let value = is_generic.then_some(value);
        quote!(#handles(#(#values,)* #own, #value))
    } else {
        let value = is_generic.then(|| quote!(__value: #value));
        quote!(#handles { #(#values,)* #place: #own, #value })
    }
}
