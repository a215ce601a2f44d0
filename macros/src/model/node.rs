//! What atoms and computeds have in common.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{LitInt, LitStr, Path, Type};

use super::{Attributes, Family};
use crate::names;
use crate::parse::{Comparison, Given, Home, Options};

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
    /// Where there is a node per key.
    pub(crate) family: Option<Family>,
    /// True if there was to be a family, though it may be broken.
    pub(crate) keyed: bool,
    /// Where it belongs to a compiled graph.
    pub(crate) home: Option<Home>,
    pub(crate) krate: Krate,
    pub(crate) visibility: TokenStream,
    pub(crate) attributes: Attributes,
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
    /// Written and read back where it stands, and not by its fields.
    pub(crate) code: bool,
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
        code: false,
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
            keyed: options.keyed || options.life.is_some() || options.hasher.is_some(),
            home: options.graph.take(),
            krate: Krate::of(options),
            visibility: visibility.to_token_stream(),
            attributes,
        }
    }

    /// Where it belongs to a compiled graph, and its place there, if it lies in a field.
    pub(crate) fn field(&self) -> Option<(&Path, &LitInt)> {
        let home = self.home.as_ref()?;
        Some((&home.module, home.index.as_ref()?))
    }

    /// The handle and label of an item: its own name, unless `name` gives another.
    pub(crate) fn named(ident: &Ident, options: &mut Options) -> (Ident, String) {
        let handle = options.name.take().map_or_else(|| ident.clone(), |given| given.value);
        let label = names::plain(&handle);
        (handle, label)
    }
}

/// Where the `atomata` crate is.
#[derive(Clone, Default)]
pub(crate) struct Krate(Option<Path>);

impl Krate {
    pub(crate) fn of(options: &mut Options) -> Self {
        Self(options.krate.take().map(|given| given.value))
    }

    pub(crate) fn at(path: Option<Path>) -> Self {
        Self(path)
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
