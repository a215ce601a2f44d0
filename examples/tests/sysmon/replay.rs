//! The computeds after every reading, and how often subscribers are told.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use atomata_examples::sysmon::panels::Panels;
use atomata_examples::sysmon::reading::{Disk, Machine, Process, Reading};
use atomata_examples::sysmon::state::data::rates::{
    BUSIEST, BUSIEST_BY_CPU, CORE_USAGE, CORES, CPU_USAGE, DISK_RATES, DISK_TOTAL, LARGEST,
    MEMORY_USED, NETWORK_RATES, NETWORK_TOTAL, SWAP_USED,
};
use atomata_examples::sysmon::state::data::{Problems, SECOND, Tracked};
use atomata_examples::sysmon::view::Flow;

use super::oracle::{Expected, expected};
use super::{Monitor, minute};

#[track_caller]
fn close(found: f64, expected: f64) {
    let scale = expected.abs().max(1.0);
    assert!((found - expected).abs() <= 1e-9 * scale, "{found} is not {expected}");
}

#[track_caller]
fn flows(found: &[Flow], expected: &BTreeMap<String, (f64, f64)>) {
    assert_eq!(found.len(), expected.len());
    for flow in found {
        let (inward, outward) = expected[&flow.name];
        close(flow.inward, inward);
        close(flow.outward, outward);
    }
}

#[track_caller]
fn check(monitor: &Monitor, expected: &Expected) {
    monitor.store.read(|view| {
        let cores = view.get(CORE_USAGE);
        assert_eq!(cores.len(), expected.cores.len());
        for (&found, &expected) in cores.iter().zip(&expected.cores) {
            close(found, expected);
        }
        close(view.get(CPU_USAGE), expected.cpu);
        let (memory, swap) = view.get((MEMORY_USED, SWAP_USED));
        assert_eq!((memory.used, memory.total), expected.memory);
        assert_eq!((swap.used, swap.total), expected.swap);
        view.with(DISK_RATES, |rates| flows(rates, &expected.disks));
        view.with(NETWORK_RATES, |rates| flows(rates, &expected.network));
        for (total, (inward, outward)) in
            [(view.get(DISK_TOTAL), expected.disk()), (view.get(NETWORK_TOTAL), expected.net())]
        {
            close(total.inward, inward);
            close(total.outward, outward);
        }
        let mut pids = monitor.store.keys(Tracked);
        pids.sort_unstable();
        assert!(pids.iter().eq(expected.processes.keys()));
        for (&pid, &(cpu, resident)) in &expected.processes {
            close(view.get(CORES(pid)), cpu);
            assert_eq!(view.get(Tracked(pid).resident), resident);
        }
        let busiest = view.get(BUSIEST_BY_CPU);
        let expected_busiest = expected.busiest(BUSIEST);
        assert_eq!(busiest.len(), expected_busiest.len());
        for (row, cpu) in busiest.iter().zip(expected_busiest) {
            close(row.cpu, cpu);
        }
        let largest = view.get(LARGEST);
        let sizes: Vec<u64> =
            largest.into_iter().map(|pid| view.get(Tracked(pid).resident)).collect();
        assert_eq!(sizes, expected.largest(BUSIEST));
        assert_eq!(view.get(Problems.count), expected.problems);
    });
}

#[test]
fn the_recording_is_a_busy_minute() {
    let (_, readings) = minute();
    assert_eq!(readings.len(), 600);
    let span = readings.last().unwrap().at_ms - readings[0].at_ms;
    assert!((59_000..61_000).contains(&span));
    let any = |holds: fn(&Reading) -> bool| readings.iter().any(holds);
    assert!(any(|reading| reading.processes.iter().any(|process| process.name == "rustc")));
    assert!(any(|reading| !reading.problems.is_empty()));
    assert!(readings[599].disks[0].written > readings[0].disks[0].written + (50 << 20));
}

#[test]
fn every_computed_is_what_a_plain_calculation_finds() {
    let (machine, readings) = minute();
    let mut monitor = Monitor::new(&machine);
    for (at, reading) in readings.iter().enumerate() {
        monitor.take(reading);
        check(&monitor, &expected(&readings[..=at], &machine));
    }
}

#[test]
fn computeds_that_are_watched_are_as_right() {
    let (machine, readings) = minute();
    let mut monitor = Monitor::new(&machine);
    let panels = Panels::new(&monitor.store, || ());
    for (at, reading) in readings.iter().enumerate() {
        monitor.take(reading);
        check(&monitor, &expected(&readings[..=at], &machine));
    }
    monitor.rest();
    let view = panels.view();
    let expected = expected(&readings, &machine);
    close(view.cpu, expected.cpu);
    flows(&view.disks, &expected.disks);
    let shown: BTreeMap<i32, (f64, u64)> =
        view.table.iter().map(|row| (row.pid, (row.cpu, row.resident))).collect();
    assert_eq!(view.table.len(), shown.len(), "each process has one row");
    assert!(shown.keys().eq(expected.processes.keys()));
    for (pid, (cpu, resident)) in shown {
        close(cpu, expected.processes[&pid].0);
        assert_eq!(resident, expected.processes[&pid].1);
    }
    assert_eq!(view.problems, expected.problems);
    assert_eq!(view.at_ms, readings.last().unwrap().at_ms);
}

