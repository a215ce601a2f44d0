//! The time of an update of each shape, and the table of it.

use crate::api::{Graph, Peer};
use crate::check::{self, Check, Ran};
use crate::child::Failure;
use crate::clock::nanoseconds;
use crate::config::Config;
use crate::oracle::Oracle;
use crate::report::{Report, digits, digits_or_dash};
use crate::shape::Shape;

/// What came of a contender in a shape.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It cannot be expressed.
    Unsupported,
    /// Why there is no time.
    Failed(Failure),
    /// A time.
    Timed(Timed),
}

/// The time of an update.
#[derive(Clone, Copy, Debug)]
pub struct Timed {
    /// The minimum of the rounds, in nanoseconds.
    pub nanoseconds: f64,
    /// Absent where an update is too slow for rounds.
    pub median: Option<f64>,
    /// What the check counted.
    pub ran: Ran,
    /// Whether the effects had seen the new values after the rounds.
    pub right_at_last: bool,
}

impl Timed {
    /// Whether all effects always saw the new values.
    pub fn is_right(&self) -> bool {
        self.right_at_last && self.ran.wrong == 0 && self.ran.runs >= self.ran.ideal
    }

    /// Whether effects ran in vain, or saw what never was.
    pub fn runs_in_vain(&self) -> bool {
        self.ran.runs > self.ran.ideal
    }

    fn verdict(&self) -> String {
        let Ran { updates, runs, ideal, torn, wrong, .. } = self.ran;
        let mut words = vec![];
        if wrong > 0 {
            words.push(format!("**WRONG end state in {wrong}/{updates} updates**"));
        } else if !self.right_at_last {
            words.push("**WRONG end state**".to_owned());
        }
        if runs > ideal && torn > 0 {
            words.push(format!("extra runs ({torn}/{updates} updates)"));
        } else if runs > ideal {
            words.push("extra runs".to_owned());
        } else if runs < ideal {
            words.push("missing runs".to_owned());
        }
        if words.is_empty() { "ok".to_owned() } else { words.join("; ") }
    }
}

/// Measures shapes one after the other.
pub struct Updates<'a> {
    peers: &'a [Box<dyn Peer>],
    config: &'a Config,
    /// Who did not finish some layers is not asked for more of them.
    stuck: Vec<bool>,
}

impl<'a> Updates<'a> {
    pub fn new(peers: &'a [Box<dyn Peer>], config: &'a Config) -> Self {
        Self { peers, config, stuck: vec![false; peers.len()] }
    }

    /// Measures the chosen contenders in one shape of [`Shape::ALL`], in turns, so that a noisy machine hits
    /// them alike.
    pub fn measure(&mut self, chosen: &[usize], shape: usize) -> Vec<Outcome> {
        let checks: Vec<Check> = chosen.iter().map(|&peer| self.check(peer, shape)).collect();
        let shape = Shape::ALL[shape];
        let mut runs: Vec<Option<Run>> = chosen
            .iter()
            .zip(&checks)
            .map(|(&peer, check)| match check {
                Check::Ran(ran) if ran.fastest < SLOW => {
                    self.peers[peer].build(shape).map(|graph| Run::warm(graph, self.config))
                }
                _ => None,
            })
            .collect();
        for round in 0..self.config.rounds {
            if round > 0 && round.is_multiple_of(self.config.rounds.div_ceil(BUILDS)) {
                for (run, &peer) in runs.iter_mut().zip(chosen) {
                    if let Some((run, graph)) = run.as_mut().zip(self.peers[peer].build(shape)) {
                        run.renew(graph, shape);
                    }
                }
            }
            // Nobody always follows the same one.
            let count = runs.len();
            for at in 0..count {
                if let Some(run) = &mut runs[(at + round * 5) % count] {
                    run.sample();
                }
            }
        }
        let outcomes = runs.into_iter().zip(checks).map(|(run, check)| match check {
            Check::Unsupported => Outcome::Unsupported,
            Check::Failed(failure) => Outcome::Failed(failure),
            Check::Ran(ran) => Outcome::Timed(timed(run, ran, shape)),
        });
        outcomes.collect()
    }

    fn check(&mut self, peer: usize, shape: usize) -> Check {
        let layered = matches!(Shape::ALL[shape], Shape::Cellx(_));
        if layered && self.stuck[peer] {
            return Check::Failed(Failure::Timeout);
        }
        let check = check::elsewhere(peer, shape, self.config);
        self.stuck[peer] |= layered && matches!(check, Check::Failed(Failure::Timeout));
        check
    }
}

