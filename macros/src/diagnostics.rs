//! The mistakes of one item, all reported together.

use std::cell::RefCell;
use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// Collects the mistakes of one item.
///
/// Invariant: whoever makes one reads it with [`finish`](Self::finish); a mistake that nobody reads
/// would let a broken program compile, so dropping it unread is a bug and panics.
pub(crate) struct Diagnostics {
    errors: RefCell<Option<Vec<syn::Error>>>,
}

impl Diagnostics {
    pub(crate) fn new() -> Self {
        Self { errors: RefCell::new(Some(Vec::new())) }
    }

    /// Reports a mistake at one token.
    pub(crate) fn error(&self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    /// Reports a mistake at a run of tokens.
    pub(crate) fn error_at(&self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Reports what the parser found.
    pub(crate) fn push(&self, error: syn::Error) {
        if let Some(errors) = &mut *self.errors.borrow_mut() {
            errors.push(error);
        }
    }

    /// True if something was reported so far.
    pub(crate) fn any(&self) -> bool {
        self.errors.borrow().as_ref().is_some_and(|errors| !errors.is_empty())
    }

    /// The `compile_error!` of each mistake; empty if there are none.
    pub(crate) fn finish(self) -> Vec<TokenStream> {
        let errors = self.errors.take().unwrap_or_default();
        errors.iter().map(syn::Error::to_compile_error).collect()
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        assert!(
            std::thread::panicking() || self.errors.borrow().is_none(),
            "the mistakes of an item were dropped unread"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::Diagnostics;
    use proc_macro2::Span;

    #[test]
    fn all_mistakes_are_reported() {
        let diagnostics = Diagnostics::new();
        assert!(!diagnostics.any());
        diagnostics.error(Span::call_site(), "one");
        diagnostics.error(Span::call_site(), "two");
        assert!(diagnostics.any());
        assert_eq!(diagnostics.finish().len(), 2);
    }

    #[test]
    #[should_panic(expected = "dropped unread")]
    fn mistakes_are_never_dropped_unread() {
        drop(Diagnostics::new());
    }
}
