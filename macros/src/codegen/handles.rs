//! The struct of field handles: what `Cart.items` is a field of.

use proc_macro2::{Literal, Span, TokenStream};
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
    let marker = names::fresh("__path", &tracked.source, Span::call_site());
    let definition = definition(context, &declared, &marker);
    let constant = constant(context, &marker);
    let (parameters, bounds) = (&header.parameters, &header.bounds);
    let bounds = (!bounds.is_empty()).then(|| quote!(, #bounds));
    quote! {
        #definition
        impl #declared #private::Branch for #applied #clause {
            const NEW: Self = #constant;
        }
        #private::branch_handle!([#parameter, #parameters] #path, #applied, #ty #bounds);
    }
}

fn definition(
    context: &Context<'_>,
    declared: &TokenStream,
    marker: &proc_macro2::Ident,
) -> TokenStream {
    let Context { tracked, header, path, handles, .. } = context;
    let (visibility, ty, clause) = (&tracked.visibility, &header.ty, header.clause());
    let members = context.fields().filter_map(|(ordinal, field)| {
        let ty = handle_type(context, ordinal, field)?;
        Some(member(field, &ty))
    });
    // A generic struct may have parameters that no handle mentions.
    let marker_type = if header.arguments.is_empty() {
        quote!(::core::marker::PhantomData<fn() -> #path>)
    } else {
        quote!(::core::marker::PhantomData<fn() -> (#path, #ty)>)
    };
    let body = if context.is_tuple() {
        quote!((#(#members,)* #marker_type) #clause;)
    } else {
        quote!(#clause { #(#members,)* #marker: #marker_type })
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

fn constant(context: &Context<'_>, marker: &proc_macro2::Ident) -> TokenStream {
    let handles = &context.handles;
    let values = context.fields().filter_map(|(_, field)| {
        let span = field.span();
        let private = context.tracked.krate.private(span);
        let value = match field.kind {
            FieldKind::Leaf => quote_spanned!(span=> #private::Field::NEW),
            FieldKind::Nested => quote_spanned!(span=> #private::Branch::NEW),
            FieldKind::Skipped if context.is_tuple() => quote!(()),
            FieldKind::Skipped => return None,
        };
        Some(match &field.member {
            Member::Named(name) => quote!(#name: #value),
            Member::Unnamed(_) => value,
        })
    });
    if context.is_tuple() {
        quote!(#handles(#(#values,)* ::core::marker::PhantomData))
    } else {
        quote!(#handles { #(#values,)* #marker: ::core::marker::PhantomData })
    }
}
