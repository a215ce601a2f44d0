//! The monitor in a terminal: waits for changes and keys, and draws.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use atomata::Store;
use atomata_examples::sysmon::control;
use atomata_examples::sysmon::panels::Panels;
use atomata_examples::sysmon::screen::{self, Screen};
use atomata_examples::sysmon::summary::meter;
use atomata_examples::sysmon::view::Meter;
use ratatui::crossterm::event::{self, Event};

use super::Signal;

/// How often the footer counts.
const COUNTING: Duration = Duration::from_secs(1);

pub(super) fn run(
    store: &Store,
    source: &str,
    signals: &Sender<Signal>,
    signalled: &Receiver<Signal>,
) -> Result<(), String> {
    let mut screen = Screen::take().map_err(|error| format!("the terminal: {error}"))?;
    let panels = Panels::new(store, {
        let signals = signals.clone();
        move || drop(signals.send(Signal::Changed))
    });
    listen(signals.clone());
    let mut counter =
        Counter { counted: Instant::now(), stats: store.stats(), meter: Meter::default() };
    loop {
        let mut view = panels.view();
        view.source.push_str(source);
        let undone = store.history().entries().into_iter().filter(|entry| !entry.is_done).count();
        if undone > 0 {
            view.source.extend([", ", &undone.to_string(), " readings back; y goes on"]);
        }
        view.meter = counter.meter;
        let rows = screen.show(&view).map_err(|error| format!("the terminal: {error}"))?;

        let first = signalled.recv_timeout(counter.due());
        counter.count(store);
        let first = match first {
            Ok(signal) => Some(signal),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        };
        // A flush calls many subscribers, and they are drawn at once.
        for signal in first.into_iter().chain(signalled.try_iter()) {
            match signal {
                Signal::Terminal(Event::Key(key)) => {
                    if let Some(action) = screen::action(key)
                        && !control::apply(store, action, rows)
                    {
                        return Ok(());
                    }
                }
                // What has changed, or another size, only asks to draw again.
                Signal::Changed | Signal::Terminal(_) => {}
                Signal::End => return Ok(()),
                Signal::Failed(error) => return Err(error),
            }
        }
    }
}

/// Hands on what the terminal says. The thread ends with the program, as nothing can interrupt it.
fn listen(signals: Sender<Signal>) {
    std::thread::spawn(move || {
        while let Ok(event) = event::read() {
            if signals.send(Signal::Terminal(event)).is_err() {
                return;
            }
        }
        let _ = signals.send(Signal::End);
    });
}

/// Counts what the store did in the last second.
struct Counter {
    counted: Instant,
    stats: atomata::Stats,
    meter: Meter,
}

impl Counter {
    fn due(&self) -> Duration {
        COUNTING.saturating_sub(self.counted.elapsed())
    }

    fn count(&mut self, store: &Store) {
        let span = self.counted.elapsed();
        if span >= COUNTING {
            let stats = store.stats();
            self.meter = meter(&self.stats, &stats, span);
            self.stats = stats;
            self.counted = Instant::now();
        }
    }
}
