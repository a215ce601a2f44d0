//! The game in a terminal: turns the generations that are due, and draws when something changed.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use atomata::{Stats, Store};
use atomata_examples::life::options::Options;
use atomata_examples::life::screen::{self, Action, View};
use atomata_examples::life::state::{CELL, GENERATION, PAUSED, POPULATION, SPEED};
use atomata_examples::life::{World, world};
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event};

/// How long a picture stands at least.
const FRAME: Duration = Duration::from_millis(33);

/// How often the status line counts.
const COUNTING: Duration = Duration::from_secs(1);

/// The least and the most generations per second to ask for.
const SPEEDS: (u32, u32) = (1, 1024);

pub(super) fn run(options: &Options) -> io::Result<()> {
    if !(io::stdout().is_terminal() && io::stdin().is_terminal()) {
        return Err(io::Error::other("there is none; --generations N needs none"));
    }
    let world = super::create(options);
    let mut terminal = ratatui::try_init()?;
    let played = play(&mut terminal, &world, options);
    ratatui::restore();
    played
}

fn play(terminal: &mut DefaultTerminal, world: &World, options: &Options) -> io::Result<()> {
    let store = world.store();
    let changed = Arc::new(AtomicBool::new(true));
    let _watching = store.subscribe((GENERATION, PAUSED, SPEED), {
        let changed = Arc::clone(&changed);
        move |_| changed.store(true, Ordering::Relaxed)
    });
    let mut seed = options.seed;
    let mut meter = Meter::new(store);
    let mut due = Instant::now();
    loop {
        let frame = Instant::now();
        due = turn(world, due, frame + FRAME);
        if meter.count(store) | changed.swap(false, Ordering::Relaxed) {
            let view = view(world, &meter, terminal)?;
            terminal.draw(|frame| screen::draw(frame, &view))?;
        }
        let mut wait = (frame + FRAME).saturating_duration_since(Instant::now());
        while event::poll(wait)? {
            // What else was pressed is there already.
            wait = Duration::ZERO;
            match event::read()? {
                Event::Key(key) => match screen::action(key) {
                    None => {}
                    Some(Action::Quit) => return Ok(()),
                    Some(Action::Pause) => store.update(PAUSED, |paused| *paused ^= true),
                    Some(Action::Seed) => {
                        seed = seed.wrapping_add(1);
                        world.seed(world::random(seed, options.density));
                    }
                    Some(Action::Faster(faster)) => store.update(SPEED, |speed| {
                        let next = if faster { **speed * 2 } else { **speed / 2 };
                        **speed = next.clamp(SPEEDS.0, SPEEDS.1);
                    }),
                },
                Event::Resize(..) => changed.store(true, Ordering::Relaxed),
                _ => {}
            }
        }
        store.flush();
    }
}

/// Turns generations that are due, until a picture has to be drawn; says when the next one is due.
fn turn(world: &World, mut due: Instant, until: Instant) -> Instant {
    let (paused, speed) = world.store().get((PAUSED, SPEED));
    let now = Instant::now();
    if paused {
        return now;
    }
    while due <= now {
        world.step();
        due += Duration::from_secs(1) / speed;
        if Instant::now() >= until {
            // What could not be turned in time is not made up for.
            return due.max(now);
        }
    }
    due
}

fn view(world: &World, meter: &Meter, terminal: &DefaultTerminal) -> io::Result<View> {
    let (columns, rows) = screen::room(terminal.size()?, world.size());
    let shown = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
    let store = world.store();
    let (is_paused, speed, generation) = store.get((PAUSED, SPEED, GENERATION));
    Ok(View {
        cells: store.get_batch(CELL, shown),
        columns,
        generation,
        population: store.get(POPULATION),
        is_paused,
        speed,
        // Each generation is a flush.
        per_second: meter.per_second(|stats| stats.flushes),
        recomputed: meter.per_second(|stats| stats.recomputed),
        unchanged: meter.per_second(|stats| stats.unchanged),
    })
}

/// What the store did in the last second.
struct Meter {
    counted: Instant,
    stats: Stats,
    span: Duration,
    done: Stats,
}

impl Meter {
    fn new(store: &Store) -> Self {
        let stats = store.stats();
        Self { counted: Instant::now(), span: COUNTING, done: stats.since(&stats), stats }
    }

    /// Counts if it is time to; says whether it was.
    fn count(&mut self, store: &Store) -> bool {
        let span = self.counted.elapsed();
        if span < COUNTING {
            return false;
        }
        let stats = store.stats();
        self.done = stats.since(&self.stats);
        self.span = span;
        self.stats = stats;
        self.counted = Instant::now();
        true
    }

    fn per_second(&self, of: fn(&Stats) -> u64) -> f64 {
        of(&self.done) as f64 / self.span.as_secs_f64()
    }
}
