//! Processes come and go, and what is kept of them with them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use atomata_examples::sysmon::panels::Panels;
use atomata_examples::sysmon::reading::{Machine, Process, Reading};
use atomata_examples::sysmon::state::data::{Tracked, rates::CORES};

use super::{Monitor, minute};

const MACHINE: Machine = Machine { ticks_per_second: 100 };

fn reading(at_ms: u64, processes: &[(i32, u64, u64)]) -> Reading {
    let process = |&(pid, started, ticks)| {
        let name = format!("from {started}");
        Process { pid, started, name, ticks, ..Process::default() }
    };
    Reading { at_ms, processes: processes.iter().map(process).collect(), ..Reading::default() }
}

fn rows(panels: &Panels) -> Vec<(i32, String, f64)> {
    let rows = panels.view().table.into_iter();
    let mut rows: Vec<_> = rows.map(|row| (row.pid, row.name, row.cpu)).collect();
    rows.sort_by_key(|row| row.0);
    rows
}

#[test]
fn a_process_that_ends_takes_its_subscriptions_along() {
    let mut monitor = Monitor::new(&MACHINE);
    monitor.take(&reading(0, &[(7, 1, 0), (8, 1, 0)]));
    let told = Arc::new(Mutex::new(Vec::new()));
    let follow = |pid| {
        let told = Arc::clone(&told);
        monitor.store.subscribe(CORES(pid), move |&cores| told.lock().unwrap().push((pid, cores)))
    };
    let _cores = (follow(7), follow(8));
    let seven = monitor.store.subscribe(Tracked(7), |_| ());
    let eight = monitor.store.subscribe(Tracked(8), |_| ());
    let has_ended = Arc::new(AtomicBool::new(false));
    seven.on_end({
        let has_ended = Arc::clone(&has_ended);
        move || has_ended.store(true, Ordering::Relaxed)
    });

    monitor.take(&reading(500, &[(7, 1, 10), (8, 1, 25)]));
    assert!(!seven.is_ended());
    monitor.take(&reading(1000, &[(8, 1, 50)]));
    assert!(has_ended.load(Ordering::Relaxed) && seven.is_ended() && !eight.is_ended());
    monitor.rest();
    assert_eq!(monitor.store.keys(Tracked), [8]);
    assert_eq!(monitor.store.get(Tracked(7)), Tracked::default());
    assert_eq!(*told.lock().unwrap(), [(7, 0.2), (8, 0.5), (7, 0.0)]);
}

#[test]
fn the_table_follows_who_is_there() {
    let mut monitor = Monitor::new(&MACHINE);
    let panels = Panels::new(&monitor.store, || ());
    let panels_alone = monitor.store.stats().subscriptions;
    let from = |start: u64| format!("from {start}");
    monitor.take(&reading(0, &[(7, 1, 50), (8, 1, 0)]));
    monitor.rest();
    assert_eq!(rows(&panels), [(7, from(1), 0.0), (8, from(1), 0.0)]);
    // Another process of the same id within a reading, and one that is new.
    monitor.take(&reading(1000, &[(7, 90, 60), (9, 90, 20)]));
    monitor.rest();
    assert_eq!(rows(&panels), [(7, from(90), 0.6), (9, from(90), 0.2)]);
    monitor.take(&reading(2000, &[(7, 90, 90), (9, 90, 20)]));
    monitor.rest();
    assert_eq!(rows(&panels), [(7, from(90), 0.3), (9, from(90), 0.0)]);
    // The ids are the same and come in the same order, but the last one is another process.
    monitor.take(&reading(2500, &[(7, 90, 90), (9, 210, 30)]));
    monitor.rest();
    assert_eq!(rows(&panels)[1], (9, from(210), 0.2));
    monitor.take(&reading(3000, &[(7, 90, 90), (9, 210, 60)]));
    monitor.rest();
    assert_eq!(rows(&panels)[1], (9, from(210), 0.6));
    assert_eq!(monitor.store.stats().subscriptions, panels_alone + 2);
    monitor.take(&reading(4000, &[]));
    monitor.rest();
    assert!(rows(&panels).is_empty());
    assert_eq!(monitor.store.stats().subscriptions, panels_alone);
}

#[test]
fn nothing_is_left_of_thousands_of_processes() {
    let (machine, readings) = minute();
    let mut monitor = Monitor::new(&machine);
    let panels = Panels::new(&monitor.store, || ());
    let before = monitor.store.stats();
    for reading in &readings {
        monitor.take(reading);
    }
    monitor.rest();
    let last = readings[599].processes.len();
    let after = monitor.store.stats();
    assert_eq!(after.subscriptions, before.subscriptions + last);
    // The processes, the cores they take, and the keys of these.
    assert_eq!(after.nodes, before.nodes + 2 * last + 1);
    assert_eq!(panels.view().table.len(), last);

    drop(panels);
    assert_eq!(monitor.store.stats().subscriptions, 0);
    assert_eq!(monitor.store.stats().nodes, before.nodes + last + 1);
}
