//! The thread that takes readings, from the machine or a recording, and writes them into the store.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use atomata::{Store, Subscription};
use atomata_examples::sysmon::deltas::Followed;
use atomata_examples::sysmon::options::Options;
use atomata_examples::sysmon::reading::{Machine, Reading};
use atomata_examples::sysmon::record;
use atomata_examples::sysmon::state::feed::Feed;
use atomata_examples::sysmon::state::ui::INTERVAL_MS;

#[cfg(target_os = "linux")]
use atomata_examples::sysmon::procfs;

use super::Signal;

/// How long to wait where a file has not grown.
const LOOKING: Duration = Duration::from_millis(50);

/// Where readings come from.
#[derive(Debug)]
pub(super) enum Source {
    /// This machine.
    #[cfg(target_os = "linux")]
    Live(procfs::Reader),
    /// A recording, at so many times its speed.
    Recording { name: String, reader: record::Reader<BufReader<File>>, speed: f64 },
    /// What another sysmon writes.
    Followed { name: String, deltas: Followed },
}

impl Source {
    pub(super) fn open(options: &Options) -> Result<Self, String> {
        if let Some(path) = &options.follow {
            let name = path.display().to_string();
            return Ok(Self::Followed { name, deltas: Followed::open(path)? });
        }
        if let Some(path) = &options.replay {
            let name = path.display().to_string();
            let reader = record::Reader::open(path).map_err(|error| format!("{name}: {error}"))?;
            return Ok(Self::Recording { name, reader, speed: options.speed.unwrap_or(1.0) });
        }
        #[cfg(target_os = "linux")]
        return Ok(Self::Live(procfs::Reader::new()));
        #[cfg(not(target_os = "linux"))]
        Err("only the /proc of Linux can be read; --replay works everywhere".to_owned())
    }

    pub(super) fn machine(&self) -> Machine {
        match self {
            #[cfg(target_os = "linux")]
            Self::Live(reader) => reader.machine(),
            Self::Recording { reader, .. } => reader.machine().clone(),
            // It comes with the rest.
            Self::Followed { .. } => Machine { ticks_per_second: 100 },
        }
    }

    pub(super) fn name(&self) -> String {
        match self {
            #[cfg(target_os = "linux")]
            Self::Live(_) => "this machine".to_owned(),
            Self::Recording { name, .. } => format!("replay of {name}"),
            Self::Followed { name, .. } => format!("what is written to {name}"),
        }
    }
}

/// A recording to write, if there is to be one.
pub(super) type Record = Option<record::Writer<BufWriter<File>>>;

pub(super) fn record(options: &Options, source: &Source) -> Result<Record, String> {
    let create = |path: &std::path::PathBuf| {
        record::Writer::create(path, &source.machine())
            .map_err(|error| format!("cannot record to {}: {error}", path.display()))
    };
    options.record.as_ref().map(create).transpose()
}

/// The running thread.
#[derive(Debug)]
pub(super) struct Feeder {
    thread: JoinHandle<Result<(), String>>,
    wake: Sender<Wake>,
    _interval: Subscription,
}

#[derive(Debug)]
enum Wake {
    /// The interval is another one.
    Interval(u64),
    End,
}

impl Feeder {
    pub(super) fn start(
        store: &Store,
        source: Source,
        record: Record,
        options: &Options,
        signals: Sender<Signal>,
    ) -> Self {
        let (wake, woken) = channel();
        let interval = store.subscribe(INTERVAL_MS, {
            let wake = wake.clone();
            move |&ms| drop(wake.send(Wake::Interval(ms)))
        });
        let limit = options.limit;
        let interval_ms = options.interval_ms;
        let store = store.clone();
        let thread = std::thread::spawn(move || {
            // However this thread ends, the main one has nothing left to wait for.
            let _ending = Ending(signals);
            let mut work = Work { store, feed: Feed::default(), record };
            let fed = match source {
                #[cfg(target_os = "linux")]
                Source::Live(reader) => work.live(reader, interval_ms, limit, &woken),
                Source::Recording { name, reader, speed } => work
                    .replay(reader, speed, limit, &woken)
                    .map_err(|error| format!("{name}: {error}")),
                Source::Followed { name, deltas } => {
                    work.follow(deltas, limit, &woken).map_err(|error| format!("{name}: {error}"))
                }
            };
            let ended = work.record.take().map_or(Ok(()), |record| {
                record.finish().map(drop).map_err(|error| format!("the recording: {error}"))
            });
            fed.and(ended)
        });
        Self { thread, wake, _interval: interval }
    }

