//! Tiers: what kind of graph a store has, and how the types of handles and graphs say which graph
//! holds which node.

use crate::handle::{Node, Place};
use crate::meta::GraphMeta;
use crate::slot::AnySlot;

mod compiled;

pub(crate) use compiled::Beginning;

#[allow(unreachable_pub, reason = "a hidden associated type asks for it")]
pub use compiled::Begin;
pub use compiled::{
    Bodied, Computes, HasIn, Nodes, Nowhere, absent, check_included, read_fixed, recompute, within,
};

/// What a store is made of: [`Dynamic`], or a graph known at compile time, `state::Graph` of a module
/// with [`#[atoms]`](crate::atoms).
pub trait Tier: Sized + Send + Sync + 'static {
    #[doc(hidden)]
    type Nodes: Begin;
}

/// A graph that is known as a whole when it is compiled.
#[doc(hidden)]
pub trait Compiled: Tier {
    const GRAPH: &'static GraphMeta;
}

#[diagnostic::do_not_recommend]
impl<G: Tier<Nodes: Nodes>> Compiled for G {
    const GRAPH: &'static GraphMeta = <G::Nodes as Nodes>::GRAPH;
}

/// The tier of a store that registers nodes when they are first used.
#[derive(Clone, Copy, Debug)]
pub enum Dynamic {}

impl Tier for Dynamic {
    type Nodes = ();
}

/// A tier whose stores hold what `H` names.
///
/// Helpers over any kind of store ask for it:
///
/// ```
/// use atomata::{Holds, Store, Tier, atom};
///
/// #[atom]
/// static TAX: f64 = 0.2;
///
/// fn raise<G: Tier + Holds<TAX>>(store: &Store<G>) {
///     store.update(TAX, |tax| *tax *= 2.0);
/// }
/// let store = Store::new();
/// raise(&store);
/// assert_eq!(store.get(TAX), 0.4);
/// ```
#[diagnostic::on_unimplemented(
    message = "a store of `{Self}` does not hold `{H}`",
    label = "not in this store's graph",
    note = "declare it inside of the module with `#[atoms]`, or include the graph that holds it: \
            `#[atoms(include = [other::Graph])]`"
)]
pub trait Holds<H>: Tier {
    #[doc(hidden)]
    const AT: u32;

    #[doc(hidden)]
    fn find(nodes: &mut Self::Nodes) -> Option<&mut dyn AnySlot>;
}

#[diagnostic::do_not_recommend]
impl<G: Tier, H: HeldBy<G>> Holds<H> for G {
    const AT: u32 = H::AT;

    #[inline]
    fn find(nodes: &mut G::Nodes) -> Option<&mut dyn AnySlot> {
        H::find(nodes)
    }
}

/// What a store of the tier `G` holds: a handle, or a tuple of handles.
#[doc(hidden)]
pub trait HeldBy<G: Tier> {
    /// As [`HoldsIn::AT`], of what is one handle.
    const AT: u32 = ELSEWHERE;

    /// As [`HoldsIn::find`], of what is one handle.
    #[inline]
    fn find(_: &mut G::Nodes) -> Option<&mut dyn AnySlot> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<G: HoldsIn<H::Of, <H::Of as Homed>::Home>, H: Place> HeldBy<G> for H {
    const AT: u32 = G::AT;

    #[inline]
    fn find(nodes: &mut G::Nodes) -> Option<&mut dyn AnySlot> {
        G::find(nodes)
    }
}

/// The place of what is not in a field of a compiled graph.
pub(crate) const ELSEWHERE: u32 = u32::MAX;

macro_rules! tuples_are_held {
    ($(($($H:ident),+))+) => {$(
        #[diagnostic::do_not_recommend]
        impl<G: Tier, $($H: HeldBy<G>),+> HeldBy<G> for ($($H,)+) {}
    )+};
}

tuples_are_held! {
    (A)
    (A, B)
    (A, B, C)
    (A, B, C, D)
    (A, B, C, D, E)
    (A, B, C, D, E, F)
    (A, B, C, D, E, F, I)
    (A, B, C, D, E, F, I, J)
}

/// A tier that holds the node of the key type `K`, whose home is `Home`.
///
/// The home makes the impls of a graph and of those it includes disjoint.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a store of `{Self}` does not hold `{K}`",
    label = "not in this store's graph",
    note = "declare it inside of the module with `#[atoms]`, or include the graph that holds it: \
            `#[atoms(include = [other::Graph])]`"
)]
pub trait HoldsIn<K, Home>: Tier {
    /// The node's place in the compiled graph, if it is in a field of it.
    const AT: u32 = ELSEWHERE;

    /// The slot at that place.
    #[inline]
    fn find(_: &mut Self::Nodes) -> Option<&mut dyn AnySlot> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<K, Home> HoldsIn<K, Home> for Dynamic {}

// What an erased handle names is known when it is used.
#[diagnostic::do_not_recommend]
impl<G: Compiled> HoldsIn<Anything, Anything> for G {}

/// What belongs to a compiled graph, or to none.
#[doc(hidden)]
pub trait Homed {
    type Home;
}

#[diagnostic::do_not_recommend]
impl<N: Node> Homed for N {
    type Home = N::Home;
}

/// The node of a handle of which only the type of the value is known.
#[doc(hidden)]
#[derive(Debug)]
pub enum Anything {}

impl Homed for Anything {
    type Home = Self;
}
