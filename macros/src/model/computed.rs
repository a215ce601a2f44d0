//! What `#[computed]` means on a function.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{FnArg, GenericParam, ItemFn, ReturnType, Type, TypeReference};

use super::types::optional_reference;
use super::{Attributes, Compare, Krate, Node, Tools, Want, borrowed, peeled};
use crate::diagnostics::Diagnostics;
use crate::names;
use crate::parse::{Dependency, Options, Site};

/// The facts of one computed.
pub(crate) struct Computed {
    pub(crate) node: Node,
    pub(crate) function: Ident,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) deps: Vec<Dependency>,
    /// False if a broken dependency was left out.
    pub(crate) complete: bool,
    /// The function, as it stays.
    pub(crate) item: TokenStream,
    /// True if the function is left out of the graph, because it is broken.
    pub(crate) stub: bool,
}

/// One parameter; its name is not needed, the order decides.
pub(crate) struct Parameter {
    pub(crate) ty: Type,
    pub(crate) taken: Taken,
    pub(crate) pattern: TokenStream,
    /// The first and the last token of the type.
    pub(crate) first: Span,
    pub(crate) last: Span,
}

/// How a parameter takes the value of its dependency.
pub(crate) enum Taken {
    /// `&T`, or what it coerces to.
    Reference,
    /// `Option<&T>`, from an `Option`; the reference inside, which may be coerced to.
    Optional(TypeReference),
    /// `T`, where it is `Copy`.
    Copied,
}

/// What was read of a computed.
pub(crate) enum Read {
    Whole(Box<Computed>),
    /// The function stays alone: as a method it stands where only items of an impl block may, or
    /// the name of its handle is taken.
    Alone,
    /// The type of the value is not known, but the handle is.
    Untyped {
        handle: Ident,
        visibility: TokenStream,
        krate: Krate,
    },
}

pub(crate) fn of_function(options: TokenStream, item: &ItemFn, diagnostics: &Diagnostics) -> Read {
    let mut options = Options::parse(options, Site::Computed, diagnostics);
    let deps = options.deps.take().map(|given| given.value);
    // A misspelt or broken `deps` was reported.
    if deps.is_none() && !diagnostics.any() {
        diagnostics.error(
            Span::call_site(),
            "a computed needs its dependencies; write `#[computed(deps = [TAX, Cart.items])]`, in \
             the order of the parameters",
        );
    }
    reject_qualifiers(item, diagnostics);
    let parameters = parameters(item, diagnostics);
    let handle =
        options.name.take().map_or_else(|| names::screaming(&item.sig.ident), |given| given.value);
    let value = value(item, diagnostics);
    let taken = handle == item.sig.ident;
    if taken {
        diagnostics.error(
            handle.span(),
            "the function already has the name of its handle; name the handle: \
             `#[computed(name = …)]`, or write the function in lower case",
        );
    }
    if taken || item.sig.receiver().is_some() {
        return Read::Alone;
    }
    let Some(value) = value else {
        let krate = Krate::of(&mut options);
        return Read::Untyped { handle, visibility: item.vis.to_token_stream(), krate };
    };
    let mut node = Node::new(
        handle,
        names::plain(&item.sig.ident),
        value,
        &item.vis,
        Attributes::of(&item.attrs),
        &mut options,
    );
    node.tools = Tools {
        share: false,
        clone: Want::No,
        compare: Compare::of(options.eq.take(), Compare::Equal(Want::Required)),
        track: false,
        save: false,
        copy: true,
    };
    Read::Whole(Box::new(Computed {
        node,
        function: item.sig.ident.clone(),
        parameters,
        stub: deps.is_none(),
        complete: deps.as_ref().is_some_and(|deps| deps.complete),
        deps: deps.map(|deps| deps.list).unwrap_or_default(),
        item: item.to_token_stream(),
    }))
}

