//! The syntax of `deps = […]`: paths and field accesses on them.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, Member, PathArguments, Token};

use crate::diagnostics::Diagnostics;

/// What a dependency is, as far as syntax tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A declared node or a field of it; or a family, which looks the same.
    Plain,
    /// The member of a key; optional if the key is an expression with a `?`.
    Member { optional: bool },
    /// A place of every member of a family: `each(Todo.done)`.
    Each,
}

/// One dependency: an expression that names a handle.
pub(crate) struct Dependency {
    pub(crate) tokens: TokenStream,
    /// The first and the last token; together they span the whole.
    pub(crate) first: Span,
    pub(crate) last: Span,
    /// As written, without spaces: equal texts are equal dependencies.
    pub(crate) text: String,
    /// The name of the node, if it is a single identifier without a field.
    pub(crate) ident: Option<Ident>,
    pub(crate) kind: Kind,
    /// What stands inside of `each(…)`.
    pub(crate) inner: Option<TokenStream>,
    /// The first and the last token of that, or of the whole.
    pub(crate) inner_first: Span,
    pub(crate) inner_last: Span,
    /// The key of a member, as written without spaces.
    pub(crate) key: Option<String>,
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
    let inner = match expression {
        Expr::Call(call) if is_each(call) => Some(each(call, &mut text)?),
        _ => {
            describe(expression, &mut text)?;
            None
        }
    };
    let tokens = expression.to_token_stream();
    let (first, last) = ends(expression);
    let (inner_first, inner_last) = ends(inner.unwrap_or(expression));
    let (named, call) = match (inner, called(expression)) {
        (Some(inner), _) => (inner, None),
        (None, Some(call)) => (&*call.func, Some(call)),
        (None, None) => (expression, None),
    };
    let ident = match named {
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    };
    let kind = match (inner, call) {
        (Some(_), _) => Kind::Each,
        (None, Some(call)) => Kind::Member { optional: call.args.iter().any(may_be_absent) },
        (None, None) => Kind::Plain,
    };
    Ok(Dependency {
        tokens,
        first,
        last,
        text,
        ident,
        kind,
        inner: inner.map(ToTokens::to_token_stream),
        inner_first,
        inner_last,
        key: call.map(|call| dense(&call.args)),
    })
}

/// The first and the last token.
fn ends(expression: &Expr) -> (Span, Span) {
    let mut spans = expression.to_token_stream().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(|| expression.span());
    (first, spans.last().unwrap_or(first))
}

fn is_each(call: &ExprCall) -> bool {
    matches!(&*call.func, Expr::Path(path) if path.path.is_ident("each"))
}

/// What stands inside of `each(…)`.
fn each<'a>(call: &'a ExprCall, text: &mut String) -> syn::Result<&'a Expr> {
    let mut arguments = call.args.iter();
    let (Some(inner), None) = (arguments.next(), arguments.next()) else {
        return Err(syn::Error::new_spanned(
            call,
            "`each` takes one family or a field of its members; write `each(Todo)` or \
             `each(Todo.done)`",
        ));
    };
    if called(inner).is_some() {
        return Err(syn::Error::new_spanned(
            inner,
            "`each` takes a field of all members, `each(Todo.done)`; for one member write \
             `Todo(id).done`",
        ));
    }
    text.push_str("each(");
    describe(inner, text)?;
    text.push(')');
    Ok(inner)
}

/// The call that names a member: `Todo(id)` of `Todo(id).done`.
fn called(expression: &Expr) -> Option<&ExprCall> {
    match expression {
        Expr::Call(call) => Some(call),
        Expr::Field(field) => called(&field.base),
        Expr::Group(group) => called(&group.expr),
        _ => None,
    }
}

/// Whether a `?` stands in an expression, other than in a function of its own.
fn may_be_absent(expression: &Expr) -> bool {
    // Every part of an expression is found in its tokens; those of a closure are its own.
    fn has_question_mark(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Punct(punct) => punct.as_char() == '?',
            TokenTree::Group(group) => has_question_mark(group.stream()),
            _ => false,
        })
    }
    !matches!(expression, Expr::Closure(_)) && has_question_mark(expression.to_token_stream())
}

/// Tokens without the spaces between them that nothing needs.
pub(crate) fn dense(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().split_whitespace().collect()
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
        Expr::Call(call) if is_each(call) => {
            wrong("`each` goes around the field; write `each(Todo.done)`")
        }
        Expr::Call(call) if matches!(&*call.func, Expr::Path(_)) && !call.args.is_empty() => {
            describe(&call.func, out)?;
            out.push('(');
            out.push_str(&dense(&call.args));
            out.push(')');
            Ok(())
        }
        Expr::Call(call) if matches!(&*call.func, Expr::Field(_)) => {
            wrong("the key comes right behind the name; write `Todo(id).done`")
        }
        Expr::MethodCall(call)
            if matches!(&*call.receiver, Expr::Path(_)) && !call.args.is_empty() =>
        {
            let (receiver, field, key) = (dense(&call.receiver), &call.method, &call.args);
            wrong(&format!(
                "the key comes right behind the name; write `{receiver}({}).{field}`",
                key.to_token_stream()
            ))
        }
        Expr::Call(_) | Expr::MethodCall(_) => wrong(
            "a dependency is a handle, not a call; write the name of the atom or computed alone, or \
             with its key: `Todo(id)`",
        ),
        Expr::Lit(_) => wrong(
            "a dependency is a handle, not a literal; declare the value with `#[atom]` and name it here",
        ),
        Expr::Reference(_) => wrong("a dependency is a handle, not a reference; remove the `&`"),
        _ => wrong("a dependency is a handle, not an expression; write `TAX` or `Cart.items`"),
    }
}
