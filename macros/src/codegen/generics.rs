//! The generics of a tracked struct, with the bounds and parameters its generated items need.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::GenericParam;

use crate::model::Tracked;

/// The parts of a generic header, ready to be spliced.
pub(crate) struct Header {
    /// `T: Bounds, const N: usize`, without brackets.
    pub(crate) parameters: TokenStream,
    /// `T, N`, without brackets.
    pub(crate) arguments: TokenStream,
    /// The bounds after `where`.
    pub(crate) bounds: TokenStream,
    /// `Cart` or `Pair<T>`.
    pub(crate) ty: TokenStream,
}

impl Header {
    pub(crate) fn of(tracked: &Tracked, private: &TokenStream) -> Self {
        let mut parameters = TokenStream::new();
        let mut arguments = TokenStream::new();
        let mut bounds = TokenStream::new();
        for parameter in &tracked.generics.params {
            match parameter {
                // A lifetime was reported; it is left out.
                GenericParam::Lifetime(_) => {}
                GenericParam::Type(parameter) => {
                    let (name, own) = (&parameter.ident, &parameter.bounds);
                    parameters.extend(quote!(#name: #own,));
                    arguments.extend(quote!(#name,));
                    bounds.extend(quote! {
                        #name: #private::Share + ::core::clone::Clone + ::core::cmp::PartialEq,
                    });
                }
                GenericParam::Const(parameter) => {
                    let (name, ty) = (&parameter.ident, &parameter.ty);
                    parameters.extend(quote!(const #name: #ty,));
                    arguments.extend(quote!(#name,));
                }
            }
        }
        if let Some(clause) = &tracked.generics.where_clause {
            let predicates = &clause.predicates;
            bounds.extend(predicates.to_token_stream());
            if !predicates.empty_or_trailing() {
                bounds.extend(quote!(,));
            }
        }
        let ident = &tracked.ident;
        let ty = if arguments.is_empty() { quote!(#ident) } else { quote!(#ident<#arguments>) };
        Self { parameters, arguments, bounds, ty }
    }

    /// `where …`, or nothing.
    pub(crate) fn clause(&self) -> TokenStream {
        let bounds = &self.bounds;
        if bounds.is_empty() { TokenStream::new() } else { quote!(where #bounds) }
    }

    /// `<first, T: Bounds>`, or nothing.
    pub(crate) fn declared(&self, first: Option<&TokenStream>) -> TokenStream {
        let parameters = &self.parameters;
        match first {
            Some(first) => quote!(<#first, #parameters>),
            None if parameters.is_empty() => TokenStream::new(),
            None => quote!(<#parameters>),
        }
    }

    /// `name<first, T>`.
    pub(crate) fn applied(&self, name: &Ident, first: &TokenStream) -> TokenStream {
        let arguments = &self.arguments;
        if arguments.is_empty() { quote!(#name<#first>) } else { quote!(#name<#first, #arguments>) }
    }
}
