//! An allocator that counts, for tests that forbid or bound allocations.
//!
//! A test binary opts in, because an allocator is a choice of the whole program:
//!
//! ```
//! use atomata_tests::allocations::{COUNTING, Counting, allocations};
//!
//! #[global_allocator]
//! static ALLOCATOR: &Counting = &COUNTING;
//!
//! assert!(allocations(|| drop(Box::new(1))) >= 1);
//! ```
//!
//! The counters are those of the process, so that what a background thread allocates is seen, too.
//! They come from `stats_alloc`, because an allocator of our own would need unsafe code.

use std::alloc::System;
use std::sync::{Mutex, MutexGuard, PoisonError};

use stats_alloc::{Region, StatsAlloc};

/// The type of the allocator.
pub type Counting = StatsAlloc<System>;

/// The allocator itself, for `#[global_allocator]`.
pub use stats_alloc::INSTRUMENTED_SYSTEM as COUNTING;

/// How often a function allocates, reallocations included, on whatever thread.
pub fn allocations(run: impl FnOnce()) -> usize {
    let region = Region::new(&COUNTING);
    run();
    let change = region.change();
    change.allocations + change.reallocations
}

/// How many allocations live on after a function, less those that it ended.
pub fn left_behind(run: impl FnOnce()) -> isize {
    let region = Region::new(&COUNTING);
    run();
    let change = region.change();
    change.allocations.cast_signed() - change.deallocations.cast_signed()
}

/// How often a function allocates per round once it is warm.
///
/// The test harness allocates when another test ends meanwhile, but not in each of several attempts,
/// whereas what the function itself does recurs in all: the quietest attempt tells.
#[allow(clippy::cast_precision_loss, reason = "counts are small")]
pub fn allocations_per_round(rounds: usize, mut round: impl FnMut()) -> f64 {
    for _ in 0..rounds {
        round();
    }
    let quietest = (0..5).map(|_| allocations(|| (0..rounds).for_each(|_| round()))).min();
    quietest.unwrap_or(0) as f64 / rounds as f64
}

/// Has the tests of a binary count one after the other.
pub fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}
