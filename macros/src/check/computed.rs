//! Rules of a computed: its parameters are its dependencies, in order.

use std::collections::HashSet;

use quote::ToTokens;

use crate::diagnostics::Diagnostics;
use crate::model::{Computed, Parameter};
use crate::parse::dense;

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
                key.pattern,
                key.ty.to_token_stream()
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
    let mut keys = computed.deps.iter().filter_map(|dependency| dependency.key.as_ref());
    let is_one_too_many = computed.parameters.len() == computed.deps.len() + 1;
    let is_key = is_one_too_many && keys.any(|key| names(key).any(|part| part == name));
    (computed.node.family.is_none() && is_key).then_some(first)
}

/// The identifiers in a text without spaces.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
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
    for dependency in &computed.deps {
        let named = dependency.ident.as_ref().is_some_and(|ident| *ident == computed.node.handle);
        // Another key of the same family is another node.
        let same = match (&dependency.key, &computed.key) {
            (None, _) => true,
            (Some(key), Some(own)) => *key == dense(&own.pattern),
            (Some(_), None) => false,
        };
        if named && same {
            diagnostics.error_at(
                &dependency.tokens,
                format!(
                    "`{name}` depends on itself: {name} <- {name}; remove one of these dependencies"
                ),
            );
        }
    }
}
