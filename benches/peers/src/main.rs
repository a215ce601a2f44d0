//! How fast atomata is beside other Rust libraries for reactive state, and beside code by hand: see
//! `README.md`.
#![forbid(unsafe_code)]

use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use api::{Make, Peer, Probe, Role};
use config::Config;
use report::Report;
use sections::{Asked, growth, make};
use shape::Shape;
use summary::Summary;
use update::Updates;

mod api;
mod check;
mod child;
mod clock;
mod config;
mod oracle;
mod peers;
mod report;
mod sections;
mod shape;
mod summary;
mod track;
mod update;

/// Some libraries recurse as deep as the graph is; all get the same generous stack.
const STACK: usize = 1 << 29;

fn main() -> ExitCode {
    let whole = thread::Builder::new().stack_size(STACK).spawn(run).expect("there is memory");
    whole.join().unwrap_or(ExitCode::from(101))
}

fn run() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let peers = peers::all();
    if let Some(answer) = task(&peers, &arguments) {
        println!("{answer}");
        // The end of a thread would take down what some libraries keep in it, which may take long.
        std::process::exit(0);
    }
    match Config::from(arguments) {
        Ok(config) => {
            let report = tables(&peers, &config);
            if let Some(file) = &config.file
                && let Err(error) = std::fs::write(file, report.text())
            {
                eprintln!("{file}: {error}");
                return ExitCode::FAILURE;
            }
            ExitCode::SUCCESS
        }
        Err(usage) => {
            eprintln!("{usage}");
            ExitCode::from(2)
        }
    }
}

/// What this process was started for by another one of this program.
fn task(peers: &[Box<dyn Peer>], arguments: &[String]) -> Option<String> {
    let (name, numbers) = arguments.split_first()?;
    let number = |at: usize| numbers.get(at)?.parse::<usize>().ok();
    let peer = || Some(&**peers.get(number(0)?)?);
    Some(match name.as_str() {
        check::ARGUMENT => {
            let patience = Duration::from_millis(number(2)? as u64);
            check::here(peer()?, *Shape::ALL.get(number(1)?)?, patience)
        }
        make::ARGUMENT => make::here(peer()?, *Make::ALL.get(number(1)?)?, number(2)?),
        growth::ARGUMENT => growth::here(peer()?, number(1)?, number(2)?),
        sections::PROBE => {
            let answer = peer()?.probe(*Probe::ALL.get(number(1)?)?);
            answer.unwrap_or_else(|| sections::NOT_APPLICABLE.into())
        }
        _ => return None,
    })
}

fn tables(peers: &[Box<dyn Peer>], config: &Config) -> Report {
    let start = Instant::now();
    let chosen: Vec<usize> = (0..peers.len()).filter(|&at| is_chosen(peers, at, config)).collect();
    let mut report = Report::default();
    report.heading("versions");
    report.columns(&["contender", "version"]);
    for &peer in &chosen {
        report.row(&[peers[peer].name(), peers[peer].version().to_owned()]);
    }
    if config.wants("update") {
        updates(peers, &chosen, config, &mut report);
    }
    let asked = Asked { peers, chosen: &chosen, config };
    if config.wants("read") {
        sections::reads(asked, &mut report);
    }
    if config.wants("create") {
        make::tables(asked, &mut report);
    }
    if config.wants("growth") {
        growth::tables(asked, &mut report);
    }
    if config.wants("probe") {
        sections::probes(asked, &mut report);
    }
    report.paragraph(&format!("\ntotal {:.0} s", start.elapsed().as_secs_f64()));
    report
}

/// The code by hand is always there, because ratios refer to it.
fn is_chosen(peers: &[Box<dyn Peer>], at: usize, config: &Config) -> bool {
    let name = peers[at].name().to_lowercase();
    let by_hand = !matches!(peers[at].role(), Role::Ours | Role::Peer);
    by_hand || config.only.is_empty() || config.only.iter().any(|part| name.contains(part))
}

fn updates(peers: &[Box<dyn Peer>], chosen: &[usize], config: &Config, report: &mut Report) {
    let mut updates = Updates::new(peers, config);
    let mut summary = Summary::new(peers, chosen);
    for (number, &shape) in Shape::ALL.iter().enumerate() {
        let wanted = config.shape.as_ref().is_none_or(|part| shape.name().contains(part));
        if wanted {
            let outcomes = updates.measure(chosen, number);
            update::table(peers, chosen, shape, &outcomes, config, report);
            summary.add(shape, outcomes);
        }
    }
    summary.tables(report);
}
