//! The one grammar of all options: `#[atom(…)]` on items and fields, and `#[computed(…)]`.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, LitInt, LitStr, Path, Token, Type};

use self::grammar::{GRAMMAR, Rule, known, near, unknown};
use super::dependency::{self, Dependencies};
use crate::diagnostics::Diagnostics;

mod grammar;

/// Where options stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Site {
    Static,
    Struct,
    Enum,
    Field,
    Computed,
    /// The struct of a `#[derive(Fields)]`.
    Derive,
}

/// An option as it was given, with the span of its key.
pub(crate) struct Given<T> {
    pub(crate) key: Span,
    pub(crate) value: T,
}

/// How values are compared, if not with `==`.
pub(crate) enum Comparison {
    By(Path),
    None,
}

/// How long a member of a family lives.
pub(crate) enum Life {
    Keep,
    Unobserved,
    Lru(Expr),
    Ttl(Expr),
}

/// Where a node belongs to a compiled graph.
#[derive(Clone)]
pub(crate) struct Home {
    /// From the module of the node to that of the graph.
    pub(crate) module: Path,
    /// The node's place among those of the graph that lie in fields.
    pub(crate) index: Option<LitInt>,
    /// The node is part of a mistake that was reported.
    pub(crate) broken: bool,
}

/// All options of one attribute, as the user gave them.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) name: Option<Given<Ident>>,
    pub(crate) group: Option<Given<LitStr>>,
    pub(crate) id: Option<Given<LitStr>>,
    pub(crate) default: Option<Given<Expr>>,
    pub(crate) eq: Option<Given<Comparison>>,
    pub(crate) nested: Option<Given<()>>,
    pub(crate) transient: Option<Given<()>>,
    pub(crate) redact: Option<Given<()>>,
    pub(crate) skip: Option<Given<()>>,
    pub(crate) by: Option<Given<Ident>>,
    pub(crate) deps: Option<Given<Dependencies>>,
    pub(crate) key: Option<Given<Type>>,
    pub(crate) life: Option<Given<Life>>,
    pub(crate) hasher: Option<Given<Path>>,
    pub(crate) krate: Option<Given<Path>>,
    /// What `#[atoms]` adds to the nodes of its module.
    pub(crate) graph: Option<Home>,
    /// True if there is a `key`, though it may be broken or misspelt.
    pub(crate) keyed: bool,
}

impl Options {
    /// Reads the options in the parentheses of an attribute. What is broken is reported and left out.
    pub(crate) fn parse(tokens: TokenStream, site: Site, diagnostics: &Diagnostics) -> Self {
        let mut options = Self::default();
        options.extend(tokens, site, diagnostics);
        options
    }

    /// Reads further options: a field may carry several attributes.
    pub(crate) fn extend(&mut self, tokens: TokenStream, site: Site, diagnostics: &Diagnostics) {
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = self.one(input, site, diagnostics) {
                    diagnostics.push(error);
                    skip_to_next(input)?;
                } else if !input.is_empty() && !input.peek(Token![,]) {
                    diagnostics.push(input.error("expected `,` and the next option"));
                    skip_to_next(input)?;
                }
                if input.peek(Token![,]) {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            diagnostics.push(error);
        }
    }

    fn one(
        &mut self,
        input: ParseStream<'_>,
        site: Site,
        diagnostics: &Diagnostics,
    ) -> syn::Result<()> {
        if !input.peek(Ident::peek_any) {
            return Err(input.error(format!("expected an option (known: {})", known(site))));
        }
        let key = input.call(Ident::parse_any)?;
        let name = key.unraw().to_string();
        if name == GRAPH {
            self.graph = Some(home(input)?);
            return Ok(());
        }
        let Some(rule) = GRAMMAR.iter().find(|rule| rule.name == name) else {
            self.keyed |= near(&name, site) == Some("key");
            diagnostics.error(key.span(), unknown(&name, site));
            return skip_to_next(input);
        };
        if !rule.sites.contains(&site) {
            diagnostics.error(key.span(), format!("`{name}` is not allowed here; {}", rule.home));
            return skip_to_next(input);
        }
        let span = key.span();
        self.keyed |= rule.name == "key";
        match rule.name {
            "deps" => {
                let list = value(input, rule, &key, |input| dependency::list(input, diagnostics))?;
                put(&mut self.deps, span, list, rule, diagnostics);
            }
            "name" => {
                put(&mut self.name, span, value(input, rule, &key, parse)?, rule, diagnostics);
            }
            "group" => {
                put(&mut self.group, span, value(input, rule, &key, parse)?, rule, diagnostics);
            }
            "id" => put(&mut self.id, span, value(input, rule, &key, parse)?, rule, diagnostics),
            "default" => {
                put(&mut self.default, span, value(input, rule, &key, parse)?, rule, diagnostics);
            }
            "eq" => {
                let eq = comparison(value(input, rule, &key, parse::<Path>)?);
                if matches!(eq, Comparison::None) && site != Site::Computed {
                    diagnostics.error(
                        span,
                        "`eq = none` is not allowed here; it belongs to a computed, a write of an \
                         equal value is never a change",
                    );
                } else {
                    put(&mut self.eq, span, eq, rule, diagnostics);
                }
            }
            "nested" => put(&mut self.nested, span, flag(input, rule)?, rule, diagnostics),
            "transient" => put(&mut self.transient, span, flag(input, rule)?, rule, diagnostics),
            "redact" => put(&mut self.redact, span, flag(input, rule)?, rule, diagnostics),
            "skip" => put(&mut self.skip, span, flag(input, rule)?, rule, diagnostics),
            "by" => put(&mut self.by, span, value(input, rule, &key, parse)?, rule, diagnostics),
            "crate" => {
                let path = value(input, rule, &key, path_or_string)?;
                put(&mut self.krate, span, path, rule, diagnostics);
            }
            "key" => put(&mut self.key, span, value(input, rule, &key, parse)?, rule, diagnostics),
            "life" => {
                put(&mut self.life, span, value(input, rule, &key, life)?, rule, diagnostics);
            }
            _ => {
                put(&mut self.hasher, span, value(input, rule, &key, parse)?, rule, diagnostics);
            }
        }
        Ok(())
    }
}

