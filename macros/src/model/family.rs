//! What `key`, `life` and `hasher` mean: one declaration, a node per key.

use proc_macro2::Span;
use syn::{Path, Type};

use super::{borrowed, peeled};
use crate::diagnostics::Diagnostics;
use crate::names;
use crate::parse::{Life, Options};

/// The facts of a family.
pub(crate) struct Family {
    pub(crate) key: Type,
    /// The elements of the key if its type is a tuple.
    pub(crate) parts: Option<Vec<Type>>,
    pub(crate) life: Life,
    /// How keys are hashed, if not by the default.
    pub(crate) hasher: Option<Path>,
}

impl Family {
    /// The family of an item; none without a key, or if the key could not be read.
    pub(crate) fn of(options: &mut Options, life: Life, diagnostics: &Diagnostics) -> Option<Self> {
        let given = (options.life.take(), options.hasher.take());
        let Some(key) = options.key.take() else {
            if !options.keyed {
                let (life, hasher) = (given.0.map(|it| it.key), given.1.map(|it| it.key));
                homeless(life, hasher, diagnostics);
            }
            return None;
        };
        let key = key.value;
        check_key(&key, diagnostics);
        let parts = match peeled(&key) {
            Type::Tuple(tuple) => Some(tuple.elems.iter().cloned().collect()),
            _ => None,
        };
        let (own_life, hasher) = given;
        let life = own_life.map_or(life, |given| given.value);
        Some(Self { key, parts, life, hasher: hasher.map(|given| given.value) })
    }
}

fn homeless(life: Option<Span>, hasher: Option<Span>, diagnostics: &Diagnostics) {
    if let Some(life) = life {
        diagnostics.error(
            life,
            "`life` is not allowed here; it says how long a member of a family lives, add `key = …`",
        );
    }
    if let Some(hasher) = hasher {
        diagnostics.error(
            hasher,
            "`hasher` is not allowed here; it says how the keys of a family are hashed, add `key = …`",
        );
    }
}

fn check_key(key: &Type, diagnostics: &Diagnostics) {
    match peeled(key) {
        Type::ImplTrait(_) | Type::Infer(_) | Type::Never(_) => diagnostics.error_at(
            key,
            format!("`{}` is not allowed here; name the type of the key", names::text(key)),
        ),
        Type::Tuple(tuple) if tuple.elems.is_empty() => diagnostics
            .error_at(key, "`()` tells no members apart; name another type, or remove `key`"),
        _ if borrowed(key).is_some() => diagnostics.error_at(
            key,
            "a key is owned, because the store keeps it; use `String` for `&str`, `Vec<T>` for \
             `&[T]`, or a reference that is `'static`",
        ),
        _ => {}
    }
}
