//! What a user sets by keys, and what the screen shows of it.

pub mod limits;

use atomata::{atom, computed};

use super::data::rates::PROCESS_ROWS;
use crate::sysmon::view::{Row, SortBy};

/// Milliseconds between two readings.
#[atom]
pub static INTERVAL_MS: u64 = 100;

/// Whether the table is sorted the other way round.
#[atom]
pub static REVERSED: bool = false;

/// How many rows of the table are scrolled away.
#[atom]
pub static SCROLL: usize = 0;

/// Which limit the keys change.
#[atom]
pub static SELECTED: usize = 0;

/// The processes, sorted as the user wants them.
#[computed(deps = [PROCESS_ROWS, SortBy, REVERSED])]
pub fn table(rows: &[Row], by: SortBy, reversed: bool) -> Vec<Row> {
    let mut rows = rows.to_vec();
    // The sort is stable: rows that are equal in what is sorted by stay in order of their ids.
    match by {
        SortBy::Cpu => rows.sort_by(|a, b| b.cpu.total_cmp(&a.cpu)),
        SortBy::Memory => rows.sort_by_key(|row| std::cmp::Reverse(row.resident)),
        SortBy::Pid => {}
        SortBy::Name => rows.sort_by(|a, b| a.name.cmp(&b.name)),
    }
    if reversed {
        rows.reverse();
    }
    rows
}
