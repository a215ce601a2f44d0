//! What atoms and computeds have in common.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{LitStr, Path, Type};

use super::{Attributes, borrowed, peeled};
use crate::diagnostics::Diagnostics;
use crate::names;
use crate::parse::{Comparison, Given, Life, Options, unknown_key};

/// The facts of one node.
pub(crate) struct Node {
    /// The handle, at the user's identifier.
    pub(crate) handle: Ident,
    /// The name as the user reads it.
    pub(crate) label: String,
    /// The stable key, if it is not `module::label`.
    pub(crate) id: Option<LitStr>,
    pub(crate) group: Option<LitStr>,
    pub(crate) value: Type,
    pub(crate) tools: Tools,
    pub(crate) family: Option<Family>,
    pub(crate) krate: Krate,
    pub(crate) visibility: TokenStream,
    pub(crate) attributes: Attributes,
}

/// What makes a node a family.
pub(crate) struct Family {
    pub(crate) key: Type,
    /// The elements, if the key is a tuple.
    pub(crate) parts: Option<Vec<Type>>,
    pub(crate) life: Life,
    /// Absent for the default.
    pub(crate) hasher: Option<Path>,
}

/// What the store must be able to do with a value.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(crate) struct Tools {
    /// Asked for here; for the value of a whole node, its body asks.
    pub(crate) share: bool,
    pub(crate) clone: Want,
    pub(crate) compare: Compare,
    pub(crate) track: bool,
    pub(crate) save: bool,
    pub(crate) copy: bool,
}

/// How strongly a trait is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    No,
    /// Used where it is there. A derive of the user's already asks for the trait, and one mistake
    /// is one error.
    Probed,
    Required,
}

/// How changes are told.
#[derive(Clone)]
pub(crate) enum Compare {
    Not,
    With(Path),
    Equal(Want),
}

impl Tools {
    /// Nothing at all: what a broken item gets, so that it has no further errors.
    pub(crate) const NONE: Self = Self {
        share: false,
        clone: Want::No,
        compare: Compare::Not,
        track: false,
        save: false,
        copy: false,
    };
}

impl Compare {
    pub(crate) fn of(eq: Option<Given<Comparison>>, default: Self) -> Self {
        match eq.map(|given| given.value) {
            None => default,
            Some(Comparison::By(path)) => Self::With(path),
            Some(Comparison::None) => Self::Not,
        }
    }
}

impl Node {
    pub(crate) fn new(
        handle: Ident,
        label: String,
        value: Type,
        visibility: &impl ToTokens,
        attributes: Attributes,
        options: &mut Options,
    ) -> Self {
        Self {
            handle,
            label,
            id: options.id.take().map(|given| given.value),
            group: options.group.take().map(|given| given.value),
            value,
            tools: Tools::NONE,
            family: None,
            krate: Krate::of(options),
            visibility: visibility.to_token_stream(),
            attributes,
        }
    }

    /// The handle and label of an item: its own name, unless `name` gives another.
    pub(crate) fn named(ident: &Ident, options: &mut Options) -> (Ident, String) {
        let handle = options.name.take().map_or_else(|| ident.clone(), |given| given.value);
        let label = names::plain(&handle);
        (handle, label)
    }
}

impl Family {
    /// The family that the options make of a node; `life` is how its members live by default.
    pub(crate) fn read(
        options: &mut Options,
        life: Life,
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        let (given, hasher) = (options.life.take(), options.hasher.take());
        let given_any = given.is_some() || hasher.is_some();
        let Some(Given { value: key, .. }) = options.key.take() else {
            if let Some(life) = given {
                diagnostics.error(
                    life.key,
                    "`life` is not allowed here; it says how long a member of a family lives, add \
                     `key = Type`",
                );
            }
            if let Some(hasher) = hasher {
                diagnostics.error(
                    hasher.key,
                    "`hasher` is not allowed here; it hashes the keys of a family, add `key = Type`",
                );
            }
            // So that what uses it as a family is no error of its own.
            return given_any.then(Self::of_an_unknown_key);
        };
        if borrowed(&key).is_some() {
            diagnostics.error_at(
                &key,
                "a key is an owned value, because the store keeps it; use `String` for `&str`, or an \
                 id that is `Copy`",
            );
        }
        let parts = match peeled(&key) {
            Type::Tuple(tuple) => Some(tuple.elems.iter().cloned().collect::<Vec<_>>()),
            _ => None,
        };
        if parts.as_ref().is_some_and(Vec::is_empty) {
            diagnostics
                .error_at(&key, "`()` tells no members apart; name another type, or remove `key`");
        }
        let life = given.map_or(life, |given| given.value);
        Some(Self { key, parts, life, hasher: hasher.map(|given| given.value) })
    }

    /// The family of a broken item, of which the key was left out.
    fn of_an_unknown_key() -> Self {
        Self { key: unknown_key(), parts: None, life: Life::Keep, hasher: None }
    }
}

/// Where the `atomata` crate is.
#[derive(Clone, Default)]
pub(crate) struct Krate(Option<Path>);

impl Krate {
    pub(crate) fn of(options: &mut Options) -> Self {
        Self(options.krate.take().map(|given| given.value))
    }

    /// The path of the crate, its tokens at `span`.
    pub(crate) fn root(&self, span: Span) -> TokenStream {
        match &self.0 {
            None => quote_spanned!(span=> ::atomata),
            Some(path) => located(path.to_token_stream(), span),
        }
    }

    /// The path of what generated code may name, its tokens at `span`.
    pub(crate) fn private(&self, span: Span) -> TokenStream {
        let root = self.root(span);
        quote_spanned!(span=> #root::__private)
    }

    /// As [`private`](Self::private), where no token of the user's is concerned.
    pub(crate) fn hidden(&self) -> TokenStream {
        self.private(Span::call_site())
    }

    /// The helper attribute that tells a derive of ours the same.
    pub(crate) fn for_derive(&self) -> TokenStream {
        self.0.as_ref().map(|path| quote!(#[atom(crate = #path)])).unwrap_or_default()
    }
}

/// Tokens moved to a place, each resolved as before.
pub(crate) fn located(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token: TokenTree| {
            token.set_span(token.span().located_at(span));
            token
        })
        .collect()
}
