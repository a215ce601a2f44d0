//! Whether a contender computes a shape right: in a process of its own, update by update, beside the
//! oracle. Allocations are counted there, too.

use std::str::FromStr;
use std::time::{Duration, Instant};

use crate::api::{Graph, Peer};
use crate::child::{self, Failure};
use crate::clock::nanoseconds;
use crate::config::Config;
use crate::oracle::Oracle;
use crate::shape::Shape;

/// What came of it.
#[derive(Clone, Debug)]
pub enum Check {
    /// The shape cannot be expressed.
    Unsupported,
    /// It ran to the end.
    Ran(Ran),
    /// It did not.
    Failed(Failure),
}

/// Counts over a number of updates.
#[derive(Clone, Copy, Debug)]
pub struct Ran {
    /// The updates.
    pub updates: u64,
    /// How often effects ran, and how often they had to.
    pub runs: u64,
    pub ideal: u64,
    /// Updates in which something else than the new values was seen in between.
    pub torn: u64,
    /// Updates after which an effect had not seen the new value.
    pub wrong: u64,
    /// The fastest update, in nanoseconds.
    pub fastest: f64,
    /// Of each update in the steady state.
    pub allocations: f64,
    pub bytes: f64,
}

/// The program's argument for [`here`].
pub const ARGUMENT: &str = "--check";

/// Checks in another process.
pub fn elsewhere(peer: usize, shape: usize, config: &Config) -> Check {
    let patience = config.patience.as_millis();
    let arguments = [ARGUMENT.into(), peer.to_string(), shape.to_string(), patience.to_string()];
    match child::run(&arguments, config.limit) {
        Ok(line) if line == "unsupported" => Check::Unsupported,
        Ok(line) => match parse(&line) {
            Some(ran) => Check::Ran(ran),
            None => Check::Failed(Failure::Crash("ended early".into())),
        },
        Err(failure) => Check::Failed(failure),
    }
}

/// Checks in this process, for another one that reads the line.
pub fn here(peer: &dyn Peer, shape: Shape, patience: Duration) -> String {
    let Some(mut graph) = peer.build(shape) else { return "unsupported".into() };
    let ran = run(&mut *graph, shape, patience);
    let Ran { updates, runs, ideal, torn, wrong, fastest, allocations, bytes } = ran;
    format!("{updates} {runs} {ideal} {torn} {wrong} {fastest} {allocations} {bytes}")
}

fn parse(line: &str) -> Option<Ran> {
    fn next<'a, T: FromStr>(words: &mut impl Iterator<Item = &'a str>) -> Option<T> {
        words.next()?.parse().ok()
    }
    let mut words = line.split_whitespace();
    Some(Ran {
        updates: next(&mut words)?,
        runs: next(&mut words)?,
        ideal: next(&mut words)?,
        torn: next(&mut words)?,
        wrong: next(&mut words)?,
        fastest: next(&mut words)?,
        allocations: next(&mut words)?,
        bytes: next(&mut words)?,
    })
}

/// Enough updates to see what recurs, and an even number: shapes alternate between two states.
const UPDATES: u64 = 210;
const FEWEST: u64 = 4;

fn run(graph: &mut dyn Graph, shape: Shape, patience: Duration) -> Ran {
    let mut oracle = Oracle::new(shape);
    let mut ran = Ran {
        updates: 0,
        runs: 0,
        ideal: 0,
        torn: 0,
        wrong: u64::from(!is_right(graph, &oracle, shape)),
        fastest: f64::INFINITY,
        allocations: 0.0,
        bytes: 0.0,
    };
    let start = Instant::now();
    for i in 1.. {
        graph.sink().reset();
        ran.fastest = ran.fastest.min(nanoseconds(|| graph.run(i, 1)));
        let ideal = oracle.step(i);
        let (runs, sum) = (graph.sink().runs(), graph.sink().sum());
        ran.updates = i;
        ran.runs += runs;
        ran.ideal += ideal.runs;
        ran.torn += u64::from(sum != ideal.sum && runs != ideal.runs);
        ran.wrong += u64::from(!is_right(graph, &oracle, shape));
        let enough = i >= UPDATES || start.elapsed() > patience;
        if enough && i >= FEWEST && i.is_multiple_of(2) {
            break;
        }
    }
    // Whatever grows with use has grown by now.
    let counted = if ran.fastest > 50e6 { 2 } else { 100 };
    let allocated = allocation_counter::measure(|| graph.run(ran.updates + 1, counted));
    ran.allocations = allocated.count_total as f64 / counted as f64;
    ran.bytes = allocated.bytes_total as f64 / counted as f64;
    ran
}

/// Whether the effects saw last what they must have seen.
pub fn is_right(graph: &dyn Graph, oracle: &Oracle, shape: Shape) -> bool {
    if shape == Shape::Unobserved {
        graph.peek() == oracle.first_input()
    } else {
        graph.sink().state() == oracle.state()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Role;
    use crate::peers;

    #[test]
    fn hand_and_ours_do_no_more_than_needed() {
        for peer in peers::all().iter().filter(|peer| peer.role() != Role::Peer) {
            for &shape in Shape::ALL {
                let Some(mut graph) = peer.build(shape) else { continue };
                let ran = run(&mut *graph, shape, Duration::from_millis(20));
                let counts = (ran.wrong, ran.torn, ran.runs);
                assert_eq!(counts, (0, 0, ran.ideal), "{} {}", peer.name(), shape.name());
            }
        }
    }
}
