//! Stores of any tier, made by the words with which those of the dynamic tier are.

use atomata::{Builder, Store, Tier};

/// The constructors that [`Store`] itself has on the dynamic tier alone, where what is declared need not
/// be named.
pub trait Make<G: Tier>: Sized {
    /// As [`Store::new`].
    fn new() -> Self;
    /// As [`Store::immediate`].
    fn immediate() -> Self;
    /// As [`Store::manual`].
    fn manual() -> Self;
    /// As [`Store::builder`].
    fn builder() -> Builder<G>;
}

impl<G: Tier> Make<G> for Store<G> {
    fn new() -> Self {
        Self::of()
    }

    fn immediate() -> Self {
        Self::builder_of().immediate().build()
    }

    fn manual() -> Self {
        Self::builder_of().manual().build()
    }

    fn builder() -> Builder<G> {
        Self::builder_of()
    }
}
