//! Questions about types that syntax alone can answer.

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{
    AngleBracketedGenericArguments, GenericArgument, Lifetime, PathArguments, ReturnType, Type,
    TypeReference,
};

/// The type behind invisible groups (from a user's `macro_rules`) and parentheses.
pub(crate) fn peeled(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            other => return other,
        };
    }
}

/// The `&T` of an `Option<&T>`.
pub(crate) fn optional_reference(ty: &Type) -> Option<&TypeReference> {
    match peeled(optional(ty)?) {
        Type::Reference(reference) => Some(reference),
        _ => None,
    }
}

/// The `T` of an `Option<T>`.
pub(crate) fn optional(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = peeled(ty) else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(inner) if last.ident == "Option" => Some(inner),
        _ => None,
    }
}

/// The first and the last token of a type.
pub(crate) fn ends(ty: &Type) -> (Span, Span) {
    let mut spans = ty.to_token_stream().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(|| ty.span());
    (first, spans.last().unwrap_or(first))
}

/// Fills `'static` into the references of an atom's type, where a `static` may leave it out.
pub(crate) fn with_static_lifetimes(ty: &mut Type) {
    match ty {
        Type::Reference(reference) => {
            make_static(&mut reference.lifetime, reference.and_token.span);
            with_static_lifetimes(&mut reference.elem);
        }
        _ => parts(ty, &mut with_static_lifetimes, &mut |lifetime| {
            if lifetime.ident == "_" {
                *lifetime = Lifetime::new("'static", lifetime.span());
            }
        }),
    }
}

fn make_static(lifetime: &mut Option<Lifetime>, span: Span) {
    if lifetime.as_ref().is_none_or(|lifetime| lifetime.ident == "_") {
        *lifetime = Some(Lifetime::new("'static", span));
    }
}

/// The first reference in a type.
pub(crate) fn reference(ty: &Type) -> Option<TypeReference> {
    if let Type::Reference(reference) = ty {
        return Some(reference.clone());
    }
    let mut found = None;
    parts(
        &mut ty.clone(),
        &mut |part| {
            if found.is_none() {
                found = reference(part);
            }
        },
        &mut |_| {},
    );
    found
}

/// The first reference in a type, or lifetime argument, that is not `'static`.
pub(crate) fn borrowed(ty: &Type) -> Option<Span> {
    let mut found = None;
    let mut ty = ty.clone();
    find_borrow(&mut ty, &mut found);
    found
}

fn find_borrow(ty: &mut Type, found: &mut Option<Span>) {
    if let Type::Reference(reference) = ty
        && reference.lifetime.as_ref().is_none_or(|lifetime| lifetime.ident != "static")
    {
        found.get_or_insert(reference.and_token.span);
    }
    let mut lifetimes = None;
    parts(ty, &mut |part| find_borrow(part, found), &mut |lifetime| {
        if lifetime.ident != "static" {
            lifetimes.get_or_insert(lifetime.span());
        }
    });
    if let Some(span) = lifetimes {
        found.get_or_insert(span);
    }
}

/// Visits the types and lifetimes inside a type. Function pointers are left out: their references
/// have lifetimes of their own.
fn parts(
    ty: &mut Type,
    on_type: &mut dyn FnMut(&mut Type),
    on_lifetime: &mut dyn FnMut(&mut Lifetime),
) {
    match ty {
        Type::Array(array) => on_type(&mut array.elem),
        Type::Group(group) => on_type(&mut group.elem),
        Type::Paren(paren) => on_type(&mut paren.elem),
        Type::Ptr(pointer) => on_type(&mut pointer.elem),
        Type::Reference(reference) => on_type(&mut reference.elem),
        Type::Slice(slice) => on_type(&mut slice.elem),
        Type::Tuple(tuple) => tuple.elems.iter_mut().for_each(on_type),
        Type::Path(path) => {
            for segment in &mut path.path.segments {
                match &mut segment.arguments {
                    PathArguments::AngleBracketed(arguments) => {
                        generic_parts(arguments, on_type, on_lifetime);
                    }
                    PathArguments::Parenthesized(arguments) => {
                        if let ReturnType::Type(_, output) = &mut arguments.output {
                            on_type(output);
                        }
                    }
                    PathArguments::None => {}
                }
            }
        }
        _ => {}
    }
}

fn generic_parts(
    arguments: &mut AngleBracketedGenericArguments,
    on_type: &mut dyn FnMut(&mut Type),
    on_lifetime: &mut dyn FnMut(&mut Lifetime),
) {
    for argument in &mut arguments.args {
        match argument {
            GenericArgument::Lifetime(lifetime) => on_lifetime(lifetime),
            GenericArgument::Type(ty) => on_type(ty),
            GenericArgument::AssocType(binding) => on_type(&mut binding.ty),
            _ => {}
        }
    }
}
