//! The options of `#[atoms]`: the graphs it includes, and where the crate is.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{LitStr, Path, Token};

use crate::diagnostics::Diagnostics;
use crate::names;

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
    has_include: bool,
}

impl GraphOptions {
    /// Reads the options in the parentheses. What is broken is reported and left out.
    pub(crate) fn parse(tokens: TokenStream, diagnostics: &Diagnostics) -> Self {
        let mut options = Self::default();
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                let key = input.call(Ident::parse_any)?;
                match key.unraw().to_string().as_str() {
                    "include" => options.include(&key, input, diagnostics)?,
                    "crate" => options.at(&key, input, diagnostics)?,
                    // What it was to be is kept, so that nothing that follows is missing.
                    name if name.starts_with("inc") => {
                        unknown(&key, name, "write `include`", diagnostics);
                        options.include(&key, input, diagnostics)?;
                    }
                    name => {
                        unknown(&key, name, "remove it", diagnostics);
                        skip_to_next(input)?;
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

    fn include(
        &mut self,
        key: &Ident,
        input: ParseStream<'_>,
        diagnostics: &Diagnostics,
    ) -> syn::Result<()> {
        input.parse::<Token![=]>().map_err(|_| wrong(key))?;
        if !input.peek(syn::token::Bracket) {
            diagnostics.push(wrong(key));
            // One that stands alone is still held.
            let alone = input.fork().call(include).is_ok();
            if alone {
                self.includes.push(input.call(include)?);
            }
            return skip_to_next(input);
        }
        let list = includes(input).map_err(|_| wrong(key))?;
        if self.has_include {
            diagnostics.error(key.span(), "duplicate option `include`; write one list");
        }
        self.has_include = true;
        for include in list {
            self.add(include, diagnostics);
        }
        Ok(())
    }

    /// Adds a graph that is included, unless it cannot be one.
    fn add(&mut self, include: Include, diagnostics: &Diagnostics) {
        let Include { graph, through } = include;
        if !self.is_new(&graph, &[], diagnostics) {
            return;
        }
        let mut apart = Vec::new();
        for path in through {
            if self.is_new(&path, &apart, diagnostics) && text(&path) != text(&graph) {
                apart.push(path);
            }
        }
        self.includes.push(Include { graph, through: apart });
    }

    /// Reports what is there already, or is no graph.
    fn is_new(&self, path: &Path, others: &[Path], diagnostics: &Diagnostics) -> bool {
        let name = text(path);
        let last = path.segments.last().map(|last| last.ident.unraw().to_string());
        let is_graph = last.as_deref() == Some("Graph");
        if !is_graph || path.segments.len() == 1 {
            let fix = match last {
                Some(last) if last.starts_with(|first: char| first.is_lowercase()) => {
                    format!("write `{name}::Graph`")
                }
                _ => "name it by its module, `include = [base::Graph]`".to_owned(),
            };
            diagnostics.error_at(path, format!("`{name}` is not the graph of a module; {fix}"));
            return false;
        }
        let known =
            self.includes.iter().flat_map(|it| std::iter::once(&it.graph).chain(&it.through));
        if known.chain(others).any(|known| text(known) == name) {
            let message = format!("duplicate `{name}`; a graph is included once, remove it here");
            diagnostics.error_at(path, message);
            return false;
        }
        true
    }

    fn at(
        &mut self,
        key: &Ident,
        input: ParseStream<'_>,
        diagnostics: &Diagnostics,
    ) -> syn::Result<()> {
        let wrong = |_| {
            syn::Error::new(key.span(), "`crate` needs a path; write `crate = path::to::atomata`")
        };
        input.parse::<Token![=]>().map_err(wrong)?;
        let path = if input.peek(LitStr) {
            input.parse::<LitStr>()?.parse_with(Path::parse_mod_style).map_err(wrong)?
        } else {
            input.call(Path::parse_mod_style).map_err(wrong)?
        };
        if self.krate.is_some() {
            diagnostics.error(key.span(), "duplicate option `crate`; remove it here");
        }
        self.krate = Some(path);
        Ok(())
    }
}

fn unknown(key: &Ident, name: &str, fix: &str, diagnostics: &Diagnostics) {
    let message = format!("unknown option `{name}` (known: include, crate); {fix}");
    diagnostics.error(key.span(), message);
}

/// A path as the user wrote it.
fn text(path: &Path) -> String {
    names::text(&path.to_token_stream())
}

/// Leaves out what belongs to an option that is not understood.
fn skip_to_next(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
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