/// Updates that take longer, in nanoseconds, are not repeated in rounds.
const SLOW: f64 = 60e6;

/// How many graphs each contender builds in the course of the rounds: where one lies in memory is luck.
const BUILDS: usize = 4;

/// A graph that is updated again and again.
struct Run {
    graph: Box<dyn Graph>,
    /// Whether the graphs before it were right at last.
    right: bool,
    next: u64,
    updates: u64,
    times: Vec<f64>,
}

impl Run {
    /// Warms it up, and finds how many updates fill a sample.
    fn warm(graph: Box<dyn Graph>, config: &Config) -> Self {
        let mut run = Self { graph, right: true, next: 1, updates: 2, times: vec![] };
        let wanted = config.sample.as_secs_f64() * 1e9;
        loop {
            let took = run.go();
            if took * 2.0 >= wanted {
                break;
            }
            let more = (wanted / took.max(10.0)).clamp(1.3, 20.0);
            run.updates = ((run.updates as f64 * more) as u64 + 1) & !1;
        }
        run
    }

    fn go(&mut self) -> f64 {
        let Self { graph, next, updates, .. } = self;
        let took = nanoseconds(|| graph.run(*next, *updates));
        *next += *updates;
        took
    }

    fn sample(&mut self) {
        let took = self.go();
        self.times.push(took / self.updates as f64);
    }

    /// Goes on with another graph, which is elsewhere because the one before is still there.
    fn renew(&mut self, graph: Box<dyn Graph>, shape: Shape) {
        self.right = self.is_right(shape);
        self.graph = graph;
        self.next = 1;
        self.go();
    }

    /// The inputs of many updates ago do not matter, so that not all are repeated.
    fn is_right(&self, shape: Shape) -> bool {
        let mut oracle = Oracle::new(shape);
        (self.next.saturating_sub(2000).max(1)..self.next).for_each(|i| oracle.apply(i));
        self.right && check::is_right(&*self.graph, &oracle, shape)
    }
}

fn timed(run: Option<Run>, ran: Ran, shape: Shape) -> Timed {
    let Some(mut run) = run else {
        return Timed { nanoseconds: ran.fastest, median: None, ran, right_at_last: true };
    };
    run.times.sort_by(f64::total_cmp);
    Timed {
        nanoseconds: run.times[0],
        median: Some(run.times[run.times.len() / 2]),
        ran,
        right_at_last: run.is_right(shape),
    }
}

/// The table of one shape.
pub fn table(
    peers: &[Box<dyn Peer>],
    chosen: &[usize],
    shape: Shape,
    outcomes: &[Outcome],
    config: &Config,
    report: &mut Report,
) {
    report.heading(&shape.name());
    report.columns(&[
        "contender",
        "ns/update (min)",
        "median",
        "x hand",
        "allocs/update",
        "bytes/update",
        "effect runs/update (ideal)",
        "verified",
    ]);
    let by_hand = match outcomes.first() {
        Some(Outcome::Timed(timed)) => timed.nanoseconds,
        _ => f64::NAN,
    };
    for (&peer, outcome) in chosen.iter().zip(outcomes) {
        let name = peers[peer].name();
        let dashes = |verdict: String| {
            let mut row = vec![name.clone()];
            row.extend(vec!["-".to_owned(); 6]);
            row.push(verdict);
            row
        };
        match outcome {
            Outcome::Unsupported => {}
            Outcome::Failed(Failure::Timeout) => {
                let limit = config.limit.as_secs_f64();
                report.row(&dashes(format!("**did not finish 4 updates in {limit} s**")));
            }
            Outcome::Failed(Failure::Crash(reason)) => {
                report.row(&dashes(format!("**crash: {reason}**")));
            }
            Outcome::Timed(timed) => {
                let per_update = |count: u64| digits(count as f64 / timed.ran.updates as f64);
                let (runs, ideal) = (per_update(timed.ran.runs), per_update(timed.ran.ideal));
                let differs = peers[peer].differs(shape);
                let note = if differs { "; differs in what it does" } else { "" };
                report.row(&[
                    name,
                    digits(timed.nanoseconds),
                    digits_or_dash(timed.median),
                    digits(timed.nanoseconds / by_hand),
                    digits(timed.ran.allocations),
                    digits(timed.ran.bytes),
                    format!("{runs} ({ideal})"),
                    timed.verdict() + note,
                ]);
            }
        }
    }
}
