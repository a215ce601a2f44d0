//! Recordings that are not whole, and readings that are not.

use std::fs;

use atomata_examples::sysmon::lines;
use atomata_examples::sysmon::reading::{Machine, Reading};
use atomata_examples::sysmon::record::{Reader, RecordError, Writer};
use atomata_examples::sysmon::state::data::{Clock, Problems};

use super::{Monitor, minute, minute_file};

#[test]
fn a_truncated_recording_is_shown_as_far_as_it_goes() {
    let (machine, readings) = minute();
    let bytes = fs::read(minute_file()).unwrap();
    let mut monitor = Monitor::new(&machine);
    let mut shown = 0;
    let mut error = None;
    for reading in Reader::new(&bytes[..bytes.len() / 2]).unwrap() {
        match reading {
            Ok(reading) => {
                monitor.take(&reading);
                shown += 1;
            }
            Err(found) => error = Some(found),
        }
    }
    assert!((100..500).contains(&shown), "{shown}");
    let Some(RecordError::Truncated { readings: whole }) = error else { panic!("{error:?}") };
    assert_eq!(whole, shown);
    assert_eq!(monitor.store.get(Clock.at_ms), readings[shown as usize - 1].at_ms);
}

#[test]
fn other_files_and_other_versions_are_named() {
    let open = |bytes: &[u8]| Reader::new(bytes).map(drop).unwrap_err().to_string();
    assert_eq!(open(b"#!/bin/sh\n"), "not a recording of sysmon");
    let mut bytes = fs::read(minute_file()).unwrap();
    let version = bytes.iter().position(|&byte| byte == b'\n').unwrap() - 1;
    bytes[version] = b'9';
    assert_eq!(open(&bytes), "a recording of version 9; this program reads version 1");
    let missing = Reader::open("no such file".as_ref()).map(drop).unwrap_err();
    assert!(missing.to_string().starts_with("not read: "), "{missing}");
}

#[test]
fn what_is_written_again_is_the_same_and_small() {
    let (machine, readings) = minute();
    let mut writer = Writer::new(Vec::new(), &machine).unwrap();
    for reading in &readings {
        writer.write(reading).unwrap();
    }
    let bytes = writer.finish().unwrap();
    let again: Vec<Reading> = Reader::new(&bytes[..]).unwrap().map(Result::unwrap).collect();
    assert_eq!(again, readings);
    assert!(bytes.len() < 300_000, "{} bytes", bytes.len());
}

#[test]
fn problems_are_counted_and_shown_and_end_nothing() {
    let mut monitor = Monitor::new(&Machine { ticks_per_second: 100 });
    let problem = |at_ms, problems: &[&str]| Reading {
        at_ms,
        problems: problems.iter().map(ToString::to_string).collect(),
        ..Reading::default()
    };
    monitor.take(&problem(0, &[]));
    assert!(!lines::line(&monitor.store).contains("problems"));
    monitor.take(&problem(
        100,
        &["load not read: incomplete", "process 7 (sh) ended while it was read"],
    ));
    monitor.take(&problem(200, &[]));
    assert_eq!(monitor.store.get(Problems.count), 2);
    let line = lines::line(&monitor.store);
    assert!(line.ends_with("(2 problems, last: process 7 (sh) ended while it was read)"), "{line}");
}