#[test]
fn ids_are_used_again_and_counters_begin_again() {
    let machine = Machine { ticks_per_second: 100 };
    let process = |pid, started, ticks| Process { pid, started, ticks, ..Process::default() };
    let disk = |name: &str, read| Disk { name: name.to_owned(), read, ..Disk::default() };
    let readings = [
        Reading {
            processes: vec![process(7, 1, 50), process(8, 1, 50)],
            disks: vec![disk("sda", 900), disk("sdb", 100)],
            ..Reading::default()
        },
        Reading {
            at_ms: 500,
            // Another process of the same id, which has used more time than the first one had.
            processes: vec![process(7, 30, 60), process(8, 1, 60), process(9, 30, 20)],
            // One was unplugged and plugged in again, one is new.
            disks: vec![disk("sda", 200), disk("sdb", 300), disk("sdc", 400)],
            ..Reading::default()
        },
    ];
    let mut monitor = Monitor::new(&machine);
    for (at, reading) in readings.iter().enumerate() {
        monitor.take(reading);
        check(&monitor, &expected(&readings[..=at], &machine));
    }
    assert_eq!(monitor.store.get((CORES(7), CORES(8), CORES(9))), (1.2, 0.2, 0.4));
    close(monitor.store.get(DISK_TOTAL).inward, 400.0 + 800.0);
}

/// Windows of 100 ms, each opened by the first reading after the last one: which readings were the
/// newest when they ended.
fn told_readings(readings: &[Reading]) -> Vec<usize> {
    let mut told = Vec::new();
    let mut due = readings[0].at_ms + 100;
    for (at, reading) in readings.iter().enumerate().skip(1) {
        if reading.at_ms >= due {
            told.push(at - 1);
            due = reading.at_ms + 100;
        }
    }
    told.push(readings.len() - 1);
    told
}

#[test]
fn each_window_tells_a_change_once() {
    let (machine, readings) = minute();
    let mut monitor = Monitor::new(&machine);
    let told = Arc::new(Mutex::new(Vec::new()));
    let _telling = monitor.store.subscribe(SECOND, {
        let told = Arc::clone(&told);
        move |&second| told.lock().unwrap().push(second)
    });
    let flows = Arc::new(AtomicU64::new(0));
    let _flowing = monitor.store.subscribe(DISK_TOTAL, {
        let flows = Arc::clone(&flows);
        move |_| {
            flows.fetch_add(1, Ordering::Relaxed);
        }
    });
    for reading in &readings {
        monitor.take(reading);
    }
    monitor.rest();

    let windows = told_readings(&readings);
    let mut seconds: Vec<u64> = windows.iter().map(|&at| readings[at].at_ms / 1000).collect();
    seconds.dedup();
    assert_eq!(seconds.remove(0), 0, "the value at the time of subscribing is not told");
    assert_eq!(*told.lock().unwrap(), seconds);

    let mut totals: Vec<(f64, f64)> =
        windows.iter().map(|&at| expected(&readings[..=at], &machine).disk()).collect();
    totals.insert(0, (0.0, 0.0));
    totals.dedup();
    assert_eq!(flows.load(Ordering::Relaxed), totals.len() as u64 - 1);

    let stats = monitor.store.stats();
    assert_eq!(stats.notified, seconds.len() as u64 + totals.len() as u64 - 1);
    assert!(stats.flushes <= windows.len() as u64, "{stats:?}");
}

#[test]
fn reading_five_times_as_often_tells_no_more() {
    let (machine, mut readings) = minute();
    for (at, reading) in readings.iter_mut().enumerate() {
        reading.at_ms = at as u64 * 20;
    }
    let mut monitor = Monitor::new(&machine);
    let panels = Panels::new(&monitor.store, || ());
    for (at, reading) in readings.iter().enumerate() {
        monitor.take(reading);
        if at % 50 == 0 {
            check(&monitor, &expected(&readings[..=at], &machine));
        }
    }
    monitor.rest();
    let stats = monitor.store.stats();
    assert_eq!(stats.flushes, 120, "twelve seconds in windows of 100 ms");
    // Each of the panels at most once in each flush, and a row where its process did something: few do.
    assert!(stats.notified <= 120 * 10, "{stats:?}");
    assert!(stats.saved > stats.notified * 2, "{stats:?}");
    assert_eq!(panels.view().table.len(), readings[599].processes.len());
}

#[test]
fn what_nobody_watches_is_not_computed() {
    let (machine, readings) = minute();
    let mut monitor = Monitor::new(&machine);
    for reading in &readings {
        monitor.take(reading);
    }
    monitor.rest();
    assert_eq!(monitor.store.stats().recomputed, 0);
    assert_eq!(monitor.clock.armings(), 0, "nothing is told, so no timer runs");
}
