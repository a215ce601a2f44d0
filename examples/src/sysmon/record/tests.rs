//! A recording gives back what was written, and whatever befalls it, never anything else.

use super::{MAGIC, Reader, RecordError, Writer};
use crate::sysmon::reading::{Disk, Interface, Jiffies, Load, Machine, Memory, Process, Reading};

const MACHINE: Machine = Machine { ticks_per_second: 100 };

/// Readings in which everything changes that can: counters rise, fall and wrap, cores and rows come
/// and go, ids are used again, programs take other names.
fn readings() -> Vec<Reading> {
    (0..12_u64)
        .map(|n| Reading {
            at_ms: n * 100,
            cores: (0..=n % 3)
                .map(|core| Jiffies { user: n * core, idle: u64::MAX - n, ..Jiffies::default() })
                .collect(),
            memory: Memory { total: 1 << 34, free: (1 << 33) - n * n * 4096, ..Memory::default() },
            load: Load { one: f32::from((n / 5) as u8), tasks: 80 + n as u32, ..Load::default() },
            disks: vec![Disk { name: "vda".to_owned(), read: n / 4 * 512, ..Disk::default() }],
            interfaces: ["eth0", "lo", "wlan0"]
                .iter()
                .filter(|name| n % 4 != 2 || **name != "lo")
                .map(|name| Interface {
                    name: (*name).to_owned(),
                    received: n.wrapping_sub(5),
                    sent: n,
                })
                .collect(),
            processes: (1..9)
                .filter(|pid| (n + pid) % 5 != 0)
                .map(|pid| Process {
                    pid: pid as i32,
                    started: if pid == 3 { n / 6 } else { 7 },
                    name: if pid == 4 && n > 6 { "rustc" } else { "sh" }.to_owned(),
                    state: if (n + pid) % 3 == 0 { 'R' } else { 'S' },
                    ticks: n * pid / 2,
                    resident: 4096 * (100 - n * pid),
                    threads: 1 + n as u32 % 2,
                })
                .collect(),
            problems: if n == 6 {
                vec!["load not read: incomplete".to_owned()]
            } else {
                Vec::new()
            },
        })
        .collect()
}

fn recorded(readings: &[Reading]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), &MACHINE).unwrap();
    for reading in readings {
        writer.write(reading).unwrap();
    }
    assert_eq!(writer.readings(), readings.len() as u64);
    writer.finish().unwrap()
}

/// The readings before the error, and the error.
fn read(bytes: &[u8]) -> (Vec<Reading>, Option<RecordError>) {
    let reader = match Reader::new(bytes) {
        Ok(reader) => reader,
        Err(error) => return (Vec::new(), Some(error)),
    };
    let mut readings = Vec::new();
    for reading in reader {
        match reading {
            Ok(reading) => readings.push(reading),
            Err(error) => return (readings, Some(error)),
        }
    }
    (readings, None)
}

#[test]
fn what_is_written_is_read() {
    let readings = readings();
    let whole = recorded(&readings);
    assert_eq!(Reader::new(&whole[..]).unwrap().machine(), &MACHINE);
    let (read, error) = read(&whole);
    assert!(error.is_none(), "{error:?}");
    assert_eq!(read, readings);
}

#[test]
fn a_killed_recording_keeps_its_whole_readings() {
    let readings = readings();
    let mut writer = Writer::new(Vec::new(), &MACHINE).unwrap();
    for reading in &readings {
        writer.write(reading).unwrap();
    }
    let whole = writer.finish().unwrap();
    let mut most = 0;
    for length in 0..whole.len() {
        let (read, error) = read(&whole[..length]);
        let expected = &readings[..read.len()];
        assert_eq!(read, expected);
        match error {
            Some(RecordError::NotARecording) => assert!(length <= MAGIC.len() + 1),
            Some(RecordError::Truncated { readings }) => assert_eq!(readings, read.len() as u64),
            Some(error) => panic!("at {length}: {error}"),
            // Only the last bytes of the stream, which hold nothing, can be missed by nobody.
            None => assert!(length + 3 > whole.len(), "{length} of {}", whole.len()),
        }
        assert!(read.len() >= most, "more bytes give no fewer readings");
        most = read.len();
    }
    assert_eq!(most, readings.len());
}

#[test]
fn a_reading_can_be_read_as_soon_as_it_is_written() {
    let readings = readings();
    let mut writer = Writer::new(Vec::new(), &MACHINE).unwrap();
    for (count, reading) in readings.iter().enumerate() {
        writer.write(reading).unwrap();
        let (read, error) = read(writer.written());
        assert_eq!(read.len(), count + 1);
        assert!(matches!(error, Some(RecordError::Truncated { .. })));
    }
}

#[test]
fn damage_is_noticed() {
    let readings = readings();
    let whole = recorded(&readings);
    for at in MAGIC.len() + 2..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        let (read, error) = read(&bytes);
        assert_eq!(read, readings[..read.len()], "damage at {at} went unnoticed");
        if read.len() < readings.len() {
            assert!(error.is_some(), "damage at {at} ended the recording without a word");
        }
    }
}

#[test]
fn other_files_are_told_apart() {
    let said = |bytes: &[u8]| Reader::new(bytes).unwrap_err().to_string();
    assert_eq!(said(b""), "not a recording of sysmon");
    assert_eq!(said(b"\x7fELF\x02\x01\x01"), "not a recording of sysmon");
    assert_eq!(said(&[b'a'; 4096]), "not a recording of sysmon");
    assert_eq!(
        said(b"atomata sysmon recording 7\nrest"),
        "a recording of version 7; this program reads version 1"
    );
    assert_eq!(said(b"atomata sysmon recording 1\n"), "truncated after reading 0");
}
