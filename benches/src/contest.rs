//! Several ways to do one thing, measured in turn, and the table of what came out.

use std::fmt::Write as _;
use std::time::Duration;

use crate::clock::timed;

/// Something that can be done again and again, and checked.
pub trait Runner {
    /// Gets ready to do it so many times. Not measured.
    fn prepare(&mut self, _times: u64) {}

    /// Does it so many times.
    fn run(&mut self, times: u64);

    /// Panics unless everything done so far had the effect it must have.
    fn check(&self) {}
}

/// A function that does something so many times and panics if it comes out wrong.
impl<F: FnMut(u64)> Runner for F {
    fn run(&mut self, times: u64) {
        self(times);
    }
}

/// What one contender needs for one time.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// The minimum of the rounds.
    pub nanoseconds: f64,
    /// Allocations in the steady state.
    pub allocations: f64,
    /// Bytes allocated in the steady state.
    pub bytes: f64,
}

/// How long a contest measures.
#[derive(Clone, Copy, Debug)]
pub struct Contest {
    /// How often each contender has its turn.
    pub rounds: u32,
    /// How long one turn takes, about.
    pub sample: Duration,
    /// Over how many times allocations are counted.
    pub counted: u64,
}

impl Default for Contest {
    fn default() -> Self {
        Self { rounds: 31, sample: Duration::from_millis(3), counted: 100 }
    }
}

impl Contest {
    /// Measures all contenders in turns, so that a noisy machine hits them alike.
    pub fn measure(self, runners: &mut [Box<dyn Runner>]) -> Vec<Measured> {
        let best = self.time(runners);
        let mut measured = Vec::new();
        for (runner, nanoseconds) in runners.iter_mut().zip(best) {
            runner.prepare(self.counted);
            let counted = allocation_counter::measure(|| runner.run(self.counted));
            runner.check();
            measured.push(Measured {
                nanoseconds,
                allocations: counted.count_total as f64 / self.counted as f64,
                bytes: counted.bytes_total as f64 / self.counted as f64,
            });
        }
        measured
    }

    /// The nanoseconds alone, each the minimum of the rounds.
    pub fn time(self, runners: &mut [Box<dyn Runner>]) -> Vec<f64> {
        let times: Vec<u64> = runners.iter_mut().map(|runner| self.times(&mut **runner)).collect();
        let mut best = vec![f64::INFINITY; runners.len()];
        for _ in 0..self.rounds {
            for ((runner, &times), best) in runners.iter_mut().zip(&times).zip(&mut best) {
                runner.prepare(times);
                let (took, ()) = timed(|| runner.run(times));
                *best = best.min(took.as_secs_f64() * 1e9 / times as f64);
            }
        }
        best
    }

    /// Warms a contender up, and finds how many times fill a sample.
    fn times(self, runner: &mut dyn Runner) -> u64 {
        let mut times = 1;
        loop {
            runner.prepare(times);
            let (took, ()) = timed(|| runner.run(times));
            runner.check();
            if took * 4 >= self.sample {
                let scale = self.sample.as_secs_f64() / took.as_secs_f64();
                return ((times as f64 * scale) as u64).max(1);
            }
            times *= 2;
        }
    }
}

/// Rows of words, printed as Markdown.
#[derive(Clone, Debug)]
pub struct Table {
    text: String,
}

impl Table {
    /// A table with these columns, the first of which is words and the others numbers.
    pub fn new(columns: &[&str]) -> Self {
        let mut text = format!("| {} |\n|---|", columns.join(" | "));
        text.push_str(&"---:|".repeat(columns.len() - 1));
        text.push('\n');
        Self { text }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[String]) {
        let _ = writeln!(self.text, "| {} |", cells.join(" | "));
    }

    /// Prints it under a title.
    pub fn print(&self, title: &str) {
        println!("\n### {title}\n\n{}", self.text);
    }
}

/// A time with as many digits as it deserves.
pub fn digits(number: f64) -> String {
    match number {
        n if n >= 100.0 => format!("{n:.0}"),
        n if n >= 10.0 => format!("{n:.1}"),
        n => format!("{n:.2}"),
    }
}

/// What was asked for on the command line, after what cargo adds: parts of names.
pub fn wanted() -> impl Fn(&str) -> bool {
    let parts: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    move |name| parts.is_empty() || parts.iter().any(|part| name.contains(part.as_str()))
}
