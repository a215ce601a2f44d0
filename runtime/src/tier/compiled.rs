//! What a compiled graph is to the library: its nodes in inline fields.
//!
//! `#[atoms]` implements these traits; what follows at run time is in `graph::Plan` and `slot::Slots`.

use std::sync::atomic::AtomicUsize;

use super::{ELSEWHERE, Homed};
use crate::handle::{Edge, Node};
use crate::meta::{GraphMeta, Meta};
use crate::slot::{AnyNodes, AnySlot, Body, Computed, Computing, Garbage, Slot, Wave};
use crate::value::Share;

/// The home of nodes that no compiled graph holds.
#[allow(missing_debug_implementations, reason = "it has no value")]
pub enum Nowhere {}

/// The nodes of a compiled graph, those of the graphs it includes first.
pub trait Nodes: Sized + Send + 'static {
    /// The graph.
    const GRAPH: &'static GraphMeta;
    /// How many nodes there are.
    const LEN: u32;

    /// All nodes without a value.
    fn fresh() -> Self;
    /// Adds the descriptions of all nodes in order; nothing of one that a `cfg` removed.
    fn metas(out: &mut Vec<Option<&'static Meta>>);
    /// Where the nodes of a graph begin, if it is this one or included.
    fn base(home: &'static GraphMeta) -> Option<u32>;
    /// The slot of a node.
    fn slot(&self, at: u32) -> &dyn AnySlot;
    /// The slot of a node, to be written.
    fn slot_mut(&mut self, at: u32) -> &mut dyn AnySlot;
    /// Computes a node; true if its value changed.
    fn recompute(&mut self, at: u32, computing: &mut Computing<'_>) -> bool;
}

/// What a store begins with: the nodes of a compiled graph, or none.
pub trait Begin: 'static {
    /// Whether there are nodes.
    #[doc(hidden)]
    const COMPILED: bool;

    #[doc(hidden)]
    fn begin() -> Option<Beginning>;
}

/// The nodes of a compiled graph, before a store has them.
#[allow(missing_debug_implementations, reason = "nobody outside can name it")]
pub struct Beginning {
    pub(crate) graph: &'static GraphMeta,
    pub(crate) metas: fn(&mut Vec<Option<&'static Meta>>),
    pub(crate) base: fn(&'static GraphMeta) -> Option<u32>,
    pub(crate) nodes: Box<dyn AnyNodes>,
}

impl Begin for () {
    const COMPILED: bool = false;

    fn begin() -> Option<Beginning> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<N: Nodes> Begin for N {
    const COMPILED: bool = true;

    fn begin() -> Option<Beginning> {
        let nodes = Box::new(N::fresh());
        Some(Beginning { graph: N::GRAPH, metas: N::metas, base: N::base, nodes })
    }
}

impl<N: Nodes> AnyNodes for N {
    fn slot(&self, at: u32) -> &dyn AnySlot {
        Nodes::slot(self, at)
    }

    fn slot_mut(&mut self, at: u32) -> &mut dyn AnySlot {
        Nodes::slot_mut(self, at)
    }

    fn recompute(&mut self, at: u32, computing: &mut Computing<'_>) -> bool {
        Nodes::recompute(self, at, computing)
    }

    fn run(&mut self, wave: &mut Wave<'_>, garbage: &mut Garbage, busy: &AtomicUsize) {
        wave.run(self, garbage, busy);
    }
}

/// Nodes among which is that of the key type `K`, whose home is `Home`.
///
/// The home makes the impls of a graph and of those it includes disjoint.
#[diagnostic::on_unimplemented(
    message = "the graph does not hold `{K}`",
    label = "not in this graph",
    note = "declare it inside of the module with `#[atoms]`, or include the graph that holds it: \
            `#[atoms(include = [other::Graph])]`"
)]
pub trait HasIn<K: Node, Home>: Nodes {
    /// The slot of the node.
    fn get(&self) -> &Slot<K::Value>;
    /// The slot of the node, to be written.
    fn get_mut(&mut self) -> &mut Slot<K::Value>;
}

/// Nodes among which a computed is computed.
pub trait Computes<K: Node>: Nodes {
    /// The value of the computed from its dependencies, which are up to date.
    fn compute(nodes: &Self) -> K::Value;
}

/// A node whose slot can be made without knowing it.
pub trait Bodied: Node {
    /// How it gets its value.
    fn body() -> &'static Body<Self::Value>;
}

/// The value of a dependency at a place of the graph.
#[expect(clippy::inline_always, reason = "it is a load")]
#[inline(always)]
pub fn read_fixed<'a, N, H: Edge<Of: Node<Value: Share>>>(nodes: &'a N, _: &H) -> &'a H::Value
where
    N: HasIn<H::Of, <H::Of as Homed>::Home>,
{
    (H::OPS.read)(nodes.get())
}

/// Computes a node anew; true if its value changed.
#[expect(clippy::inline_always, reason = "it is the body of the loop over a graph's nodes")]
#[inline(always)]
pub fn recompute<K: Node, N>(nodes: &mut N, computing: &mut Computing<'_>) -> bool
where
    N: Computes<K> + HasIn<K, K::Home>,
    K::Value: Share,
{
    let new = N::compute(nodes);
    let slot = nodes.get_mut();
    match slot.settle_plainly(new, &K::TOOLS, computing.saved.is_some()) {
        Ok(changed) => changed,
        Err(new) => {
            let Computing { garbage, saved } = computing;
            slot.settle(new, garbage, saved.as_deref_mut()) == Computed::Changed
        }
    }
}

/// The place of a node of an included graph whose nodes begin here.
pub const fn within(base: u32, at: u32) -> u32 {
    if at == ELSEWHERE { ELSEWHERE } else { base + at }
}

/// A node that a `cfg` removed was asked for, or one of another graph, which is a bug of the macros.
///
/// # Panics
/// Always.
#[cold]
pub fn absent() -> ! {
    panic!("a compiled graph has no node at this place")
}

/// Fails the build if a graph is included twice, by itself or through others.
///
/// # Panics
/// In const evaluation, which makes it a compile error.
pub const fn check_included(graph: &GraphMeta) {
    let mut first = 0;
    while first < graph.includes.len() {
        let mut second = first + 1;
        while second < graph.includes.len() {
            check_apart(graph.includes[first], graph.includes[second]);
            second += 1;
        }
        first += 1;
    }
}

/// Fails if two graphs have one in common.
const fn check_apart(a: &GraphMeta, b: &GraphMeta) {
    assert!(
        !is_name(a.name, b.name),
        "a graph is included twice, here or through others; a node would have two values"
    );
    let mut at = 0;
    while at < a.includes.len() {
        check_apart(a.includes[at], b);
        at += 1;
    }
    let mut at = 0;
    while at < b.includes.len() {
        check_apart(a, b.includes[at]);
        at += 1;
    }
}

const fn is_name(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}
