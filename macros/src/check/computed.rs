//! Rules of a computed: its parameters are its dependencies, in order, behind the key of a family.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};

use crate::diagnostics::Diagnostics;
use crate::model::{Computed, Parameter};
use crate::names;
use crate::parse::{Dependency, Kind, key_text};

pub(crate) fn computed(computed: &Computed, diagnostics: &Diagnostics) {
    super::node(&computed.node, diagnostics);
    repetition(computed, diagnostics);
    itself(computed, diagnostics);
    if computed.complete && !computed.stub {
        count(computed, diagnostics);
    }
}

fn count(computed: &Computed, diagnostics: &Diagnostics) {
    let name = &computed.node.label;
    if let Some(key) = key_without_option(computed) {
        diagnostics.error_at(
            &key.pattern,
            format!(
                "`{}` is a key; say so: `#[computed(key = {}, deps = […])]`",
                names::text(&key.pattern),
                names::text(&key.ty)
            ),
        );
        return;
    }
    for parameter in computed.parameters.iter().skip(computed.deps.len()) {
        diagnostics.error_at(
            &parameter.pattern,
            format!(
                "the parameter `{}` of `{name}` has no dependency; add one to `deps`, or remove it",
                parameter.pattern
            ),
        );
    }
    for dependency in computed.deps.iter().skip(computed.parameters.len()) {
        diagnostics.error_at(
            &dependency.tokens,
            format!(
                "the dependency `{}` has no parameter; add one to `{name}`, or remove it",
                dependency.text
            ),
        );
    }
}

/// The first parameter, if it is the key of a dependency, and the one too many.
fn key_without_option(computed: &Computed) -> Option<&Parameter> {
    let first = computed.parameters.first()?;
    let name = first.pattern.to_string();
    let is_key = |dependency: &Dependency| match &dependency.kind {
        Kind::Member { arguments, .. } => {
            arguments.iter().any(|argument| contains(argument.clone(), &name))
        }
        Kind::Plain | Kind::Each { .. } => false,
    };
    let is_one_too_many = computed.parameters.len() == computed.deps.len() + 1;
    let found = !computed.node.keyed && is_one_too_many && computed.deps.iter().any(is_key);
    found.then_some(first)
}

fn contains(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => contains(group.stream(), name),
        token => token.to_string() == name,
    })
}

fn repetition(computed: &Computed, diagnostics: &Diagnostics) {
    let mut known = HashSet::new();
    for dependency in &computed.deps {
        if !known.insert(dependency.text.as_str()) {
            diagnostics.error_at(
                &dependency.tokens,
                format!(
                    "duplicate dependency `{}`; name it once, with one parameter",
                    dependency.text
                ),
            );
        }
    }
}

fn itself(computed: &Computed, diagnostics: &Diagnostics) {
    let name = &computed.node.label;
    for dependency in computed.deps.iter().filter(|dependency| is_itself(dependency, computed)) {
        diagnostics.error_at(
            &dependency.tokens,
            format!(
                "`{name}` depends on itself: {name} <- {name}; remove one of these dependencies"
            ),
        );
    }
}

/// True for the computed, all of its family, and the member of the same key.
fn is_itself(dependency: &Dependency, computed: &Computed) -> bool {
    if dependency.ident.as_ref().is_none_or(|ident| *ident != computed.node.handle) {
        return false;
    }
    match (&dependency.kind, &computed.key) {
        (Kind::Member { arguments, .. }, Some(key)) => {
            let (argument, pattern) = (key_text(arguments), names::text(&key.pattern));
            argument == pattern || format!("({argument})") == pattern
        }
        (Kind::Member { .. }, None) => !computed.node.keyed,
        (Kind::Plain | Kind::Each { .. }, _) => true,
    }
}
