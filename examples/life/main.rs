//! Conway's game of life on a torus: an atom for each cell, and a computed for each neighbourhood.
//!
//! ```text
//! cargo run --release --example life                         in the terminal, until q
//! cargo run --release --example life -- --generations 200    as fast as it goes, and what was done
//! ```
//!
//! A neighbourhood depends on nine cells and says whether the one in its middle lives next. Only those
//! in which a cell changed are computed again, and only those that come to another value tell it, so
//! that a generation costs what changes in it and not the size of the torus. The parts are in
//! `examples/src/life`.
#![forbid(unsafe_code)]

mod terminal;

use std::process::ExitCode;
use std::time::Instant;

use atomata_examples::arguments::Stop;
use atomata_examples::life::options::{self, Options};
use atomata_examples::life::state::POPULATION;
use atomata_examples::life::summary::{Summary, resident};
use atomata_examples::life::{World, world};

fn main() -> ExitCode {
    let options = match options::parse(std::env::args_os().skip(1)) {
        Ok(options) => options,
        Err(stop @ Stop::Help(_)) => {
            print!("{stop}");
            return ExitCode::SUCCESS;
        }
        Err(stop @ Stop::Wrong(_)) => {
            eprintln!("life: {stop}");
            return ExitCode::from(2);
        }
    };
    match options.generations {
        Some(generations) => println!("{}", run(&options, generations)),
        None => {
            if let Err(error) = terminal::run(&options) {
                eprintln!("life: the terminal: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

/// A world as the options have it.
fn create(options: &Options) -> World {
    World::new(options.size, world::random(options.seed, options.density))
}

/// Turns generations without a screen.
fn run(options: &Options, generations: u64) -> Summary {
    let started = Instant::now();
    let world = create(options);
    let creation = started.elapsed();
    let before = world.store().stats();

    let started = Instant::now();
    for _ in 0..generations {
        world.step();
    }
    let turning = started.elapsed();
    // The population is counted once, at the end, and is not part of what was done.
    let stats = world.store().stats().since(&before);
    let resident = resident();
    let population = world.store().get(POPULATION);
    Summary { size: options.size, generations, creation, turning, stats, population, resident }
}
