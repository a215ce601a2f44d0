//! The syntax of `deps = […]`: paths and field accesses on them.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Expr, Member, PathArguments, Token};

use crate::diagnostics::Diagnostics;

/// One dependency: an expression that names a handle.
pub(crate) struct Dependency {
    pub(crate) tokens: TokenStream,
    /// The first and the last token; together they span the whole.
    pub(crate) first: Span,
    pub(crate) last: Span,
    /// As written, without spaces: equal texts are equal dependencies.
    pub(crate) text: String,
    /// The dependency if it is a single identifier.
    pub(crate) ident: Option<Ident>,
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
    let mut expression = expression;
    while let Expr::Group(group) = expression {
        expression = &group.expr;
    }
    let mut text = String::new();
    describe(expression, &mut text)?;
    let tokens = expression.to_token_stream();
    let mut spans = tokens.clone().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(|| expression.span());
    let last = spans.last().unwrap_or(first);
    let ident = match expression {
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    };
    Ok(Dependency { tokens, first, last, text, ident })
}

/// Writes the dependency without spaces, or says why it is none.
fn describe(expression: &Expr, out: &mut String) -> syn::Result<()> {
    let wrong = |message: &str| Err(syn::Error::new_spanned(expression, message));
    match expression {
        Expr::Path(path) if path.qself.is_some() => {
            wrong("a dependency is a handle, not an associated item; write `TAX` or `Cart.items`")
        }
        Expr::Path(path) => {
            if path.path.leading_colon.is_some() {
                out.push_str("::");
            }
            for (index, segment) in path.path.segments.iter().enumerate() {
                if !matches!(segment.arguments, PathArguments::None) {
                    return wrong(
                        "a dependency has no type arguments; write the name of the handle alone",
                    );
                }
                if index > 0 {
                    out.push_str("::");
                }
                out.push_str(&segment.ident.unraw().to_string());
            }
            Ok(())
        }
        Expr::Field(field) => {
            describe(&field.base, out)?;
            out.push('.');
            match &field.member {
                Member::Named(name) => out.push_str(&name.unraw().to_string()),
                Member::Unnamed(index) => out.push_str(&index.index.to_string()),
            }
            Ok(())
        }
        Expr::Group(group) => describe(&group.expr, out),
        Expr::Call(_) | Expr::MethodCall(_) => wrong(
            "a dependency is a handle, not a call; write the name of the atom or computed alone",
        ),
        Expr::Lit(_) => wrong(
            "a dependency is a handle, not a literal; declare the value with `#[atom]` and name it here",
        ),
        Expr::Reference(_) => wrong("a dependency is a handle, not a reference; remove the `&`"),
        _ => wrong("a dependency is a handle, not an expression; write `TAX` or `Cart.items`"),
    }
}
