//! What a node has besides if it is a family: the description of its keys, and the function from a key
//! to the handle of a member.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprClosure};

use crate::model::{Family, Node, located};
use crate::parse::Life;

/// The path to the member of a key.
pub(crate) fn member(node: &Node, key_type: &TokenStream) -> TokenStream {
    let private = node.krate.hidden();
    quote!(#private::Member<#key_type>)
}

/// The type of the key, as the node knows it: an error type if it can be none, which is told once.
pub(crate) fn key(node: &Node, family: &Family, key_type: &TokenStream) -> TokenStream {
    let span = family.key.span();
    let private = node.krate.private(span);
    quote_spanned!(span=> <#key_type as #private::FamilyNode>::Key)
}

/// The impl of `FamilyNode`.
pub(crate) fn items(
    node: &Node,
    family: &Family,
    key_type: &TokenStream,
    handle: &TokenStream,
) -> TokenStream {
    let private = node.krate.hidden();
    let key = &family.key;
    // The parts of a tuple are passed as arguments.
    let types = match &family.parts {
        None => vec![key.to_token_stream()],
        Some(parts) => parts.iter().map(ToTokens::to_token_stream).collect(),
    };
    let names: Vec<Ident> = (0..types.len())
        .map(|index| format_ident!("part_{index}", span = Span::mixed_site()))
        .collect();
    let whole = match &family.parts {
        None => quote!(#(#names)*),
        Some(_) => quote!((#(#names,)*)),
    };
    let make = quote!(fn(#(#types),*) -> <Self as #private::FamilyNode>::Handle);
    let span = key.span();
    let at_key = node.krate.private(span);
    let is_key = quote_spanned! {span=>
        <::core::marker::PhantomData<#key> as #at_key::IsKey>::IS_KEY
    };
    let checked = quote_spanned!(span=> <#key as #at_key::KeyType<{ #is_key }>>::Key);
    quote! {
        impl #private::FamilyNode for #key_type {
            type Key = #checked;
            type Handle = #handle;
            type Make = #make;
            const MAKE: &'static Self::Make =
                &((|#(#names),*| <Self as #private::FamilyNode>::handle(#whole)) as #make);

            #[inline]
            fn handle(key: Self::Key) -> Self::Handle {
                #private::Branch::at(&#private::Member::new(key))
            }
        }
    }
}

/// `FamilyMeta::of::<Key, Hasher>(…)`, to stand in the static of the node.
pub(crate) fn description(
    node: &Node,
    family: &Family,
    key_type: &TokenStream,
    saves: bool,
) -> TokenStream {
    let span = family.key.span();
    let private = node.krate.hidden();
    let key = key(node, family, key_type);
    let hasher = match &family.hasher {
        None => quote!(#private::FastHasher),
        Some(hasher) => hasher.to_token_stream(),
    };
    let life = match &family.life {
        Life::Keep => quote!(Keep),
        Life::Unobserved => quote!(Unobserved),
        Life::Lru(most) => {
            let most = typed(most, &quote!(::core::primitive::usize));
            quote!(Lru(#most))
        }
        Life::Ttl(time) => {
            let time = typed(time, &quote!(::core::time::Duration));
            quote!(Ttl(#time))
        }
    };
    let is_tuple = family.parts.is_some();
    let at_key = node.krate.private(span);
    let saving = saves.then(|| quote_spanned!(span=> .saving::<#key>()));
    quote_spanned! {span=>
        #at_key::FamilyMeta::of::<#key, #hasher>(#private::Lifespan::#life)
            .written({
                #[allow(unused_imports)]
                use #private::NotWritten as _;
                #private::Probe::<#key>::WRITE
            }, #is_tuple)
            #saving
    }
}

/// An expression of this type; another one is an error at the expression alone.
fn typed(expression: &Expr, ty: &TokenStream) -> TokenStream {
    let span = expression.span();
    let ty = located(ty.clone(), span);
    let value = Ident::new("value", Span::mixed_site().located_at(span));
    quote_spanned!(span=> { let #value: #ty = #expression; #value })
}

/// The function from a key whose type is not known to the initial value.
pub(crate) fn initial(
    node: &Node,
    family: &Family,
    key_type: &TokenStream,
    initial: &ExprClosure,
) -> TokenStream {
    let private = node.krate.hidden();
    let value = &node.value;
    let key = key(node, family, key_type);
    let at = Ident::new("key", Span::mixed_site());
    quote! {
        |#at| {
            let initial: fn(#key) -> #value = #initial;
            initial(::core::clone::Clone::clone(#private::key_of::<#key>(#at)))
        }
    }
}
