//! The tracked guard: what `store.update(Cart, |cart| …)` hands out.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::Member;

use super::handles::member;
use super::node;
use super::tracked::Context;
use crate::model::{Field, FieldKind, Tools};
use crate::names;

pub(super) fn definition(context: &Context<'_>) -> TokenStream {
    let Context { tracked, header, guard, lifetime, .. } = context;
    let visibility = &tracked.visibility;
    let (declared, clause) = (header.declared(Some(&quote!(#lifetime))), header.clause());
    let members = context.fields().map(|(_, field)| {
        let span = field.span();
        let private = tracked.krate.private(span);
        let ty = &field.ty;
        let ty = match field.kind {
            FieldKind::Nested => {
                let nested = node::nested(ty, context.is_generic(), &tracked.krate);
                quote_spanned!(span=> #nested::Guard<#lifetime>)
            }
            FieldKind::Leaf | FieldKind::Skipped => {
                quote_spanned!(span=> #private::Guarded<#lifetime, #ty>)
            }
        };
        member(field, &ty)
    });
    let body = if tracked.fields.is_empty() {
        // The lifetime has to be used.
        let marker = quote!(::core::marker::PhantomData<&#lifetime mut ()>);
        if context.is_tuple() {
            quote!((#marker) #clause;)
        } else {
            quote!(#clause { __track: #marker })
        }
    } else if context.is_tuple() {
        quote!((#(#members),*) #clause;)
    } else {
        quote!(#clause { #(#members),* })
    };
    let doc = format!("The tracked guard of `{}`.", names::plain(&tracked.ident));
    quote! {
        #[doc = #doc]
        #[allow(
            dead_code,
            missing_debug_implementations,
            private_interfaces,
            private_bounds,
            unreachable_pub
        )]
        #visibility struct #guard #declared #body
    }
}

/// `fn guard` of the impl of `Fields`.
pub(super) fn construction(context: &Context<'_>) -> TokenStream {
    let private = context.private();
    let Context { tracked, header, guard, lifetime, .. } = context;
    let cells = context.fields().map(|(ordinal, field)| {
        let cell = cell(context, ordinal, field);
        match &field.member {
            Member::Named(name) => quote!(#name: #cell),
            Member::Unnamed(_) => cell,
        }
    });
    let applied = header.applied(guard, &quote!(#lifetime));
    let (value, track, body) = if tracked.fields.is_empty() {
        let marker = quote!(::core::marker::PhantomData);
        let body =
            if context.is_tuple() { quote!((#marker)) } else { quote!({ __track: #marker }) };
        (quote!(_), quote!(_), body)
    } else {
        let body = if context.is_tuple() { quote!((#(#cells),*)) } else { quote!({ #(#cells),* }) };
        (quote!(value), quote!(track), body)
    };
    quote! {
        fn guard<#lifetime>(
            #value: &#lifetime mut Self,
            #track: #private::Track<#lifetime>,
        ) -> #applied {
            #guard #body
        }
    }
}

fn cell(context: &Context<'_>, ordinal: usize, field: &Field) -> TokenStream {
    let offset = context.offset(ordinal);
    let ordinal = Literal::usize_unsuffixed(ordinal);
    let (ty, member, span) = (&field.ty, &field.member, field.span());
    match field.kind {
        FieldKind::Leaf => {
            let private = context.tracked.krate.private(span);
            quote_spanned! {span=>
                track.leaf(
                    #offset,
                    &mut value.#member,
                    &<Self as #private::HasField<#ty, #ordinal>>::TOOLS,
                )
            }
        }
        FieldKind::Nested => {
            let private = context.tracked.krate.private(span);
            quote_spanned! {span=>
                <#ty as #private::Fields>::guard(
                    &mut value.#member,
                    track.inside(#offset),
                )
            }
        }
        FieldKind::Skipped => {
            let tools = Tools { share: true, clone: field.clone, copy: false, ..Tools::NONE };
            let tools = node::tools(&tools, ty, &context.tracked.krate);
            quote_spanned! {span=>
                track.skipped(#offset, &mut value.#member, const { &#tools })
            }
        }
    }
}
