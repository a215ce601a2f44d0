//! Alerts: when a limit is exceeded, when it moves, and that staying above it is no news.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use atomata::Subscription;
use atomata_examples::sysmon::control;
use atomata_examples::sysmon::reading::{Machine, Memory, Process, Reading};
use atomata_examples::sysmon::screen::Action;
use atomata_examples::sysmon::state::data::alerts::{ALERTS, CPU_ALERT};
use atomata_examples::sysmon::state::ui::TABLE;
use atomata_examples::sysmon::state::ui::limits::{CPU_LIMIT, LIMIT_LINES, Limit};
use atomata_examples::sysmon::view::{Row, SortBy};

use super::oracle::expected;
use super::{Monitor, minute, row};

const MACHINE: Machine = Machine { ticks_per_second: 100 };

/// The alerts as they were told, one line for each time.
struct Told {
    lines: Arc<Mutex<Vec<String>>>,
    _subscription: Subscription,
}

impl Told {
    fn of(monitor: &Monitor) -> Self {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let subscription = monitor.store.subscribe(ALERTS, {
            let lines = Arc::clone(&lines);
            move |alerts| {
                let texts: Vec<&str> = alerts.iter().map(|alert| alert.text.as_str()).collect();
                lines.lock().unwrap().push(texts.join("; "));
            }
        });
        Self { lines, _subscription: subscription }
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.lines.lock().unwrap())
    }
}

fn reading(at_ms: u64, available: u64, ticks: u64) -> Reading {
    Reading {
        at_ms,
        memory: Memory { total: 100, available, ..Memory::default() },
        processes: vec![Process { pid: 7, name: "busy".to_owned(), ticks, ..Process::default() }],
        ..Reading::default()
    }
}

#[test]
fn an_alert_is_told_when_it_begins_and_when_it_ends() {
    let mut monitor = Monitor::new(&MACHINE);
    let told = Told::of(&monitor);
    monitor.take(&reading(0, 50, 0));
    monitor.take(&reading(1000, 5, 50));
    monitor.take(&reading(2000, 4, 149));
    monitor.rest();
    assert_eq!(
        told.take(),
        ["memory over 90%", "memory over 90%; busy (7) over 95% of a core"],
        "using still more memory is no news"
    );
    monitor.take(&reading(4000, 60, 149));
    monitor.rest();
    assert_eq!(told.take(), [""]);
}

#[test]
fn moving_a_limit_is_told_within_a_frame() {
    let mut monitor = Monitor::new(&MACHINE);
    monitor.take(&reading(0, 14, 0));
    let told = Told::of(&monitor);
    monitor.rest();
    let computed = monitor.store.stats().recomputed;

    // The second limit is that of memory, one step lower is 85 %.
    assert!(control::apply(&monitor.store, Action::Select(true), 10));
    assert!(control::apply(&monitor.store, Action::Change(false), 10));
    monitor.clock.advance(Duration::from_millis(16));
    assert_eq!(told.take(), ["memory over 85%"]);
    let lines = monitor.store.get(LIMIT_LINES);
    let line = &lines[1];
    assert_eq!((line.name, line.limit.as_str(), line.exceeded), ("memory", "85%", true));
    // The alert of memory, the list of all and the lines just read; the rates are left alone.
    assert_eq!(monitor.store.stats().recomputed - computed, 3);
}

#[test]
fn alerts_of_the_recording_are_told_once_each() {
    let (machine, readings) = minute();
    let mut monitor = Monitor::new(&machine);
    monitor.store.set(CPU_LIMIT, 0.6);
    let changes = Arc::new(Mutex::new(Vec::new()));
    let _telling = monitor.store.subscribe(CPU_ALERT, {
        let changes = Arc::clone(&changes);
        move |alert| changes.lock().unwrap().push(alert.is_some())
    });
    for (at, reading) in readings.iter().enumerate() {
        monitor.take(reading);
        let above = expected(&readings[..=at], &machine).cpu > 0.6;
        assert_eq!(monitor.store.with(CPU_ALERT, Option::is_some), above);
    }
    monitor.rest();
    let changes = changes.lock().unwrap();
    assert!(changes.len() >= 2, "the minute has work and rest");
    assert!(changes.windows(2).all(|pair| pair[0] != pair[1]), "{changes:?}");
}

#[test]
fn the_table_is_sorted_as_asked() {
    let (machine, readings) = minute();
    let mut monitor = Monitor::new(&machine);
    for reading in &readings[..200] {
        monitor.take(reading);
    }
    let store = &monitor.store;
    let sorted = |action| {
        assert!(control::apply(store, action, 10));
        let rows: Vec<Row> = store.get(TABLE).into_iter().map(|pid| row(store, pid)).collect();
        assert_eq!(rows.len(), readings[199].processes.len());
        rows
    };
    assert!(sorted(Action::Sort(SortBy::Cpu)).is_sorted_by(|a, b| a.cpu >= b.cpu));
    assert!(sorted(Action::Sort(SortBy::Memory)).is_sorted_by(|a, b| a.resident >= b.resident));
    assert!(sorted(Action::Sort(SortBy::Name)).is_sorted_by(|a, b| a.name <= b.name));
    assert!(sorted(Action::Sort(SortBy::Pid)).is_sorted_by(|a, b| a.pid < b.pid));
    assert!(sorted(Action::Reverse).is_sorted_by(|a, b| a.pid > b.pid));
    assert!(!control::apply(store, Action::Quit, 10));
}

#[test]
fn every_limit_can_be_moved_by_its_handle() {
    let monitor = Monitor::new(&MACHINE);
    for limit in Limit::ALL {
        let before = monitor.store.get(limit.handle());
        assert!(control::apply(&monitor.store, Action::Change(true), 10));
        assert!(monitor.store.get(limit.handle()) > before, "{limit:?}");
        assert!(control::apply(&monitor.store, Action::Select(true), 10));
    }
}
