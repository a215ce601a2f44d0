//! The syntax of `deps = […]`: handles, members of families (`Todo(id).done`), and `each(Todo.done)`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Expr, Token};

use self::handle::Handle;
use crate::diagnostics::Diagnostics;
use crate::names;

mod absence;
mod handle;

/// One dependency: an expression that names a handle.
pub(crate) struct Dependency {
    pub(crate) tokens: TokenStream,
    /// The first and the last token; together they span the whole.
    pub(crate) first: Span,
    pub(crate) last: Span,
    /// As written, in one spelling: equal texts are equal dependencies.
    pub(crate) text: String,
    /// The handle, without a key, if it is a single identifier.
    pub(crate) ident: Option<Ident>,
    pub(crate) kind: Kind,
}

/// What a dependency names.
pub(crate) enum Kind {
    /// A node, a field of one, a family, or a field of all its members: they look alike.
    Plain,
    /// A member of a family: `Todo(id).done`.
    Member {
        /// The key, argument by argument.
        arguments: Vec<TokenStream>,
        /// True if a `?` in the key decides whether there is one.
        optional: bool,
    },
    /// All members of a family: `each(Todo.done)`; the handle in the parentheses.
    Each { handle: TokenStream, first: Span, last: Span },
}

/// The dependencies of one computed, in order.
pub(crate) struct Dependencies {
    pub(crate) list: Vec<Dependency>,
    /// False if a broken one was left out, or one stands where a comma should.
    pub(crate) complete: bool,
}

/// `[a, b.c]`; a broken entry is reported and left out.
pub(crate) fn list(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<Dependencies> {
    let content;
    syn::bracketed!(content in input);
    let mut list = Vec::new();
    let mut complete = true;
    while !content.is_empty() {
        let start = content.span();
        let expected = "expected a dependency, such as `TAX` or `Cart.items`";
        let entry = content.parse().map_err(|_| syn::Error::new(start, expected));
        match entry.and_then(|expression| read(&expression)) {
            Ok(dependency) => list.push(dependency),
            Err(error) => {
                complete = false;
                diagnostics.push(error);
                while !content.is_empty() && !content.peek(Token![,]) {
                    content.parse::<TokenTree>()?;
                }
            }
        }
        if !content.is_empty() && !content.peek(Token![,]) {
            diagnostics.error(content.span(), "expected `,` between dependencies");
            complete = false;
            continue;
        }
        if content.peek(Token![,]) {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(Dependencies { list, complete })
}

fn read(expression: &Expr) -> syn::Result<Dependency> {
    let expression = peeled(expression);
    let tokens = expression.to_token_stream();
    let (first, last) = ends(&tokens);
    if let Some(call) = handle::each(expression) {
        let inner = handle::of_all(call)?;
        let (text, ident) = (format!("each({})", inner.text()), inner.ident());
        let (inner_first, inner_last) = ends(&inner.family);
        let kind = Kind::Each { handle: inner.family, first: inner_first, last: inner_last };
        return Ok(Dependency { tokens, first, last, text, ident, kind });
    }
    let handle = Handle::read(expression)?;
    let kind = match &handle.key {
        None => Kind::Plain,
        Some(arguments) => Kind::Member {
            arguments: arguments.iter().map(ToTokens::to_token_stream).collect(),
            optional: arguments.iter().any(absence::possible),
        },
    };
    Ok(Dependency { tokens, first, last, text: handle.text(), ident: handle.ident(), kind })
}

/// The expression behind invisible groups (from a user's `macro_rules`).
fn peeled(mut expression: &Expr) -> &Expr {
    while let Expr::Group(group) = expression {
        expression = &group.expr;
    }
    expression
}

/// The first and the last token.
fn ends(tokens: &TokenStream) -> (Span, Span) {
    let mut spans = tokens.clone().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(|| tokens.span());
    (first, spans.last().unwrap_or(first))
}

/// The arguments of a call, in the spelling of all texts.
pub(crate) fn key_text<T: ToTokens>(arguments: impl IntoIterator<Item = T>) -> String {
    let arguments: Vec<_> = arguments.into_iter().map(|it| names::text(&it)).collect();
    arguments.join(", ")
}
