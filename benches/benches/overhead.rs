//! What it costs to know: the same updates in stores without a probe, with a monitor, with one that measures
//! all, and with a probe that takes every event at once. Ratios within one run.
//!
//! `cargo bench -p atomata_benches --bench overhead [-- PART-OF-A-NAME]`
//!
//! What a store pays that nobody watches is no ratio of one run: it is the difference of two builds, which
//! `benches/instructions.sh` counts.
#![forbid(unsafe_code)]

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use atomata::event::{Event, Probe, Wants};
use atomata::{Builder, Monitor, Store, Subscription, atom, atoms, computed};
use atomata_benches::contest::{Table, digits, wanted};
use atomata_benches::{Contest, Runner};

#[atom]
static PLAIN: i64 = 0;

#[atom]
static SOURCE: i64 = 0;

#[computed(deps = [SOURCE])]
fn first(source: i64) -> i64 {
    source + 1
}

#[computed(deps = [SOURCE])]
fn second(source: i64) -> i64 {
    source + 2
}

#[computed(deps = [FIRST, SECOND])]
fn sum(first: i64, second: i64) -> i64 {
    first + second
}

#[computed(deps = [SUM])]
fn heavy(sum: i64) -> i64 {
    (0..1000).fold(sum, |a, b| black_box(a.wrapping_mul(31) ^ b)) | 1
}

#[allow(unreachable_pub, reason = "a graph is declared as a library would")]
#[atoms]
mod state {
    use atomata::{atom, computed};

    #[atom]
    pub static SOURCE: i64 = 0;

    #[computed(deps = [SOURCE])]
    pub fn first(source: i64) -> i64 {
        source + 1
    }

    #[computed(deps = [SOURCE])]
    pub fn second(source: i64) -> i64 {
        source + 2
    }

    #[computed(deps = [FIRST, SECOND])]
    pub fn sum(first: i64, second: i64) -> i64 {
        first + second
    }
}

/// A probe that counts every event, told at the end of each operation.
struct Every(Arc<AtomicU64>);

impl Probe for Every {
    fn wants(&self) -> Wants {
        Wants::default().at_once(true).each_computed(true).each_time(true)
    }

    fn tell(&self, events: &[Event]) {
        self.0.fetch_add(events.len() as u64, Ordering::Relaxed);
    }
}

/// Who watches.
#[derive(Clone, Copy)]
enum Watched {
    Off,
    Monitor,
    MeasureAll,
    Probe,
}

impl Watched {
    const ALL: [Self; 4] = [Self::Off, Self::Monitor, Self::MeasureAll, Self::Probe];

    fn watch<G: atomata::Tier>(self, builder: Builder<G>) -> Store<G> {
        let builder = builder.immediate();
        match self {
            Self::Off => builder,
            Self::Monitor => builder.monitor(Monitor::new()),
            Self::MeasureAll => builder.monitor(Monitor::new().measure_all(true)),
            Self::Probe => builder.probe(Every(Arc::default())),
        }
        .build()
    }
}

struct Updates<F, C> {
    update: F,
    value: i64,
    check: C,
    _telling: Option<Subscription>,
}

impl<F: FnMut(i64), C: Fn(i64)> Runner for Updates<F, C> {
    fn run(&mut self, times: u64) {
        for _ in 0..times {
            self.value += 1;
            (self.update)(black_box(self.value));
        }
    }

    fn check(&self) {
        (self.check)(self.value);
    }
}

type Make = fn(Watched) -> Box<dyn Runner>;

const SHAPES: &[(&str, Make)] = &[
    ("an atom nobody watches", |watched| {
        let store = watched.watch(Store::builder());
        let read = store.clone();
        Box::new(Updates {
            update: move |value| store.set(PLAIN, value),
            value: 0,
            check: move |value| assert_eq!(read.get(PLAIN), value),
            _telling: None,
        })
    }),
    ("an atom and a subscriber", |watched| {
        let store = watched.watch(Store::builder());
        let told = Arc::<AtomicU64>::default();
        let heard = Arc::clone(&told);
        let telling =
            store.subscribe(PLAIN, move |value| heard.store(*value as u64, Ordering::Relaxed));
        Box::new(Updates {
            update: move |value| store.set(PLAIN, value),
            value: 0,
            check: move |value| assert_eq!(told.load(Ordering::Relaxed), value as u64),
            _telling: Some(telling),
        })
    }),
    ("a diamond", |watched| {
        let store = watched.watch(Store::builder());
        let read = store.clone();
        let telling = store.subscribe(SUM, |sum| {
            black_box(*sum);
        });
        Box::new(Updates {
            update: move |value| store.set(SOURCE, value),
            value: 0,
            check: move |value| assert_eq!(read.get(SUM), 2 * value + 3),
            _telling: Some(telling),
        })
    }),
    ("a diamond, compiled", |watched| {
        let store: Store<state::Graph> = watched.watch(Store::builder_of());
        let read = store.clone();
        let telling = store.subscribe(state::SUM, |sum| {
            black_box(*sum);
        });
        Box::new(Updates {
            update: move |value| store.set(state::SOURCE, value),
            value: 0,
            check: move |value| assert_eq!(read.get(state::SUM), 2 * value + 3),
            _telling: Some(telling),
        })
    }),
    ("a diamond with a computed of 1 µs", |watched| {
        let store = watched.watch(Store::builder());
        let read = store.clone();
        let telling = store.subscribe(HEAVY, |heavy| {
            black_box(*heavy);
        });
        Box::new(Updates {
            update: move |value| store.set(SOURCE, value),
            value: 0,
            check: move |value| assert_eq!(read.get(SUM), 2 * value + 3),
            _telling: Some(telling),
        })
    }),
];

fn main() {
    let wanted = wanted();
    let mut table = Table::new(&[
        "update",
        "off, ns",
        "monitor ×",
        "measuring all ×",
        "every event at once ×",
        "allocations with monitor",
    ]);
    let shapes = SHAPES.iter().filter(|(name, _)| wanted(name));
    for (name, make) in shapes {
        let mut runners: Vec<Box<dyn Runner>> = Watched::ALL.map(make).into();
        let measured = Contest::default().measure(&mut runners);
        let off = measured[0].nanoseconds;
        let mut row = vec![(*name).to_owned(), digits(off)];
        row.extend(measured[1..].iter().map(|one| digits(one.nanoseconds / off)));
        row.push(digits(measured[1].allocations));
        table.row(&row);
    }
    table.print("Watching");
}
