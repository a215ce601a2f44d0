//! Rules of a computed: its parameters are its dependencies, in order.

use std::collections::HashSet;

use crate::diagnostics::Diagnostics;
use crate::model::Computed;
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
