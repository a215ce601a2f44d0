//! What the harness asks of a library, and where its effects leave what they saw.
//!
//! A library with automatic tracking implements [`Tracking`](crate::track::Tracking), and every shape
//! comes from `track.rs`; others implement [`Peer`].

use std::any::Any;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};

use crate::shape::Shape;

/// What the effects saw. Every effect owns one slot.
///
/// Atomics, because some libraries ask for effects that can be sent; one thread at a time uses them, so
/// that plain loads and stores suffice, which cost what a `Cell` does.
#[derive(Debug)]
pub struct Sink {
    runs: AtomicU64,
    sum: AtomicI64,
    slots: Box<[AtomicI64]>,
}

impl Sink {
    /// Slots for so many effects.
    pub fn new(effects: usize) -> Arc<Self> {
        let slots = (0..effects).map(|_| AtomicI64::new(0)).collect();
        Arc::new(Self { runs: AtomicU64::new(0), sum: AtomicI64::new(0), slots })
    }

    /// The body of every effect.
    #[inline]
    pub fn hit(&self, slot: usize, value: i64) {
        let value = black_box(value);
        self.runs.store(self.runs.load(Relaxed) + 1, Relaxed);
        self.sum.store(self.sum.load(Relaxed).wrapping_add(value), Relaxed);
        self.slots[slot].store(value, Relaxed);
    }

    /// How often effects ran since the last reset.
    pub fn runs(&self) -> u64 {
        self.runs.load(Relaxed)
    }

    /// The sum of all that was seen since the last reset: wrong if a half-updated value was seen.
    pub fn sum(&self) -> i64 {
        self.sum.load(Relaxed)
    }

    /// What each effect saw last.
    pub fn state(&self) -> Vec<i64> {
        self.slots.iter().map(|slot| slot.load(Relaxed)).collect()
    }

    /// Forgets what ran, not what was seen last.
    pub fn reset(&self) {
        self.runs.store(0, Relaxed);
        self.sum.store(0, Relaxed);
    }
}

/// A graph that was built.
pub trait Graph {
    /// Applies updates `from .. from + n`; after each, all effects have run.
    fn run(&mut self, from: u64, n: u64);
    /// What the effects saw.
    fn sink(&self) -> &Sink;
    /// Where there is no effect, the value of the one atom.
    fn peek(&self) -> i64 {
        0
    }
}

/// What is made to measure creation and memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Make {
    /// Atoms.
    Atoms,
    /// Atoms with a computed each, which was evaluated.
    Computeds,
    /// Atoms with an effect each.
    Effects,
}

impl Make {
    /// All, in the order of the tables.
    pub const ALL: &[Self] = &[Self::Atoms, Self::Computeds, Self::Effects];
}

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// An atom, where nothing is tracked.
    Atom,
    /// A computed that is up to date, where nothing is tracked.
    Computed,
}

/// A closure that reads so many times and returns the sum; the value is always 7.
pub type Reader = Box<dyn FnMut(u64) -> i64>;

/// What a contender is in the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Code by hand on one thread, which all ratios refer to.
    Hand,
    /// The same behind a mutex that is held while effects run.
    HandMutex,
    /// The same behind a mutex that is let go before effects run.
    HandOutside,
    /// Generated code as one might write it, with effects that come and go.
    HandStatic,
    /// A tier of atomata.
    Ours,
    /// Another library.
    Peer,
}

/// A contender.
pub trait Peer {
    /// The name in the tables.
    fn name(&self) -> String;

    /// The version of the library.
    fn version(&self) -> &'static str {
        "-"
    }

    /// What it is in the comparison.
    fn role(&self) -> Role {
        Role::Peer
    }

    /// The shape in this library; absent if it cannot be expressed.
    fn build(&self, shape: Shape) -> Option<Box<dyn Graph>>;

    /// Whether it expresses a shape so differently that its time is not comparable.
    fn differs(&self, _shape: Shape) -> bool {
        false
    }

    /// Makes so many and keeps them alive in what is returned.
    fn make(&self, _what: Make, _count: usize) -> Option<Box<dyn Any>> {
        None
    }

    /// How many can be made, where they are declared one by one.
    fn most(&self, _what: Make) -> usize {
        usize::MAX
    }

    /// A way to read.
    fn reader(&self, _reading: Reading) -> Option<Reader> {
        None
    }

    /// Reads one shared atom so often on each of so many threads. Seconds on the wall's clock.
    fn read_on_threads(&self, _threads: usize, _times: u64) -> Option<f64> {
        None
    }

    /// The answer to a probe; absent where it does not apply.
    fn probe(&self, _probe: Probe) -> Option<String> {
        None
    }
}

/// A question about behaviour. Each is asked in a process of its own, because a crash or a hang is an
/// answer, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// An equal value is written: how often does the effect run?
    EqualWrite,
    /// A diamond without an explicit batch: how often does the effect run, and does it see torn values?
    DiamondPlain,
    /// Two atoms with one effect, written one after the other.
    TwoWritesPlain,
    /// The same in a batch.
    TwoWritesBatch,
    /// Atom, computed, effect, written in a batch: how often does it run, and what does it see last?
    BatchThroughComputed,
    /// In a batch: is what was written fresh, and what is computed from it?
    ReadInBatch,
    /// A computed that depends on itself.
    Cycle,
    /// An effect that writes the atom it reads until it is 10.
    EffectWritesSelf,
    /// A branch that does not read a dependency any more: does a write to it run the effect?
    DroppedDependency,
    /// A computed that nobody observes: is it evaluated when its dependency is written?
    LazyComputed,
    /// Two threads with unrelated graphs at the same time.
    TwoGraphsTwoThreads,
}

impl Probe {
    /// All, in the order of the columns.
    pub const ALL: &[Self] = &[
        Self::EqualWrite,
        Self::DiamondPlain,
        Self::TwoWritesPlain,
        Self::TwoWritesBatch,
        Self::BatchThroughComputed,
        Self::ReadInBatch,
        Self::Cycle,
        Self::EffectWritesSelf,
        Self::DroppedDependency,
        Self::LazyComputed,
        Self::TwoGraphsTwoThreads,
    ];
}
