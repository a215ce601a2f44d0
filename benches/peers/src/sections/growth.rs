//! How the time of an update grows with the graph.

use std::time::{Duration, Instant};

use crate::api::Peer;
use crate::child::{self, Failure};
use crate::clock::nanoseconds;
use crate::report::{Report, digits};
use crate::shape::Shape;

use super::Asked;

/// The program's argument for [`here`].
pub const ARGUMENT: &str = "--grow";

/// A way to grow.
#[derive(Clone, Copy)]
enum Growth {
    /// More layers of four computeds with an effect each, all of which change.
    Cellx,
    /// More layers with effects for the last alone.
    Layers,
    /// More atoms with an effect each, one of which changes.
    Atoms,
}

impl Growth {
    const ALL: [Self; 3] = [Self::Cellx, Self::Layers, Self::Atoms];

    fn shape(self, size: usize) -> Shape {
        match self {
            Self::Cellx => Shape::Cellx(size),
            Self::Layers => Shape::Layers(size),
            Self::Atoms => Shape::Fields(size),
        }
    }

    /// The sizes, and so how many nodes there are.
    fn sizes(self) -> &'static [(usize, &'static str)] {
        match self {
            Self::Cellx | Self::Layers => &[
                (2, "2 layers"),
                (6, "6"),
                (10, "10"),
                (14, "14"),
                (32, "32"),
                (100, "100"),
                (250, "250 (1 000 nodes)"),
                (2_500, "2 500 (10 000)"),
                (25_000, "25 000 (100 000)"),
            ],
            Self::Atoms => &[
                (20, "20 atoms"),
                (100, "100"),
                (1_000, "1 000"),
                (10_000, "10 000"),
                (100_000, "100 000"),
            ],
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Cellx => "growth: ns per update of layers of four computeds with an effect each",
            Self::Layers => {
                "growth: ns per update of layers of four computeds with effects for the last"
            }
            Self::Atoms => "growth: ns per update of one of many atoms with an effect each",
        }
    }
}

/// The tables.
pub fn tables(asked: Asked<'_>, report: &mut Report) {
    for (number, growth) in Growth::ALL.into_iter().enumerate() {
        report.heading(growth.title());
        let names = growth.sizes().iter().map(|(_, name)| (*name).to_owned());
        let head: Vec<String> = ["contender".to_owned()].into_iter().chain(names).collect();
        report.columns(&head);
        for (peer, contender) in asked.contenders() {
            let cells = cells(asked, peer, number, growth);
            if cells.iter().any(|cell| cell != "-") {
                let row: Vec<String> = [contender.name()].into_iter().chain(cells).collect();
                report.row(&row);
            }
        }
    }
}

fn cells(asked: Asked<'_>, peer: usize, number: usize, growth: Growth) -> Vec<String> {
    let mut stuck = None;
    let cell = |&(size, _): &(usize, _)| {
        if let Some(stuck) = &stuck {
            return String::clone(stuck);
        }
        let arguments = [ARGUMENT.into(), peer.to_string(), number.to_string(), size.to_string()];
        match child::run(&arguments, asked.config.limit) {
            Ok(line) => line.parse().map_or_else(|_| "-".to_owned(), digits),
            Err(failure) => {
                let timeout = failure == Failure::Timeout;
                let word = asked.failure(failure);
                if timeout {
                    stuck = Some(word.clone());
                }
                word
            }
        }
    };
    growth.sizes().iter().map(cell).collect()
}

/// Measures one size in this process, for another one that reads the line.
pub fn here(peer: &dyn Peer, growth: usize, size: usize) -> String {
    // The clock takes some hundred nanoseconds itself, of which none must be seen.
    const SAMPLE: f64 = 500_000.0;
    let shape = Growth::ALL[growth].shape(size);
    let Some(mut graph) = peer.build(shape) else { return "-".to_owned() };
    let start = Instant::now();
    let (mut best, mut next, mut updates) = (f64::INFINITY, 1, 2);
    while next < 9 || start.elapsed() < Duration::from_millis(40) {
        best = best.min(nanoseconds(|| graph.run(next, updates)) / updates as f64);
        next += updates;
        // An even number: layers alternate between two states.
        updates = ((SAMPLE / best) as u64).clamp(2, 20_000) & !1;
    }
    best.to_string()
}
