//! What the tiers do differently: the order of slots, and what is counted. The model of compiled graphs
//! has another file in the place of this one.

use super::Counts;
use super::plan::Plan;

/// Where a node in use stands among those of its level.
pub(super) fn slot(_: &Plan, slots: &[usize], node: usize) -> usize {
    slots.iter().position(|&used| used == node).expect("in use")
}

/// The counts that both must agree on.
pub(super) fn comparable(_: &Plan, counts: Counts) -> Counts {
    counts
}

/// Whether a flush brings a node up to date that waited to be told and that nobody observes any more.
pub(super) fn computes_unobserved() -> bool {
    true
}