/// The name of the option by which `#[atoms]` says where a node belongs; not one of the user's.
const GRAPH: &str = "__graph";

/// `(super)`, `(super, 3)` or `(super, broken)`.
fn home(input: ParseStream<'_>) -> syn::Result<Home> {
    let content;
    syn::parenthesized!(content in input);
    let mut home =
        Home { module: content.call(Path::parse_mod_style)?, index: None, broken: false };
    if content.parse::<Option<Token![,]>>()?.is_some() {
        if content.peek(LitInt) {
            home.index = Some(content.parse()?);
        } else {
            content.parse::<Ident>()?;
            home.broken = true;
        }
    }
    Ok(home)
}

fn parse<T: syn::parse::Parse>(input: ParseStream<'_>) -> syn::Result<T> {
    input.parse()
}

/// `= value` after a key.
fn value<T>(
    input: ParseStream<'_>,
    rule: &Rule,
    key: &Ident,
    parse: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    if !input.peek(Token![=]) {
        let message = format!("`{}` needs a value; write `{}`", rule.name, rule.form);
        return Err(syn::Error::new(key.span(), message));
    }
    input.parse::<Token![=]>()?;
    let at = if input.is_empty() { key.span() } else { input.span() };
    parse(input).map_err(|error| {
        let _ = error;
        syn::Error::new(at, format!("`{}` cannot be this; write `{}`", rule.name, rule.form))
    })
}

/// A key without a value.
fn flag(input: ParseStream<'_>, rule: &Rule) -> syn::Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    Err(input.error(format!("`{}` takes no value; write `{}` alone", rule.name, rule.form)))
}

fn comparison(path: Path) -> Comparison {
    if path.is_ident("none") { Comparison::None } else { Comparison::By(path) }
}

/// `keep`, `unobserved`, `lru(n)` or `ttl(duration)`.
fn life(input: ParseStream<'_>) -> syn::Result<Life> {
    let form: Ident = input.parse()?;
    let bound = |input: ParseStream<'_>| {
        let wrong = input.error("one bound");
        let group: Group = input.parse()?;
        let bounds = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(group.stream())?;
        let mut bounds = bounds.into_iter();
        match (bounds.next(), bounds.next()) {
            (Some(bound), None) if group.delimiter() == Delimiter::Parenthesis => Ok(bound),
            _ => Err(wrong),
        }
    };
    let life = match form.to_string().as_str() {
        "keep" => Life::Keep,
        "unobserved" => Life::Unobserved,
        "lru" => Life::Lru(bound(input)?),
        "ttl" => Life::Ttl(bound(input)?),
        _ => return Err(input.error("one of the four")),
    };
    if input.is_empty() || input.peek(Token![,]) { Ok(life) } else { Err(input.error("the end")) }
}

fn path_or_string(input: ParseStream<'_>) -> syn::Result<Path> {
    if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        return text.parse_with(Path::parse_mod_style);
    }
    input.call(Path::parse_mod_style)
}

fn put<T>(
    place: &mut Option<Given<T>>,
    key: Span,
    value: T,
    rule: &Rule,
    diagnostics: &Diagnostics,
) {
    if place.is_some() {
        diagnostics.error(key, format!("duplicate option `{}`; keep one of the two", rule.name));
        return;
    }
    *place = Some(Given { key, value });
}

/// Skips what is left of a broken option: up to a comma that an option may follow.
fn skip_to_next(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() {
        if input.peek(Token![,]) && (input.peek2(Ident::peek_any) || at_last_token(input)) {
            return Ok(());
        }
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

fn at_last_token(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.parse::<TokenTree>().is_ok() && ahead.is_empty()
}
