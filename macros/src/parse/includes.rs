//! The options of `#[atoms]`: the graphs it includes, and where the crate is.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Path, Token};

use crate::diagnostics::Diagnostics;

/// A graph that is included, and those that are held through it.
pub(crate) struct Include {
    pub(crate) graph: Path,
    pub(crate) through: Vec<Path>,
}

/// The options of one `#[atoms]`.
#[derive(Default)]
pub(crate) struct GraphOptions {
    pub(crate) includes: Vec<Include>,
    pub(crate) krate: Option<Path>,
}

impl GraphOptions {
    /// Reads the options in the parentheses. What is broken is reported and left out.
    pub(crate) fn parse(tokens: TokenStream, diagnostics: &Diagnostics) -> Self {
        let mut options = Self::default();
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                let key = input.call(Ident::parse_any)?;
                match key.unraw().to_string().as_str() {
                    "include" => {
                        input.parse::<Token![=]>().map_err(|_| wrong(&key))?;
                        options.includes = includes(input).map_err(|_| wrong(&key))?;
                    }
                    "crate" => {
                        input.parse::<Token![=]>()?;
                        options.krate = Some(input.call(Path::parse_mod_style)?);
                    }
                    name => {
                        let message =
                            format!("unknown option `{name}` (known: include, crate); remove it");
                        return Err(syn::Error::new(key.span(), message));
                    }
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            diagnostics.push(error);
        }
        options
    }
}

fn wrong(key: &Ident) -> syn::Error {
    let message = "`include` cannot be this; write `include = [ui::Graph, billing::Graph]`, and \
                   `ui::Graph(base::Graph)` for what is held through another";
    syn::Error::new(key.span(), message)
}

/// `[ui::Graph, billing::Graph(base::Graph)]`.
fn includes(input: ParseStream<'_>) -> syn::Result<Vec<Include>> {
    let content;
    syn::bracketed!(content in input);
    let list = content.parse_terminated(include, Token![,])?;
    Ok(list.into_iter().collect())
}

fn include(input: ParseStream<'_>) -> syn::Result<Include> {
    let graph = input.call(Path::parse_mod_style)?;
    let mut through = Vec::new();
    if input.peek(syn::token::Paren) {
        let content;
        syn::parenthesized!(content in input);
        through =
            Punctuated::<Path, Token![,]>::parse_terminated_with(&content, Path::parse_mod_style)?
                .into_iter()
                .collect();
    }
    Ok(Include { graph, through })
}
