//! The parameter of a computed that is its key.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{ItemFn, PatType, Type};

use super::super::types::ends;
use super::super::{Family, peeled};
use crate::diagnostics::Diagnostics;
use crate::names;
use crate::parse::{Dependency, Kind};

/// The key of a member, as its function takes it.
pub(crate) struct KeyParameter {
    pub(crate) pattern: TokenStream,
    pub(crate) ty: Type,
    pub(crate) taken: KeyTaken,
    /// The first and the last token of the type.
    pub(crate) first: Span,
    pub(crate) last: Span,
}

/// How a function takes its key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum KeyTaken {
    Owned,
    /// `&K`, or what it coerces to.
    Reference,
}

/// Takes the key off the parameters. None if it is not there, which is reported; the dependencies
/// are not known if one of them is broken.
pub(super) fn take(
    inputs: &mut Vec<&PatType>,
    family: &Family,
    item: &ItemFn,
    deps: Option<&Vec<Dependency>>,
    diagnostics: &Diagnostics,
) -> Option<KeyParameter> {
    let name = names::plain(&item.sig.ident);
    let wanted = || {
        format!("{}: {}", suggested(family, deps.map_or(&[], |it| it)), names::text(&family.key))
    };
    let Some(&input) = inputs.first() else {
        // A receiver was reported, and stands where the key would.
        if item.sig.inputs.is_empty() {
            diagnostics.error(
                item.sig.ident.span(),
                format!(
                    "a computed with a key takes it as its first parameter; write `fn {name}({}, …)`",
                    wanted()
                ),
            );
        }
        return None;
    };
    let counted = deps.is_some_and(|deps| deps.len() == inputs.len());
    if counted && is_other(&input.ty, &family.key) {
        diagnostics.error_at(
            input,
            format!(
                "the first parameter of `{name}` is not its key; put `{}` before the others",
                wanted()
            ),
        );
        return None;
    }
    inputs.remove(0);
    let (first, last) = ends(&input.ty);
    Some(KeyParameter {
        pattern: input.pat.to_token_stream(),
        ty: (*input.ty).clone(),
        taken: taken(&input.ty, diagnostics),
        first,
        last,
    })
}

fn taken(ty: &Type, diagnostics: &Diagnostics) -> KeyTaken {
    match peeled(ty) {
        Type::Reference(reference) => {
            if let Some(keyword) = &reference.mutability {
                diagnostics.error(
                    keyword.span,
                    "`&mut` is not allowed here; a computed only reads its key, take it by value or by `&`",
                );
            }
            KeyTaken::Reference
        }
        Type::ImplTrait(_) => {
            diagnostics.error_at(ty, "`impl Trait` is not allowed here; name the type of the key");
            KeyTaken::Owned
        }
        _ => KeyTaken::Owned,
    }
}

/// True if a parameter of this type is surely not the key: both types are plain names, and differ.
fn is_other(parameter: &Type, key: &Type) -> bool {
    let (referenced, parameter) = match peeled(parameter) {
        Type::Reference(reference) => (true, peeled(&reference.elem)),
        owned => (false, owned),
    };
    let key = peeled(key);
    if !is_plain(parameter) || !is_plain(key) {
        return false;
    }
    let (parameter, key) = (names::text(parameter), names::text(key));
    let coerced = referenced && parameter == "str" && key == "String";
    parameter != key && !coerced
}

/// True for a name alone, and for a tuple of such.
fn is_plain(ty: &Type) -> bool {
    match peeled(ty) {
        Type::Path(path) => path.qself.is_none() && path.path.get_ident().is_some(),
        Type::Tuple(tuple) => tuple.elems.iter().all(is_plain),
        _ => false,
    }
}

/// A pattern for the key: what the first member among the dependencies calls it, if that says it.
fn suggested(family: &Family, deps: &[Dependency]) -> String {
    let arguments = deps.iter().find_map(|dependency| match &dependency.kind {
        Kind::Member { arguments, .. } => Some(arguments),
        _ => None,
    });
    let names: Option<Vec<_>> = arguments.and_then(|arguments| {
        let name = |it: &TokenStream| syn::parse2(it.clone()).ok().map(|it| names::plain(&it));
        arguments.iter().map(name).collect()
    });
    match names.as_deref() {
        Some([name]) => name.clone(),
        Some(names) if family.parts.as_ref().is_some_and(|parts| parts.len() == names.len()) => {
            format!("({})", names.join(", "))
        }
        _ => "key".to_owned(),
    }
}
