//! The user's other attributes, sorted by where they have to go.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Path, Token};

/// Attributes as tokens, ready to be put on generated items.
#[derive(Clone, Default)]
pub(crate) struct Attributes {
    pub(crate) docs: TokenStream,
    /// `cfg`s: they go on every generated item.
    pub(crate) cfgs: TokenStream,
    /// `allow`s: they go wherever the user's types are named again.
    pub(crate) allows: TokenStream,
    pub(crate) deprecated: TokenStream,
    /// Everything else, which stays on the one item that stands for the user's.
    pub(crate) others: TokenStream,
}

impl Attributes {
    pub(crate) fn of(attributes: &[Attribute]) -> Self {
        let mut sorted = Self::default();
        for attribute in attributes {
            let path = attribute.path();
            let place = if path.is_ident("doc") {
                &mut sorted.docs
            } else if path.is_ident("cfg") {
                &mut sorted.cfgs
            } else if path.is_ident("allow") {
                &mut sorted.allows
            } else if path.is_ident("deprecated") {
                &mut sorted.deprecated
            } else {
                &mut sorted.others
            };
            attribute.to_tokens(place);
        }
        sorted
    }
}

/// The paths of all visible derives.
pub(crate) fn derives(attributes: &[Attribute]) -> Vec<Path> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
        .filter_map(|attribute| {
            attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated).ok()
        })
        .flatten()
        .collect()
}

/// True if one of the derives has this name.
pub(crate) fn derives_trait(derives: &[Path], name: &str) -> bool {
    derives.iter().any(|path| path.segments.last().is_some_and(|segment| segment.ident == name))
}

/// True if a condition on one of these attributes decides what the item is.
pub(crate) fn conditional(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr"))
}
