//! The tables besides those of updates.

use std::time::Duration;

use crate::api::{Peer, Probe, Reading};
use crate::child::{self, Failure};
use crate::clock::nanoseconds;
use crate::config::Config;
use crate::report::{Report, digits_or_dash};

pub mod growth;
pub mod make;

/// What is asked about, of whom, and how.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub peers: &'a [Box<dyn Peer>],
    pub chosen: &'a [usize],
    pub config: &'a Config,
}

impl Asked<'_> {
    /// The contenders that were chosen, with their numbers.
    fn contenders(&self) -> impl Iterator<Item = (usize, &dyn Peer)> {
        self.chosen.iter().map(|&peer| (peer, &*self.peers[peer]))
    }

    /// A short word for a task that failed.
    fn failure(&self, failure: Failure) -> String {
        match failure {
            Failure::Timeout => format!("> {} s", self.config.limit.as_secs_f64()),
            Failure::Crash(reason) => reason,
        }
    }
}

/// The time of a read, on one thread by its own clock and on several by the wall's.
pub fn reads(asked: Asked<'_>, report: &mut Report) {
    const TIMES: u64 = 400_000;
    report.heading("reads: ns per read");
    report.paragraph(
        "Atom: an `i64` where nothing is tracked; computed: one that is clean; the minimum of the rounds. \
         Threads (wall's clock): each reads the same atom (by hand: a relaxed `AtomicI64`); the median of the \
         rounds, because in the best one the threads did not meet. A library without a number cannot share \
         its atoms.",
    );
    report.columns(&["contender", "atom", "computed", "1 thread", "2 threads"]);
    for (_, peer) in asked.contenders() {
        let mut row = vec![peer.name()];
        for reading in [Reading::Atom, Reading::Computed] {
            let time = peer.reader(reading).map(|mut read| {
                let mut once = || {
                    let mut sum = 0;
                    let took = nanoseconds(|| sum = read(TIMES));
                    assert_eq!(sum, 7 * TIMES as i64, "{}", peer.name());
                    took
                };
                let times = (0..asked.config.rounds).map(|_| once());
                times.fold(f64::INFINITY, f64::min) / TIMES as f64
            });
            row.push(digits_or_dash(time));
        }
        for threads in [1, 2] {
            let once = |_| peer.read_on_threads(threads, TIMES);
            let mut times: Vec<f64> = (0..asked.config.rounds).filter_map(once).collect();
            times.sort_by(f64::total_cmp);
            let median = times.get(times.len() / 2);
            row.push(digits_or_dash(median.map(|seconds| seconds * 1e9 / TIMES as f64)));
        }
        if row[1..].iter().any(|cell| cell != "-") {
            report.row(&row);
        }
    }
}

/// The program's argument for one probe.
pub const PROBE: &str = "--probe";

/// After so long an answer does not come any more; a deep stack takes more than a second to overflow.
const HANG: Duration = Duration::from_secs(3);

/// What the libraries do where they may differ.
pub fn probes(asked: Asked<'_>, report: &mut Report) {
    report.heading("behaviour");
    let names = Probe::ALL.iter().map(|probe| format!("{probe:?}"));
    let head: Vec<String> = ["contender".to_owned()].into_iter().chain(names).collect();
    report.columns(&head);
    for (number, peer) in asked.contenders() {
        let answer = |probe: usize| {
            let arguments = [PROBE.into(), number.to_string(), probe.to_string()];
            match child::run(&arguments, HANG) {
                Ok(answer) => answer,
                Err(Failure::Timeout) => "**hangs**".to_owned(),
                Err(Failure::Crash(reason)) => format!("**{reason}**"),
            }
        };
        let answers: Vec<String> = (0..Probe::ALL.len()).map(answer).collect();
        if answers.iter().any(|answer| answer != NOT_APPLICABLE) {
            let row: Vec<String> = [peer.name()].into_iter().chain(answers).collect();
            report.row(&row);
        }
    }
}

/// The answer where there is none.
pub const NOT_APPLICABLE: &str = "n/a";
