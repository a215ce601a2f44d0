//! What compiled graphs do differently from what the model says of the dynamic tier.

use super::Counts;
use super::plan::Plan;
use crate::worlds::OUTSIDE;

/// Where a node in use stands among those of its level: in the order of declaration, and before all that
/// lives in the dynamic part of the store, which is in the order of first use.
pub(super) fn slot(plan: &Plan, slots: &[usize], node: usize) -> usize {
    if OUTSIDE[plan.number].contains(&node) {
        let used = slots.iter().position(|&used| used == node).expect("in use");
        return plan.world.nodes.len() + used;
    }
    node
}

/// What the dynamic part depends on is brought up to date as a whole, so that more may be computed, and
/// may fail, than the one value asked for needs.
pub(super) fn comparable(plan: &Plan, counts: Counts) -> Counts {
    if OUTSIDE[plan.number].is_empty() {
        counts
    } else {
        Counts { recomputed: 0, failed: 0, ..counts }
    }
}

/// Whether a flush brings a node up to date that waited to be told and that nobody observes any more:
/// of a compiled graph it looks at what is observed alone.
pub(super) fn computes_unobserved() -> bool {
    false
}
