//! Rules of a tracked struct.

use std::collections::HashMap;

use syn::GenericParam;
use syn::spanned::Spanned;

use crate::diagnostics::Diagnostics;
use crate::model::Tracked;

pub(crate) fn tracked(tracked: &Tracked, diagnostics: &Diagnostics) {
    for parameter in &tracked.generics.params {
        if let GenericParam::Lifetime(lifetime) = parameter {
            diagnostics.error_at(
                &lifetime.lifetime,
                format!(
                    "the lifetime `{}` is not allowed here; a store owns its values, use owned types",
                    lifetime.lifetime
                ),
            );
        }
    }
    let mut names = HashMap::new();
    for field in &tracked.fields {
        if let Some(other) = names.insert(field.name.as_str(), field.label()) {
            diagnostics.error(
                field.member.span(),
                format!(
                    "duplicate field name `{}`; serde renames `{other}` to it, too",
                    field.name
                ),
            );
        }
    }
}
