//! What things take in memory, counted by the allocator, beside what `Store::memory` says of it.
//!
//! `cargo bench -p atomata_benches --bench memory [-- PART-OF-A-NAME]`, where the parts are `each`, `state`,
//! `history`, `snapshots` and `collect`.
#![forbid(unsafe_code)]

use atomata_benches::contest::{Table, digits, wanted};
use atomata_benches::deltas::{Change, snapshots};
use atomata_benches::memory::{Held, collected, each, history, state};

const CHANGES: [Change; 3] = [Change::Field, Change::OneInARow, Change::Percent(1)];

fn main() {
    let wanted = wanted();
    if wanted("each") {
        table("Of each", &each());
    }
    if wanted("state") {
        table("A state of 1.3 MB of JSON", &state());
    }
    if wanted("history") {
        table("History", &CHANGES.map(|change| history(50, change)));
    }
    if wanted("snapshots") {
        let mut table = Table::new(&["50 snapshots, changed before each", "KB", "clones, KB", "%"]);
        for change in CHANGES {
            let (ours, clones) = snapshots(50, change);
            let kilobytes = |bytes: i64| digits(bytes as f64 / 1e3);
            let part = digits(ours as f64 / clones as f64 * 100.0);
            table.row(&[change.name(), kilobytes(ours), kilobytes(clones), part]);
        }
        table.print("Snapshots");
    }
    if wanted("collect") {
        table("Collecting", &[collected()]);
    }
}

fn table(title: &str, rows: &[Held]) {
    let mut table = Table::new(&["", "count", "bytes of each", "said", "said / counted"]);
    for Held { name, count, bytes, said } in rows {
        let each = |bytes: i64| digits(bytes as f64 / *count as f64);
        let ratio = digits(*said as f64 / *bytes as f64);
        table.row(&[name.clone(), count.to_string(), each(*bytes), each(*said), ratio]);
    }
    table.print(title);
}
