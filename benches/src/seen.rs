//! What the subscribers saw. Every contender's callbacks write here, at the same cost.

use std::hint::black_box;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// One place per subscriber, and how often any of them was called.
#[derive(Debug, Default)]
pub struct Seen {
    calls: AtomicU64,
    values: Box<[AtomicI64]>,
}

impl Seen {
    /// Places for so many subscribers.
    pub fn new(subscribers: usize) -> Self {
        Self {
            calls: AtomicU64::new(0),
            values: (0..subscribers).map(|_| AtomicI64::new(0)).collect(),
        }
    }

    /// The body of every subscriber. Plain loads and stores: one thread calls at a time.
    #[inline]
    pub fn hit(&self, subscriber: usize, value: i64) {
        let value = black_box(value);
        self.calls.store(self.calls.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        self.values[subscriber].store(value, Ordering::Relaxed);
    }

    /// How often a subscriber was called.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// What each saw last.
    pub fn values(&self) -> Vec<i64> {
        self.values.iter().map(|value| value.load(Ordering::Relaxed)).collect()
    }
}