    /// Ends the thread, if it has not ended, and says whether something went wrong.
    pub(super) fn end(self) -> Result<(), String> {
        let _ = self.wake.send(Wake::End);
        self.thread.join().unwrap_or_else(|_| Err("the reading thread panicked".to_owned()))
    }
}

struct Ending(Sender<Signal>);

impl Drop for Ending {
    fn drop(&mut self) {
        let _ = self.0.send(Signal::End);
    }
}

struct Work {
    store: Store,
    feed: Feed,
    record: Record,
}

impl Work {
    #[cfg(target_os = "linux")]
    fn live(
        &mut self,
        mut reader: procfs::Reader,
        mut interval_ms: u64,
        limit: Option<Duration>,
        woken: &Receiver<Wake>,
    ) -> Result<(), String> {
        let started = Instant::now();
        let mut last = started;
        loop {
            self.write(reader.read())?;
            if limit.is_some_and(|limit| started.elapsed() >= limit) {
                return Ok(());
            }
            loop {
                // A machine too slow for the interval is read without a pause, not ever later.
                let mut due = last + Duration::from_millis(interval_ms);
                if let Some(limit) = limit {
                    due = due.min(started + limit);
                }
                match wait(due, woken) {
                    None => break,
                    Some(Wake::Interval(ms)) => interval_ms = ms,
                    Some(Wake::End) => return Ok(()),
                }
            }
            last = (last + Duration::from_millis(interval_ms)).max(Instant::now());
        }
    }

    fn replay(
        &mut self,
        reader: record::Reader<BufReader<File>>,
        speed: f64,
        limit: Option<Duration>,
        woken: &Receiver<Wake>,
    ) -> Result<(), String> {
        let started = Instant::now();
        let end = limit.and_then(|limit| started.checked_add(limit));
        for reading in reader {
            let reading = reading.map_err(|error| error.to_string())?;
            let after = Duration::from_millis(reading.at_ms).div_f64(speed);
            let due = started.checked_add(after).ok_or("a reading from another age")?;
            loop {
                match wait(end.map_or(due, |end| due.min(end)), woken) {
                    None => break,
                    // A recording has the interval it was made with.
                    Some(Wake::Interval(_)) => {}
                    Some(Wake::End) => return Ok(()),
                }
            }
            if end.is_some_and(|end| end < due) {
                return Ok(());
            }
            self.write(reading)?;
        }
        Ok(())
    }

    fn follow(
        &mut self,
        mut deltas: Followed,
        limit: Option<Duration>,
        woken: &Receiver<Wake>,
    ) -> Result<(), String> {
        let end = limit.and_then(|limit| Instant::now().checked_add(limit));
        loop {
            let pause = if deltas.apply(&self.store)? { Duration::ZERO } else { LOOKING };
            if end.is_some_and(|end| Instant::now() >= end) {
                return Ok(());
            }
            if let Some(Wake::End) = wait(Instant::now() + pause, woken) {
                return Ok(());
            }
        }
    }

    fn write(&mut self, reading: Reading) -> Result<(), String> {
        if let Some(record) = &mut self.record {
            record.write(&reading).map_err(|error| format!("the recording: {error}"))?;
        }
        // Who looks at the past is shown nothing newer, which would cut off the way back to the present.
        if !self.store.can_redo() {
            self.feed.write(&self.store, reading);
        }
        Ok(())
    }
}

/// Waits until `due`, or for something to do before it.
fn wait(due: Instant, woken: &Receiver<Wake>) -> Option<Wake> {
    match woken.recv_timeout(due.saturating_duration_since(Instant::now())) {
        Ok(wake) => Some(wake),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => Some(Wake::End),
    }
}
