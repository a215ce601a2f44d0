//! The shapes of update: a graph, the write that changes it, and what must be seen of it.

use std::hint::black_box;

use crate::contest::Runner;
use crate::{hand, ours};

/// The field that changes in [`Shape::Fields`].
pub const CHANGED: usize = 7;

/// A graph and a way to change it. Update number `i` writes `i`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One atom, nobody listens.
    Unobserved,
    /// One atom, one subscriber.
    One,
    /// One atom, a thousand subscribers.
    Fan,
    /// One atom, five computeds, one sum, one subscriber.
    Diamond,
    /// One atom, fifty computeds in a row, one subscriber.
    Chain,
    /// One atom, fifty times two computeds and a subscriber.
    Broad,
    /// A chain that a constant cuts off before the heavy part.
    CutOff,
    /// An atom of twenty fields, one of which is set; a subscriber for each.
    Fields,
    /// The same, written through the tracked guard of the whole atom.
    FieldsGuard,
}

/// Who runs a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contender {
    /// atomata, in a store of the dynamic tier that tells at the end of each write.
    Ours,
    /// The same in a store of a compiled graph.
    Compiled,
    /// Struct fields and inlined code for exactly this graph, on one thread.
    Plain,
    /// The same behind a mutex that is held while subscribers are called.
    Under,
    /// The same behind a mutex that is let go before subscribers are called.
    Outside,
}

impl Contender {
    /// All of them, in the order of the columns.
    pub const ALL: [Self; 5] =
        [Self::Ours, Self::Compiled, Self::Plain, Self::Under, Self::Outside];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "atomata",
            Self::Compiled => "atomata, compiled",
            Self::Plain => "hand",
            Self::Under => "hand+mutex, callback under",
            Self::Outside => "hand+mutex, callback outside",
        }
    }
}

impl Shape {
    /// All of them, in the order of the rows.
    pub const ALL: [Self; 9] = [
        Self::Unobserved,
        Self::One,
        Self::Fan,
        Self::Diamond,
        Self::Chain,
        Self::Broad,
        Self::CutOff,
        Self::Fields,
        Self::FieldsGuard,
    ];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unobserved => "unobserved",
            Self::One => "1to1",
            Self::Fan => "1to1000",
            Self::Diamond => "diamond7",
            Self::Chain => "chain50",
            Self::Broad => "broad50",
            Self::CutOff => "cut_off",
            Self::Fields => "fields20",
            Self::FieldsGuard => "fields20_guard",
        }
    }

    /// How many subscribers there are.
    pub fn subscribers(self) -> usize {
        match self {
            Self::Unobserved => 0,
            Self::One | Self::Diamond | Self::Chain | Self::CutOff => 1,
            Self::Broad => 50,
            Self::Fields | Self::FieldsGuard => 20,
            Self::Fan => 1000,
        }
    }

    /// How many of them have news of an update.
    pub fn told(self) -> u64 {
        match self {
            Self::Unobserved | Self::CutOff => 0,
            Self::One | Self::Diamond | Self::Chain | Self::Fields | Self::FieldsGuard => 1,
            Self::Broad => 50,
            Self::Fan => 1000,
        }
    }

    /// What each subscriber has seen last after update `i`.
    pub fn expected(self, i: i64) -> Vec<i64> {
        match self {
            Self::Unobserved => Vec::new(),
            Self::One => vec![i],
            Self::Fan => vec![i; 1000],
            Self::Diamond => vec![5 * (i + 1)],
            Self::Chain => vec![i + 50],
            Self::Broad => (0..50).map(|k| i + k + 1).collect(),
            Self::CutOff => vec![0],
            Self::Fields | Self::FieldsGuard => {
                (0..20).map(|k| if k == CHANGED { i } else { 0 }).collect()
            }
        }
    }

    /// The shape as one contender builds it.
    pub fn build(self, contender: Contender) -> Box<dyn Runner> {
        match contender {
            Contender::Ours => ours::dynamic(self),
            Contender::Compiled => ours::compiled(self),
            _ => hand::build(self, contender),
        }
    }
}

/// What an arm adds, which may be nothing.
#[inline]
pub fn sum(a: i64, b: i64) -> i64 {
    a + b
}

/// The work that a cut-off saves.
#[inline(never)]
pub fn heavy_work() {
    for k in 0..100_u32 {
        black_box(k);
    }
}
