//! Expansions by the messages of their mistakes.

use proc_macro2::{TokenStream, TokenTree};

use super::{atom, computed};

/// The messages of all `compile_error!`s in an expansion.
fn errors(output: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_error = false;
    for token in output {
        match token {
            TokenTree::Ident(ident) => is_error = ident == "compile_error",
            TokenTree::Group(group) if is_error => {
                let message: syn::LitStr = syn::parse2(group.stream()).expect("a message");
                found.push(message.value());
                is_error = false;
            }
            TokenTree::Group(group) => found.extend(errors(group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

#[track_caller]
pub(super) fn assert_atom(options: TokenStream, item: TokenStream, expected: &[&str]) {
    assert_eq!(errors(atom(options, item)), expected);
}

#[track_caller]
pub(super) fn assert_computed(options: TokenStream, item: TokenStream, expected: &[&str]) {
    assert_eq!(errors(computed(options, item)), expected);
}
