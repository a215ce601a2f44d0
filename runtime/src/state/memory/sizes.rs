//! What the values take, followed without a walk through the state.

use crate::slot::AnySlot;
use crate::state::State;

/// So many new values are measured at a time, and so many of the others.
const FEW: usize = 64;

/// What each slot took when it was looked at last. Each look is at a few, so that all have their turn.
#[derive(Default)]
pub(in crate::state) struct Sizes {
    known: Vec<usize>,
    /// Invariant: the sum of what is known.
    sum: usize,
    next: usize,
}

impl State {
    /// An estimate of what the values take, by which each slot is looked at anew in a bounded number of
    /// calls. Costs a few slots.
    pub(crate) fn follow_sizes(&mut self) -> usize {
        let Self { values, sizes, .. } = self;
        let all = values.slots.len();
        let size = |slot: usize| values.slots.find(slot as u32).map_or(0, AnySlot::bytes);
        while sizes.known.len() > all {
            sizes.sum -= sizes.known.pop().unwrap_or(0);
        }
        let known = sizes.known.len();
        for slot in known..all.min(known + FEW) {
            sizes.known.push(size(slot));
            sizes.sum += sizes.known[slot];
        }
        for _ in 0..FEW.min(known) {
            sizes.next = if sizes.next < known { sizes.next } else { 0 };
            let now = size(sizes.next);
            let before = std::mem::replace(&mut sizes.known[sizes.next], now);
            sizes.sum = sizes.sum - before + now;
            sizes.next += 1;
        }
        sizes.sum
    }
}
