//! The monitor where there is no terminal: a line each second.

use std::fmt::Write;

use atomata::{Store, Subscription};

use super::reading::Load;
use super::state::data::alerts::ALERTS;
use super::state::data::rates::{
    BUSIEST_BY_CPU, CPU_USAGE, DISK_TOTAL, LARGEST, MEMORY_USED, NETWORK_TOTAL,
};
use super::state::data::{Clock, Problems, SECOND, Tracked};
use super::units::{bytes, count, percent, rate};

/// Gives `print` a line whenever another second has begun.
///
/// The machine is read many times a second; that this is called once is the work of
/// [`second`](super::state::data::second), whose value is the same for all readings of a second.
pub fn print_lines(store: &Store, mut print: impl FnMut(String) + Send + 'static) -> Subscription {
    store.effect(SECOND, move |store, &second| {
        // An effect runs at once, too; then nothing has been read.
        if second > 0 {
            print(line(store));
        }
    })
}

/// The state in a line, all of one moment.
pub fn line(store: &Store) -> String {
    store.read(|view| {
        let memory = view.get(MEMORY_USED);
        let (disk, network) = view.get((DISK_TOTAL, NETWORK_TOTAL));
        let mut line = format!(
            "{:>4} s  cpu {:>4}  mem {} of {}  load {:.2}  disk r {} w {}  net in {} out {}",
            view.get(Clock.at_ms) / 1000,
            percent(view.get(CPU_USAGE)),
            bytes(memory.used),
            bytes(memory.total),
            view.get(Load.one),
            rate(disk.inward),
            rate(disk.outward),
            rate(network.inward),
            rate(network.outward),
        );
        if let Some(busiest) = view.get(BUSIEST_BY_CPU).first() {
            let _ = write!(line, "  busiest {} {}", busiest.name, percent(busiest.cpu));
        }
        if let Some(&largest) = view.get(LARGEST).first() {
            let Tracked { name, resident, .. } = view.get(Tracked(largest));
            let _ = write!(line, "  largest {name} {}", bytes(resident));
        }
        for alert in view.get(ALERTS) {
            let _ = write!(line, "  ! {}", alert.text);
        }
        if let Some(problem) = view.get(Problems.last) {
            let _ =
                write!(line, "  ({}, last: {problem})", count(view.get(Problems.count), "problem"));
        }
        line
    })
}
