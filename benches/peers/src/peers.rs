//! The contenders.

use crate::api::Peer;
use crate::track::tracking;

mod alien_signals;
mod atomata;
mod floem_reactive;
mod futures_signals;
mod hand;
mod incremental;
mod reactive_graph;
mod reactive_stores;
mod salsa;
mod sycamore;

/// All of them, the code by hand first: it is what the ratios refer to.
pub fn all() -> Vec<Box<dyn Peer>> {
    vec![
        Box::new(hand::Hand),
        Box::new(hand::HandMutex),
        Box::new(hand::HandOutside),
        Box::new(hand::static_graph::HandStatic),
        Box::new(atomata::Plain),
        Box::new(atomata::Compiled),
        Box::new(atomata::families::Families),
        tracking::<alien_signals::Alien>(),
        tracking::<sycamore::Sycamore<false>>(),
        tracking::<sycamore::Sycamore<true>>(),
        tracking::<reactive_graph::ReactiveGraph<false>>(),
        tracking::<reactive_graph::ReactiveGraph<true>>(),
        Box::new(reactive_stores::ReactiveStores::<false>),
        Box::new(reactive_stores::ReactiveStores::<true>),
        tracking::<floem_reactive::Floem>(),
        Box::new(futures_signals::FuturesSignals),
        Box::new(incremental::Incremental),
        Box::new(salsa::Salsa),
    ]
}
