//! Families beside maps behind a mutex, measured in turns in one run; and the memory of members.
//!
//! `cargo bench -p atomata_benches --bench families [-- PART-OF-A-NAME]`
#![forbid(unsafe_code)]

use atomata_benches::Contest;
use atomata_benches::cases::Case;
use atomata_benches::contest::{Table, digits, wanted};
use atomata_benches::families::{BULK, COMPUTED, SINGLE, bytes_per_member};

fn main() {
    let wanted = wanted();
    pairs("One member", SINGLE, &wanted);
    pairs("Many members, one operation for all", BULK, &wanted);
    pairs("Computeds", COMPUTED, &wanted);
    if wanted("bytes") {
        let mut table = Table::new(&["100,000 of", "bytes each"]);
        for (name, bytes) in bytes_per_member() {
            table.row(&[name.to_owned(), digits(bytes)]);
        }
        table.print("Memory");
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
