//! What a user sets by keys, and what the screen shows of it.

pub mod limits;

use std::cmp::Ordering;

use atomata::{Each, atom, computed};

use super::data::Tracked;
use crate::sysmon::view::SortBy;

/// Milliseconds between two readings.
#[atom(transient)]
pub static INTERVAL_MS: u64 = 100;

/// Whether the table is sorted the other way round.
#[atom(transient)]
pub static REVERSED: bool = false;

/// How many rows of the table are scrolled away.
#[atom(transient)]
pub static SCROLL: usize = 0;

/// Which limit the keys change.
#[atom(transient)]
pub static SELECTED: usize = 0;

/// The ids of the processes, sorted as the user wants them.
///
/// It follows from what was read and not from rates: over the same time, who has used more ticks has
/// taken more cores.
#[computed(deps = [each(Tracked), SortBy, REVERSED])]
pub fn table(processes: Each<'_, i32, Tracked>, by: SortBy, reversed: bool) -> Vec<i32> {
    let mut rows: Vec<(&i32, &Tracked)> = processes.collect();
    rows.sort_by(|(a_pid, a), (b_pid, b)| {
        let order = match by {
            SortBy::Cpu => b.used().cmp(&a.used()),
            SortBy::Memory => b.resident.cmp(&a.resident),
            SortBy::Pid => Ordering::Equal,
            SortBy::Name => a.name.cmp(&b.name),
        };
        // Rows that are equal in what is sorted by stay in order of their ids.
        order.then_with(|| a_pid.cmp(b_pid))
    });
    if reversed {
        rows.reverse();
    }
    rows.into_iter().map(|(&pid, _)| pid).collect()
}
