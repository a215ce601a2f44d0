//! What `#[computed]` means on a function.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{FnArg, GenericParam, ItemFn, ReturnType, Type};

use super::{Attributes, Compare, Family, Krate, Node, Tools, Want, borrowed, peeled};
use crate::diagnostics::Diagnostics;
use crate::names;
use crate::parse::{Dependency, Life, Options, Site};

mod key;
mod parameters;

pub(crate) use key::{KeyParameter, KeyTaken};
pub(crate) use parameters::{Parameter, Taken};

/// More parameters than these are too many to clippy. A computed has one for each dependency.
const MANY: usize = 7;

/// The facts of one computed.
pub(crate) struct Computed {
    pub(crate) node: Node,
    pub(crate) function: Ident,
    /// The first parameter of a family, which is none of `parameters`.
    pub(crate) key: Option<KeyParameter>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) deps: Vec<Dependency>,
    /// False if a broken dependency, or a broken key, was left out.
    pub(crate) complete: bool,
    /// The function, as it stays.
    pub(crate) item: TokenStream,
    /// True if the function is left out of the graph, because it is broken.
    pub(crate) stub: bool,
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
    let family = Family::of(&mut options, Life::Unobserved, diagnostics);
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
    let stub = deps.is_none();
    let mut complete = deps.as_ref().is_some_and(|deps| deps.complete);
    let deps = deps.map(|deps| deps.list).unwrap_or_default();
    let mut inputs = parameters::typed(item, diagnostics);
    let mut key = None;
    if let Some(family) = &family {
        key = key::take(&mut inputs, family, item, complete.then_some(&deps), diagnostics);
        complete &= key.is_some();
    } else {
        complete &= !options.keyed;
    }
    let counted = complete && inputs.len() == deps.len();
    let parameters = parameters::read(&inputs, counted.then_some(&deps), diagnostics);
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
    node.family = family;
    node.tools = Tools {
        share: false,
        clone: Want::No,
        compare: Compare::of(options.eq.take(), Compare::Equal(Want::Required)),
        track: false,
        save: false,
        code: false,
        copy: true,
    };
    let mut item = item.clone();
    if let (Some(_), Some(FnArg::Typed(first))) = (&key, item.sig.inputs.first_mut()) {
        // The key may be there for the dependencies alone.
        first.attrs.push(syn::parse_quote!(#[allow(unused_variables)]));
    }
    if item.sig.inputs.len() > MANY {
        item.attrs.push(syn::parse_quote!(#[allow(clippy::too_many_arguments)]));
    }
    Read::Whole(Box::new(Computed {
        node,
        function: item.sig.ident.clone(),
        key,
        parameters,
        stub,
        complete,
        deps,
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
