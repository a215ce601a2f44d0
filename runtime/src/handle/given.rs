//! What a dependency gives to a parameter: one value, or of a family its keys.

use std::marker::PhantomData;

use super::family::FamilyNode;

/// The value of an atom, a field, a member or a computed.
#[doc(hidden)]
#[derive(Debug)]
pub enum OneValue {}

/// The keys of the family `N`.
#[doc(hidden)]
#[derive(Debug)]
pub struct KeysOf<N>(PhantomData<N>);

/// That the handle `H` gives `G`.
#[doc(hidden)]
#[derive(Debug)]
pub struct Gives<G, H>(PhantomData<(G, H)>);

impl<G, H> Gives<G, H> {
    pub(crate) const NEW: Self = Self(PhantomData);
}

/// What can be taken as a value of the type that the user wrote, which keys cannot.
#[doc(hidden)]
pub trait Given {
    /// `T`; an error type of a family, so that the compiler is silent about what follows.
    type Sound<T: 'static>: 'static;

    fn sound<T>(value: &T) -> &Self::Sound<T>;
}

impl Given for OneValue {
    type Sound<T: 'static> = T;

    #[inline]
    fn sound<T>(value: &T) -> &T {
        value
    }
}

impl<N: FamilyNode + GivesMembers<N::Key, N::Value>> Given for KeysOf<N> {
    type Sound<T: 'static> = N::Sound<T>;

    fn sound<T>(value: &T) -> &N::Sound<T> {
        N::sound(value)
    }
}

/// What no family does without `each`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a dependency on the family `{Self}` is a dependency on its keys, not on its members",
    label = "these are not its keys",
    note = "for all members write `each({Self})` and take them as `Each<'_, {K}, {V}>`; for one of them \
            write `{Self}(key)`; the keys are `&Keys<{K}>`"
)]
pub trait GivesMembers<K, V> {
    type Sound<T: 'static>: 'static;

    fn sound<T>(value: &T) -> &Self::Sound<T>;
}
