//! Replays a minute of a real machine with a clock that stands still in between, and checks what the
//! store derives against a calculation of its own.
#![forbid(unsafe_code)]

mod alerts;
mod deltas;
mod failures;
mod oracle;
mod processes;
mod replay;
mod screen;

use std::path::PathBuf;
use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Store, Time};
use atomata_examples::sysmon::reading::{Machine, Reading};
use atomata_examples::sysmon::record;
use atomata_examples::sysmon::state::data::{Tracked, rates::CORES};
use atomata_examples::sysmon::state::{self, feed::Feed};
use atomata_examples::sysmon::view::Row;

/// A minute of a machine with two cores, read each 100 ms: it idles, compiles, writes a file, fills
/// memory, talks to itself over the network and starts thousands of short processes, some of which
/// ended while they were read.
fn minute_file() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/minute.sysmon"))
}

fn minute() -> (Machine, Vec<Reading>) {
    let reader = record::Reader::open(&minute_file()).expect("the recording is there");
    let machine = reader.machine().clone();
    (machine, reader.map(|reading| reading.expect("the recording is whole")).collect())
}

/// The row of a process, as the store has it.
fn row(store: &Store, pid: i32) -> Row {
    let (process, cores) = store.get((Tracked(pid), CORES(pid)));
    Row::new(pid, &process, cores)
}

/// A monitor whose time is that of its readings.
struct Monitor {
    store: Store,
    clock: TestClock,
    feed: Feed,
}

impl Monitor {
    fn new(machine: &Machine) -> Self {
        let clock = TestClock::new();
        let store = state::builder(machine)
            .scheduler(clock.clone())
            .on_error(|error| panic!("{error}"))
            .build();
        Self { store, clock, feed: Feed::default() }
    }

    /// Lets time go on to a reading and writes it. What is due until then is told before.
    fn take(&mut self, reading: &Reading) {
        self.clock.advance_to(Time::from_duration(Duration::from_millis(reading.at_ms)));
        self.feed.write(&self.store, reading.clone());
    }

    /// Lets time go on until nothing waits to be told.
    fn rest(&self) {
        self.clock.advance(Duration::from_secs(1));
        assert_eq!(self.clock.armed(), 0, "no timer is left when nothing is pending");
    }
}
