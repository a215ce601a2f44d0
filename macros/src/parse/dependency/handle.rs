//! One handle: a path, the key of a member behind it, and fields behind that.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprCall, ExprMethodCall, ExprPath, Path, PathArguments, Token};

use super::{key_text, peeled};
use crate::names;

pub(super) struct Handle<'a> {
    path: &'a Path,
    pub(super) key: Option<&'a Punctuated<Expr, Token![,]>>,
    /// The fields, each with its dot.
    fields: TokenStream,
    /// All of it but the key.
    pub(super) family: TokenStream,
}

impl<'a> Handle<'a> {
    /// Reads an expression, or says why it names no handle.
    pub(super) fn read(expression: &'a Expr) -> syn::Result<Self> {
        let wrong = |message: &str| Err(syn::Error::new_spanned(expression, message));
        match expression {
            Expr::Path(path) => Self::of_path(path),
            Expr::Field(field) => {
                let mut handle = Self::read(&field.base)?;
                for out in [&mut handle.fields, &mut handle.family] {
                    field.dot_token.to_tokens(out);
                    field.member.to_tokens(out);
                }
                Ok(handle)
            }
            Expr::Group(group) => Self::read(&group.expr),
            Expr::Call(call) => Self::of_call(expression, call),
            Expr::MethodCall(call) => wrong(&method(call)),
            Expr::Lit(_) => wrong(
                "a dependency is a handle, not a literal; declare the value with `#[atom]` and name it here",
            ),
            Expr::Reference(_) => {
                wrong("a dependency is a handle, not a reference; remove the `&`")
            }
            Expr::Try(_) => wrong(
                "a dependency is a handle, and no `?` stands behind it; write it into the key",
            ),
            _ => wrong("a dependency is a handle, not an expression; write `TAX` or `Cart.items`"),
        }
    }

    fn of_path(expression: &'a ExprPath) -> syn::Result<Self> {
        let wrong = |message: &str| Err(syn::Error::new_spanned(expression, message));
        if expression.qself.is_some() {
            return wrong(
                "a dependency is a handle, not an associated item; write `TAX` or `Cart.items`",
            );
        }
        let path = &expression.path;
        if path.segments.iter().any(|it| !matches!(it.arguments, PathArguments::None)) {
            return wrong("a dependency has no type arguments; write the name of the handle alone");
        }
        let family = expression.to_token_stream();
        Ok(Self { path, key: None, fields: TokenStream::new(), family })
    }

    fn of_call(expression: &'a Expr, call: &'a ExprCall) -> syn::Result<Self> {
        let wrong = |message: &str| Err(syn::Error::new_spanned(expression, message));
        if each(expression).is_some() || each(&call.func).is_some() {
            return wrong("`each` stands around a whole dependency; write `each(Family.field)`");
        }
        let mut handle = Self::read(&call.func)?;
        if call.args.is_empty() {
            return wrong(
                "a dependency is a handle, not a call; write the name of the atom or computed alone",
            );
        }
        if let Some(key) = handle.key {
            let key = key_text(key.iter().chain(&call.args));
            return wrong(&format!(
                "a member has one key; write all of it in one pair of parentheses: `{}({key})`",
                names::text(handle.path)
            ));
        }
        if !handle.fields.is_empty() {
            return wrong(&format!(
                "a field has no key; the key comes right behind the name: `{}({}){}`",
                names::text(handle.path),
                key_text(&call.args),
                names::text(&handle.fields)
            ));
        }
        handle.key = Some(&call.args);
        Ok(handle)
    }

    /// As written, in one spelling.
    pub(super) fn text(&self) -> String {
        let key = self.key.map(|key| format!("({})", key_text(key))).unwrap_or_default();
        format!("{}{key}{}", names::text(self.path), names::text(&self.fields))
    }

    /// The handle without its key, if it is a single identifier.
    pub(super) fn ident(&self) -> Option<Ident> {
        if self.fields.is_empty() { self.path.get_ident().cloned() } else { None }
    }
}

/// The call of `each(…)`.
pub(super) fn each(expression: &Expr) -> Option<&ExprCall> {
    let Expr::Call(call) = peeled(expression) else { return None };
    match peeled(&call.func) {
        Expr::Path(path) if path.path.is_ident("each") => Some(call),
        _ => None,
    }
}

/// The handle in the parentheses of an `each(…)`.
pub(super) fn of_all(call: &ExprCall) -> syn::Result<Handle<'_>> {
    let wrong = |message: &str| Err(syn::Error::new_spanned(call, message));
    let mut arguments = call.args.iter();
    let (Some(argument), None) = (arguments.next(), arguments.next()) else {
        return wrong("`each` takes one handle; write `each(Family)` or `each(Family.field)`");
    };
    let handle = Handle::read(argument)?;
    if handle.key.is_some() {
        return wrong(&format!(
            "`each` takes a field of all members, `each({})`; for one member write `{}`",
            names::text(&handle.family),
            handle.text()
        ));
    }
    Ok(handle)
}

/// What to say about `Todo.done(id)` and `CELL(x).get()`.
fn method(call: &ExprMethodCall) -> String {
    let wrong = "a dependency is a handle, not a call of a method";
    let method = names::plain(&call.method);
    match Handle::read(&call.receiver) {
        Ok(handle) if handle.key.is_none() && !call.args.is_empty() => format!(
            "{wrong}; the key comes right behind the name: `{}({}){}.{method}`",
            names::text(handle.path),
            key_text(&call.args),
            names::text(&handle.fields)
        ),
        _ => format!("{wrong}; remove `.{method}({})`", key_text(&call.args)),
    }
}
