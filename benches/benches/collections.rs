//! Lists and maps beside those of the standard library, measured in turns in one run; what differs between
//! versions; and how batches and single insertions grow.
//!
//! `cargo bench -p atomata_benches --bench collections [-- PART-OF-A-NAME]`
#![forbid(unsafe_code)]

use atomata_benches::Contest;
use atomata_benches::cases::Case;
use atomata_benches::collections::{BULK, COMPARE, LISTS, MAPS, SIZES, growth};
use atomata_benches::contest::{Table, digits, wanted};

fn main() {
    let wanted = wanted();
    pairs("Lists, beside vectors", LISTS, &wanted);
    pairs("Batches, beside vectors", BULK, &wanted);
    pairs("Differences, beside a comparison by hand", COMPARE, &wanted);
    pairs("Maps, beside trees", MAPS, &wanted);
    if wanted("growth") {
        grow();
    }
}

fn pairs(title: &str, cases: &[Case], wanted: &impl Fn(&str) -> bool) {
    let mut table =
        Table::new(&["operation", "atomata ns", "by hand ns", "ratio", "allocations", "by hand"]);
    let cases: Vec<&Case> = cases.iter().filter(|case| wanted(case.name)).collect();
    for case in &cases {
        let measured = Contest::default().measure(&mut [(case.ours)(), (case.hand)()]);
        let [ours, hand] = measured[..] else { continue };
        table.row(&[
            case.name.to_owned(),
            digits(ours.nanoseconds),
            digits(hand.nanoseconds),
            digits(ours.nanoseconds / hand.nanoseconds),
            digits(ours.allocations),
            digits(hand.allocations),
        ]);
    }
    if !cases.is_empty() {
        table.print(title);
    }
}

/// The slope is the power of the number of items with which the time for all of them grows: 1 is a time
/// for each that stays the same.
fn grow() {
    let mut table = Table::new(&[
        "inserted into 10,000, a clone held",
        "singly, ns each",
        "slope",
        "in one batch, ns each",
        "slope",
        "singly / batch",
        "vector singly, ns each",
    ]);
    let mut before = None;
    for size in SIZES {
        let now = growth(size);
        let slope = |one: f64, other: f64| 1.0 + (other / one).log10();
        let (singly, batch) = before.map_or((String::new(), String::new()), |before| {
            let before: atomata_benches::collections::Growth = before;
            (digits(slope(before.singly, now.singly)), digits(slope(before.batch, now.batch)))
        });
        table.row(&[
            size.to_string(),
            digits(now.singly),
            singly,
            digits(now.batch),
            batch,
            digits(now.singly / now.batch),
            digits(now.vector),
        ]);
        before = Some(now);
    }
    table.print("Growth");
}
