//! What it takes to make atoms, computeds and effects, in time and in memory.

use crate::api::{Make, Peer};
use crate::child;
use crate::clock::nanoseconds;
use crate::report::{Report, digits};

use super::Asked;

/// The program's argument for [`here`].
pub const ARGUMENT: &str = "--make";

/// How many are made.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// How many are made where memory is measured, or as many as there can be.
const COUNTED: usize = 10_000;

/// The tables, and one of what each thing takes by itself.
pub fn tables(asked: Asked<'_>, report: &mut Report) {
    let mut bytes = vec![[None; 3]; asked.chosen.len()];
    for (what, &kind) in Make::ALL.iter().enumerate() {
        table(asked, what, kind, &mut bytes, report);
    }
    report.heading("memory: bytes of each by itself");
    report.paragraph(
        "Atom: all of the store or runtime over the number of atoms. Computed and effect: what an atom with one \
         takes more than an atom alone takes.",
    );
    report.columns(&["contender", "atom", "+ computed", "+ effect"]);
    for ((_, peer), [atom, computed, effect]) in asked.contenders().zip(bytes) {
        let Some(atom) = atom else { continue };
        let more = |with: Option<f64>| match with {
            Some(with) => digits((with - atom).max(0.0)),
            None => "-".to_owned(),
        };
        report.row(&[peer.name(), digits(atom), more(computed), more(effect)]);
    }
}

fn table(
    asked: Asked<'_>,
    what: usize,
    kind: Make,
    bytes: &mut [[Option<f64>; 3]],
    report: &mut Report,
) {
    let title = match kind {
        Make::Atoms => "creation: n atoms",
        Make::Computeds => "creation: n atoms with a computed each",
        Make::Effects => "creation: n atoms with an effect each",
    };
    report.heading(title);
    report.paragraph(
        "ns per item, which is an atom with what belongs to it; allocations and bytes at n = 10 000 or as many \
         as are declared, with all handles that a program must keep; left: bytes per item that live on after \
         all of it was dropped.",
    );
    report.columns(&[
        "contender",
        "n = 1 000",
        "n = 10 000",
        "n = 100 000",
        "drop",
        "allocs/item",
        "bytes/item",
        "left",
    ]);
    for ((number, peer), bytes) in asked.contenders().zip(bytes) {
        let counted = COUNTED.min(peer.most(kind));
        let make = |count: usize| {
            let arguments =
                [ARGUMENT.into(), number.to_string(), what.to_string(), count.to_string()];
            child::run(&arguments, asked.config.limit)
        };
        let known = make(counted);
        if known.as_deref() == Ok("unsupported") {
            continue;
        }
        let numbers: Option<Vec<f64>> = known.ok().and_then(|line| parse(&line));
        bytes[what] = numbers.as_ref().map(|numbers| numbers[3]);
        let mut row = vec![peer.name()];
        for count in SIZES {
            row.push(if count > peer.most(kind) || count > asked.config.most {
                "-".to_owned()
            } else {
                match make(count) {
                    Ok(line) => parse(&line).map_or_else(|| "-".to_owned(), |n| digits(n[0])),
                    Err(failure) => asked.failure(failure),
                }
            });
        }
        match numbers {
            Some(numbers) => row.extend(numbers[1..].iter().map(|number| digits(*number))),
            None => row.extend(vec!["-".to_owned(); 4]),
        }
        report.row(&row);
    }
}

fn parse(line: &str) -> Option<Vec<f64>> {
    let numbers: Option<Vec<f64>> = line.split_whitespace().map(|word| word.parse().ok()).collect();
    numbers.filter(|numbers| numbers.len() == 5)
}

/// Makes so many in this process, for another one that reads the line.
pub fn here(peer: &dyn Peer, what: Make, count: usize) -> String {
    // What the runtime needs once is there after the first time.
    drop(peer.make(what, count.min(100)));
    let mut made = None;
    let mut allocations = 0.0;
    let mut bytes = 0.0;
    let left = allocation_counter::measure(|| {
        let all = allocation_counter::measure(|| made = peer.make(what, count));
        allocations = all.count_total as f64;
        bytes = all.bytes_current as f64;
        drop(made.take());
    });
    let mut create = f64::INFINITY;
    let mut destroy = f64::INFINITY;
    for _ in 0..3 {
        create = create.min(nanoseconds(|| made = peer.make(what, count)));
        if made.is_none() {
            return "unsupported".to_owned();
        }
        destroy = destroy.min(nanoseconds(|| drop(made.take())));
    }
    let numbers = [create, destroy, allocations, bytes, left.bytes_current.max(0) as f64];
    numbers.map(|number| (number / count as f64).to_string()).join(" ")
}