/// The type of the value: what the function returns.
fn value(item: &ItemFn, diagnostics: &Diagnostics) -> Option<Type> {
    match &item.sig.output {
        ReturnType::Default => {
            diagnostics.error_at(
                &item.sig.ident,
                "a computed has a value; give the function a return type",
            );
            None
        }
        ReturnType::Type(_, ty) => match peeled(ty) {
            Type::ImplTrait(_) => {
                diagnostics.error_at(
                    ty,
                    "`impl Trait` is not allowed here; a store keeps the value, name its type",
                );
                None
            }
            Type::Never(_) => {
                diagnostics.error_at(
                    ty,
                    "`!` is not allowed here; a computed has a value, return its type",
                );
                None
            }
            _ if borrowed(ty).is_some() => {
                diagnostics.error_at(
                    ty,
                    "a computed returns an owned value, because the store keeps it; return \
                     `String` for `&str`, `Vec<T>` for `&[T]`, or a clone",
                );
                None
            }
            _ => Some((**ty).clone()),
        },
    }
}

fn parameters(item: &ItemFn, diagnostics: &Diagnostics) -> Vec<Parameter> {
    let mut parameters = Vec::new();
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
                parameters.push(Parameter {
                    ty: (*input.ty).clone(),
                    taken: taken(&input.ty, diagnostics),
                    pattern: input.pat.to_token_stream(),
                    first: first(&input.ty),
                    last: last(&input.ty),
                });
            }
        }
    }
    parameters
}

fn taken(ty: &Type, diagnostics: &Diagnostics) -> Taken {
    match peeled(ty) {
        Type::Reference(reference) => {
            if let Some(keyword) = &reference.mutability {
                diagnostics.error(
                    keyword.span,
                    "`&mut` is not allowed here; a computed only reads its dependencies, take `&T`",
                );
            }
            Taken::Reference
        }
        Type::ImplTrait(_) => {
            diagnostics
                .error_at(ty, "`impl Trait` is not allowed here; name the type of the dependency");
            Taken::Copied
        }
        _ => match optional_reference(ty) {
            Some(reference) => Taken::Optional(reference.clone()),
            None => Taken::Copied,
        },
    }
}

fn reject_qualifiers(item: &ItemFn, diagnostics: &Diagnostics) {
    let signature = &item.sig;
    if let Some(keyword) = &signature.asyncness {
        diagnostics.error(
            keyword.span,
            "`async` is not allowed here; a computed is brought up to date while it is read, keep \
             what was awaited in an atom",
        );
    }
    if let syn::Safety::Unsafe(keyword) = &signature.safety {
        diagnostics.error(
            keyword.span,
            "`unsafe` is not allowed here; the store calls a computed from safe code, remove it",
        );
    }
    if let Some(abi) = &signature.abi {
        diagnostics.error_at(
            abi,
            "`extern` is not allowed here; a computed is an ordinary function, remove it",
        );
    }
    if let Some(variadic) = &signature.variadic {
        diagnostics.error_at(
            variadic,
            "`...` is not allowed here; a computed has one parameter per dependency, remove it",
        );
    }
    let generics = &signature.generics;
    if !generics.params.is_empty() {
        let lifetimes = generics.params.iter().all(|it| matches!(it, GenericParam::Lifetime(_)));
        diagnostics.error_at(
            &generics.params,
            if lifetimes {
                "a lifetime is not allowed here; those of the parameters are elided, remove it"
            } else {
                "generics are not allowed here; a computed is one value of one type, name the type"
            },
        );
    } else if let Some(clause) = &generics.where_clause {
        diagnostics.error_at(
            clause,
            "a `where` clause is not allowed here; a computed has no generics, remove it",
        );
    }
}

fn first(ty: &Type) -> Span {
    ty.to_token_stream().into_iter().next().map_or_else(|| ty.span(), |token| token.span())
}

fn last(ty: &Type) -> Span {
    ty.to_token_stream().into_iter().last().map_or_else(|| ty.span(), |token| token.span())
}
