//! Rules of every node.

use crate::diagnostics::Diagnostics;
use crate::model::Node;

pub(crate) fn node(node: &Node, diagnostics: &Diagnostics) {
    for (option, given) in [("id", &node.id), ("group", &node.group)] {
        if let Some(text) = given
            && text.value().trim().is_empty()
        {
            diagnostics.error(
                text.span(),
                format!("`{option}` is empty; name it, or remove the option for the default"),
            );
        }
    }
}
