//! What `#[computed]` means on a function.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{FnArg, GenericParam, ItemFn, ReturnType, Type, TypeReference};

use super::types::{optional, optional_reference};
use super::{Attributes, Compare, Family, Krate, Node, Tools, Want, borrowed, peeled};
use crate::diagnostics::Diagnostics;
use crate::names;
use crate::parse::{Dependencies, Dependency, Kind, Life, Options, Site};

/// The facts of one computed.
pub(crate) struct Computed {
    pub(crate) node: Node,
    pub(crate) function: Ident,
    /// The first parameter of a family, which is not among `parameters`.
    pub(crate) key: Option<KeyParameter>,
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

/// The parameter that takes the key.
pub(crate) struct KeyParameter {
    pub(crate) pattern: TokenStream,
    pub(crate) ty: Type,
    pub(crate) taken: KeyTaken,
    /// The first and the last token of the type.
    pub(crate) first: Span,
    pub(crate) last: Span,
}

/// How the key is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyTaken {
    /// A clone.
    Owned,
    Reference,
}

/// How a parameter takes the value of its dependency.
pub(crate) enum Taken {
    /// `&T`, or what it coerces to.
    Reference,
    /// `Option<&T>`, from an `Option`; the reference inside, which may be coerced to.
    Optional(TypeReference),
    /// `T`, where it is `Copy`.
    Copied,
    /// `Each<'_, K, V>`.
    Each,
    /// `Option<&T>`, of a member that may be absent.
    MaybeReference(TypeReference),
    /// `Option<T>`, of the same, where `T` is `Copy`.
    MaybeCopied(Type),
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
    let mut parameters = parameters(item, diagnostics);
    let family = Family::read(&mut options, Life::Unobserved, diagnostics);
    let key = family
        .as_ref()
        .and_then(|family| key(item, family, &mut parameters, deps.as_ref(), diagnostics));
    if let Some(deps) = &deps {
        take_members(&mut parameters, &deps.list, diagnostics);
    }
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
        copy: true,
    };
    let mut item = item.clone();
    if let (Some(_), Some(FnArg::Typed(first))) = (&key, item.sig.inputs.first_mut()) {
        // The key may be there for the dependencies alone.
        first.attrs.push(syn::parse_quote!(#[allow(unused_variables)]));
    }
    Read::Whole(Box::new(Computed {
        node,
        function: item.sig.ident.clone(),
        key,
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

/// Takes the key out of the parameters.
fn key(
    item: &ItemFn,
    family: &Family,
    parameters: &mut Vec<Parameter>,
    deps: Option<&Dependencies>,
    diagnostics: &Diagnostics,
) -> Option<KeyParameter> {
    let name = names::plain(&item.sig.ident);
    let wanted = tokens(&family.key);
    if item.sig.receiver().is_some() {
        return None;
    }
    if parameters.is_empty() {
        diagnostics.error_at(
            &item.sig.ident,
            format!(
                "a computed with a key takes it as its first parameter; write \
                 `fn {name}(key: {wanted}, …)`"
            ),
        );
        return None;
    }
    // With as many parameters as dependencies and another type first, the key was left out.
    let first = &parameters[0];
    let known =
        |ty: &Type| matches!(peeled(ty), Type::Path(path) if path.path.get_ident().is_some());
    let own = match peeled(&first.ty) {
        Type::Reference(reference) => &*reference.elem,
        other => other,
    };
    let key_left_out =
        deps.is_some_and(|deps| deps.complete && deps.list.len() == parameters.len());
    // Whether it is among the parameters, of a key that could not be read.
    if key_left_out && matches!(family.key, Type::Infer(_)) {
        return None;
    }
    if key_left_out && known(own) && known(&family.key) && tokens(own) != wanted {
        diagnostics.error_at(
            &first.pattern,
            format!(
                "the first parameter of `{name}` is not its key; put `key: {wanted}` before the others"
            ),
        );
        return None;
    }
    let Parameter { ty, pattern, first, last, .. } = parameters.remove(0);
    let taken = match peeled(&ty) {
        Type::Reference(_) => KeyTaken::Reference,
        _ => KeyTaken::Owned,
    };
    Some(KeyParameter { pattern, ty, taken, first, last })
}

fn tokens(ty: &Type) -> String {
    ty.to_token_stream().to_string()
}

/// How the values of members are taken, by what the dependencies are.
fn take_members(parameters: &mut [Parameter], deps: &[Dependency], diagnostics: &Diagnostics) {
    for (parameter, dependency) in parameters.iter_mut().zip(deps) {
        match dependency.kind {
            Kind::Each => {
                if let Type::Reference(reference) = peeled(&parameter.ty) {
                    diagnostics.error_at(
                        reference,
                        format!(
                            "`{}` is taken by value, because `each` gives an iterator; write \
                             `Each<'_, Key, Value>`",
                            parameter.pattern
                        ),
                    );
                }
                parameter.taken = Taken::Each;
            }
            Kind::Member { optional: true } => match optional(&parameter.ty) {
                Some(inner) => {
                    parameter.taken = match peeled(inner) {
                        Type::Reference(reference) => Taken::MaybeReference(reference.clone()),
                        _ => Taken::MaybeCopied(inner.clone()),
                    };
                }
                None => diagnostics.error_at(
                    &parameter.ty,
                    format!(
                        "`{}` may be absent, because its key has a `?`; take it as `Option<…>`",
                        parameter.pattern
                    ),
                ),
            },
            Kind::Plain | Kind::Member { optional: false } => {}
        }
    }
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
