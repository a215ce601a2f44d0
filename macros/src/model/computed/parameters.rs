//! The parameters of a computed that are its dependencies.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{FnArg, ItemFn, PatType, Type, TypeReference};

use super::super::peeled;
use super::super::types::{ends, optional, optional_reference};
use crate::diagnostics::Diagnostics;
use crate::names;
use crate::parse::{Dependency, Kind};

/// One parameter; its name is not needed, the order decides.
pub(crate) struct Parameter {
    pub(crate) ty: Type,
    pub(crate) taken: Taken,
    pub(crate) pattern: TokenStream,
    /// The first and the last token of the type.
    pub(crate) first: Span,
    pub(crate) last: Span,
    /// The dependency may be a whole family, and the type says that a value is wanted and not the keys.
    pub(crate) is_value: bool,
}

/// How a parameter takes the value of its dependency.
pub(crate) enum Taken {
    /// `&T`, or what it coerces to.
    Reference,
    /// `Option<&T>`, from an `Option`; the reference inside, which may be coerced to.
    Optional(TypeReference),
    /// `T`, where it is `Copy`.
    Copied,
    /// `Each<'_, K, V>`, the fields of all members.
    Each,
    /// `Option<&T>`, from a member that may be absent; the reference inside, which may be coerced to.
    MaybeReference(TypeReference),
    /// `Option<T>` with a `T` that is `Copy`, from a member that may be absent.
    MaybeCopied(Type),
}

/// The parameters that have a type; what no parameter may be is reported.
pub(super) fn typed<'a>(item: &'a ItemFn, diagnostics: &Diagnostics) -> Vec<&'a PatType> {
    let mut inputs = Vec::new();
    for input in &item.sig.inputs {
        match input {
            FnArg::Receiver(receiver) => diagnostics.error(
                receiver.self_token.span,
                "`self` is not allowed here; a computed is a function of its dependencies alone, move it out \
                 of the `impl` block",
            ),
            FnArg::Typed(input) => {
                if let Some(attribute) = input.attrs.iter().find(|attribute| {
                    attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr")
                }) {
                    diagnostics.error_at(
                        attribute,
                        "a condition on a parameter is not allowed here; put `#[cfg(…)]` on the \
                         function, once per variant",
                    );
                }
                inputs.push(input);
            }
        }
    }
    inputs
}

/// Reads the parameters, each with its dependency if it is known which that is.
pub(super) fn read(
    inputs: &[&PatType],
    deps: Option<&Vec<Dependency>>,
    diagnostics: &Diagnostics,
) -> Vec<Parameter> {
    let read = |(index, input): (usize, &&PatType)| {
        let (first, last) = ends(&input.ty);
        let dependency = deps.and_then(|deps| deps.get(index));
        Parameter {
            ty: (*input.ty).clone(),
            taken: taken(input, dependency.map(|dependency| &dependency.kind), diagnostics),
            pattern: input.pat.to_token_stream(),
            first,
            last,
            is_value: dependency.is_some_and(|dependency| {
                !dependency.text.contains('.') && is_value(&input.ty, &dependency.text)
            }),
        }
    };
    inputs.iter().enumerate().map(read).collect()
}

/// Whether a type is a list of any values, or has the name of the dependency, with or without `&`.
fn is_value(ty: &Type, dependency: &str) -> bool {
    match peeled(ty) {
        Type::Reference(reference) => is_value(&reference.elem, dependency),
        Type::Slice(_) => true,
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            last.ident == "Vec"
                || dependency.rsplit("::").next() == Some(&names::plain(&last.ident))
        }),
        _ => false,
    }
}

fn taken(input: &PatType, kind: Option<&Kind>, diagnostics: &Diagnostics) -> Taken {
    let ty = &input.ty;
    let taken = match peeled(ty) {
        Type::Reference(reference) => {
            if let Some(keyword) = &reference.mutability {
                diagnostics.error(
                    keyword.span,
                    "`&mut` is not allowed here; a computed only reads its dependencies, take `&T`",
                );
                return Taken::Reference;
            }
            Taken::Reference
        }
        Type::ImplTrait(_) => {
            diagnostics
                .error_at(ty, "`impl Trait` is not allowed here; name the type of the dependency");
            return Taken::Copied;
        }
        _ => match optional_reference(ty) {
            Some(reference) => Taken::Optional(reference.clone()),
            None => Taken::Copied,
        },
    };
    match kind {
        Some(Kind::Each { .. }) => {
            if matches!(taken, Taken::Reference) {
                diagnostics.error_at(
                    ty,
                    format!(
                        "`{}` is taken by value, because `each` gives an iterator; write \
                         `Each<'_, Key, Value>`",
                        names::text(&input.pat)
                    ),
                );
            }
            Taken::Each
        }
        Some(Kind::Member { optional: true, .. }) => match (taken, optional(ty)) {
            (Taken::Optional(reference), _) => Taken::MaybeReference(reference),
            (_, Some(inner)) => Taken::MaybeCopied(inner.clone()),
            (taken, None) => {
                diagnostics.error_at(
                    ty,
                    format!(
                        "`{}` may be absent, because its key has a `?`; take it as `Option<…>`",
                        names::text(&input.pat)
                    ),
                );
                taken
            }
        },
        _ => taken,
    }
}
