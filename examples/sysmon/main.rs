//! A monitor of the machine it runs on, made of a store.
//!
//! ```text
//! cargo run --release --example sysmon                    a screen, until q
//! cargo run --release --example sysmon -- --seconds 5     the same, for five seconds
//! cargo run --release --example sysmon | cat              a line each second
//! cargo run --example sysmon -- --devtools                 the same, and a page that shows the store
//! cargo run --example sysmon -- --redux                    the same in the Redux DevTools
//! cargo run --release --example sysmon -- --record-deltas /tmp/machine.deltas
//! cargo run --release --example sysmon -- --follow /tmp/machine.deltas
//!                                                         the same in another process, by what changes
//! ```
//!
//! One thread reads the machine and writes each reading into the store in a batch. All that is shown
//! follows from it by computeds, and subscribers show what has changed: a line where there is no
//! terminal, the screen where there is one. What the store did, and saved, is printed at the end. The
//! parts are in `examples/src/sysmon`, the store's in its `state`.
#![forbid(unsafe_code)]

mod feeder;
mod terminal;

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use atomata::devtools::Inspector;
use atomata::export::ChromeTrace;
use atomata::{History, Monitor, Store};
use atomata_examples::arguments::Stop;
use atomata_examples::sysmon::deltas::Recorder;
use atomata_examples::sysmon::options::{self, Options};
use atomata_examples::sysmon::state::data::{Clock, Problems};
use atomata_examples::sysmon::state::ui::INTERVAL_MS;
use atomata_examples::sysmon::summary::Summary;
use atomata_examples::sysmon::{lines, state};
use ratatui::crossterm::event::Event;

use feeder::{Feeder, Source};

/// The last three minutes, with ten readings a second.
const MINUTES: History = History::new().max_snapshots(1_800).max_bytes(64 << 20);

/// What the main thread is woken for.
#[derive(Debug)]
enum Signal {
    /// Something that is shown has changed.
    Changed,
    /// A key was pressed, or the terminal has another size.
    Terminal(Event),
    /// There are no more readings, or the program was asked to end.
    End,
    /// It has to end.
    Failed(String),
}

fn main() -> ExitCode {
    let options = match options::parse(std::env::args_os().skip(1)) {
        Ok(options) => options,
        Err(stop @ Stop::Help(_)) => {
            print!("{stop}");
            return ExitCode::SUCCESS;
        }
        Err(stop @ Stop::Wrong(_)) => {
            eprintln!("sysmon: {stop}");
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sysmon: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Shows readings until the end, and prints what the store did, also where they ended with an error.
fn run(options: &Options) -> Result<(), String> {
    let source = Source::open(options)?;
    let record = feeder::record(options, &source)?;
    let (signals, signalled) = channel();
    end_when_asked(&signals)?;

    let builder = state::builder(&source.machine());
    let on_screen = io::stdout().is_terminal() && io::stdin().is_terminal();
    // Only who can press keys, or has DevTools, can step back.
    let builder = if on_screen || options.devtools || options.redux.is_some() {
        builder.history(MINUTES)
    } else {
        builder
    };
    let builder = if options.report { builder.monitor(Monitor::new()) } else { builder };
    let trace = options.trace.as_ref().map(|path| (path, ChromeTrace::new()));
    let builder = match &trace {
        Some((_, trace)) => builder.probe(trace.clone()),
        None => builder,
    };
    // Told in the end, for a screen would be printed across.
    let warnings: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    let store = builder
        .initial(INTERVAL_MS, options.interval_ms)
        .on_warning({
            let warnings = Arc::clone(&warnings);
            move |warning| {
                warnings.lock().unwrap_or_else(PoisonError::into_inner).insert(warning.to_string());
            }
        })
        .on_error({
            let signals = signals.clone();
            move |error| drop(signals.send(Signal::Failed(error.to_string())))
        })
        .build();
    let inspector = options.devtools.then(|| store.devtools().serve("127.0.0.1:0"));
    let inspector = inspector.transpose().map_err(|error| error.to_string())?;
    let link = inspector.as_ref().and_then(Inspector::link);
    if options.devtools && link.is_none() {
        eprintln!("sysmon: this is a release build, which has no DevTools");
    }
    if let Some(url) = &options.redux {
        store.devtools().connect(url).map_err(|error| error.to_string())?;
    }
    let flushing = Arc::new(AtomicU64::new(0));
    let _timing = store.after_flush({
        let flushing = Arc::clone(&flushing);
        move |report| {
            flushing.fetch_add(report.duration.as_micros() as u64, Ordering::Relaxed);
        }
    });

    let path = options.record_deltas.as_deref();
    let recorder = path.map(|path| Recorder::start(&store, path)).transpose()?;
    let started = Instant::now();
    // The screen hides what was printed before it.
    let name = link.into_iter().fold(source.name(), |name, link| format!("{name}  {link}"));
    let feeder = Feeder::start(&store, source, record, options, signals.clone());
    let shown = if on_screen {
        terminal::run(&store, &name, &signals, &signalled)
    } else {
        run_lines(&store, &signals, &signalled)
    };
    let fed = feeder.end();
    let written = recorder.map(Recorder::end).transpose();
    // The last readings are told before the summary counts.
    store.flush();
    let summary = Summary {
        readings: store.get(Clock.readings),
        duration: started.elapsed(),
        stats: store.stats(),
        flushing: Duration::from_micros(flushing.load(Ordering::Relaxed)),
        problems: store.get(Problems.count),
        deltas: written.as_ref().ok().copied().flatten(),
    };
    // Whoever closed the pipe does not want to know.
    let _ = writeln!(io::stdout(), "{summary}");
    if options.report {
        let _ = writeln!(io::stdout(), "{}", store.report());
    }
    let traced = trace.map_or(Ok(()), |(path, trace)| {
        std::fs::write(path, trace.json())
            .map_err(|error| format!("cannot write {}: {error}", path.display()))
    });
    for warning in &*warnings.lock().unwrap_or_else(PoisonError::into_inner) {
        eprintln!("sysmon: {warning}");
    }
    shown.and(fed).and(written.map(drop)).and(traced)
}

/// Without a terminal: subscribers do all there is to do, and this thread waits for the end.
fn run_lines(
    store: &Store,
    signals: &Sender<Signal>,
    signalled: &Receiver<Signal>,
) -> Result<(), String> {
    let printing = signals.clone();
    let _lines = lines::print_lines(store, move |line| {
        // A reader that has gone, as `head` does, is the usual end of a pipe.
        if writeln!(io::stdout(), "{line}").is_err() {
            let _ = printing.send(Signal::End);
        }
    });
    for signal in signalled {
        match signal {
            Signal::Changed | Signal::Terminal(_) => {}
            Signal::End => break,
            Signal::Failed(error) => return Err(error),
        }
    }
    store.flush();
    Ok(())
}

/// Ends as with `q` where the system asks for it, so that the terminal is left as it was found and a
/// recording has its end.
fn end_when_asked(signals: &Sender<Signal>) -> Result<(), String> {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let mut asked = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])
            .map_err(|error| format!("cannot wait for signals: {error}"))?;
        let signals = signals.clone();
        std::thread::spawn(move || {
            for _ in asked.forever() {
                let _ = signals.send(Signal::End);
            }
        });
    }
    Ok(())
}
