//! The table of ratios: atomata beside code written by hand, measured in turns in one run.
//!
//! `cargo bench -p atomata_benches --bench ratios [-- PART-OF-A-NAME]`
#![forbid(unsafe_code)]

use atomata_benches::cases::{Case, READS, TRANSACTIONS};
use atomata_benches::contest::{Table, digits, wanted};
use atomata_benches::life::LIFE;
use atomata_benches::{Contender, Contest, Runner, Shape};

fn main() {
    let wanted = wanted();
    updates(&wanted);
    pairs("Reads, beside a mutex locked for each", READS, &wanted);
    pairs("Transactions, beside a mutex and a log", TRANSACTIONS, &wanted);
    pairs("Making and ending, beside lists of callbacks behind a mutex", LIFE, &wanted);
}

fn updates(wanted: &impl Fn(&str) -> bool) {
    let mut table = Table::new(&[
        "update",
        "dynamic, ns",
        "compiled, ns",
        "hand",
        "hand+mutex",
        "hand+mutex, callback outside",
        "dynamic ×",
        "compiled ×",
        "allocations",
    ]);
    let shapes: Vec<Shape> = Shape::ALL.into_iter().filter(|shape| wanted(shape.name())).collect();
    for shape in &shapes {
        let mut runners: Vec<Box<dyn Runner>> =
            Contender::ALL.iter().map(|contender| shape.build(*contender)).collect();
        let measured = Contest::default().measure(&mut runners);
        let [dynamic, compiled, _, _, outside] = &measured[..] else { continue };
        let mut row = vec![shape.name().to_owned()];
        row.extend(measured.iter().map(|one| digits(one.nanoseconds)));
        for ours in [dynamic, compiled] {
            row.push(digits(ours.nanoseconds / outside.nanoseconds));
        }
        row.push(digits(dynamic.allocations + compiled.allocations));
        table.row(&row);
    }
    if !shapes.is_empty() {
        table.print("Updates");
    }
}

fn pairs(title: &str, cases: &[Case], wanted: &impl Fn(&str) -> bool) {
    let mut table =
        Table::new(&["", "ns", "by hand", "×", "allocations", "by hand", "bytes", "by hand"]);
    let cases: Vec<&Case> = cases.iter().filter(|case| wanted(case.name)).collect();
    for case in &cases {
        let mut runners = [(case.ours)(), (case.hand)()];
        let measured = Contest::default().measure(&mut runners);
        let [ours, hand] = measured[..] else { continue };
        table.row(&[
            case.name.to_owned(),
            digits(ours.nanoseconds),
            digits(hand.nanoseconds),
            digits(ours.nanoseconds / hand.nanoseconds),
            digits(ours.allocations),
            digits(hand.allocations),
            digits(ours.bytes),
            digits(hand.bytes),
        ]);
    }
    if !cases.is_empty() {
        table.print(title);
    }
}
