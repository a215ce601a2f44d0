//! salsa: queries over inputs, on demand. It has no effects: after every update the ends of the graph are
//! asked again, and the sink is told where an answer changed.

use std::any::Any;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use ::salsa::{DatabaseImpl, Durability, Setter as _};

use crate::api::{Graph, Make, Peer, Probe, Reader, Reading, Sink};
use crate::clock::on_threads;
use crate::shape::{DEEP, FIELDS, MANY, MUX, Shape, cellx_inputs, field_of};

mod queries;

use queries::{
    Atom, Group, RUNS, Record, avoidable, cell, counted, deep, diamond, far, field, plus_one,
    repeated, ring, same, split_plus, sum, triangle, unstable,
};

/// The library.
pub struct Salsa;

struct Built<W, Q> {
    db: DatabaseImpl,
    write: W,
    query: Q,
    answers: Vec<i64>,
    sink: Arc<Sink>,
    head: Atom,
}

impl<W, Q: Fn(&DatabaseImpl, usize) -> i64> Built<W, Q> {
    fn ask(&mut self, first: bool) {
        for (end, old) in self.answers.iter_mut().enumerate() {
            let answer = (self.query)(&self.db, end);
            if first || answer != *old {
                *old = answer;
                self.sink.hit(end, answer);
            }
        }
    }
}

impl<W, Q> Graph for Built<W, Q>
where
    W: FnMut(&mut DatabaseImpl, u64),
    Q: Fn(&DatabaseImpl, usize) -> i64,
{
    fn run(&mut self, from: u64, n: u64) {
        for i in from..from + n {
            (self.write)(&mut self.db, black_box(i));
            self.ask(false);
        }
    }

    fn sink(&self) -> &Sink {
        &self.sink
    }

    fn peek(&self) -> i64 {
        self.head.value(&self.db)
    }
}

/// What a shape is built in.
struct Builder {
    db: DatabaseImpl,
    head: Atom,
    effects: usize,
}

impl Builder {
    fn atoms(&self, count: usize, value: impl Fn(usize) -> i64) -> Vec<Atom> {
        (0..count).map(|k| Atom::new(&self.db, value(k))).collect()
    }

    /// Which atoms there are never changes.
    fn group(&self, atoms: &[Atom]) -> Group {
        Group::builder(atoms.to_vec()).durability(Durability::HIGH).new(&self.db)
    }

    /// An update writes one atom.
    fn with_head(self, query: impl Fn(&DatabaseImpl, usize) -> i64 + 'static) -> Box<dyn Graph> {
        let head = self.head;
        self.with(move |db, i| set(db, head, i as i64), query)
    }

    fn with(
        self,
        write: impl FnMut(&mut DatabaseImpl, u64) + 'static,
        query: impl Fn(&DatabaseImpl, usize) -> i64 + 'static,
    ) -> Box<dyn Graph> {
        let Self { db, head, effects } = self;
        let (answers, sink) = (vec![0; effects], Sink::new(effects));
        let mut built = Built { db, write, query, answers, sink, head };
        built.ask(true);
        Box::new(built)
    }
}

fn set(db: &mut DatabaseImpl, atom: Atom, value: i64) {
    atom.set_value(db).to(value);
}

impl Peer for Salsa {
    fn name(&self) -> String {
        "salsa (pull)".into()
    }

    fn version(&self) -> &'static str {
        "0.28.5"
    }

    fn build(&self, shape: Shape) -> Option<Box<dyn Graph>> {
        let db = DatabaseImpl::new();
        let head = Atom::new(&db, 0);
        let builder = Builder { db, head, effects: shape.effects() };
        Some(match shape {
            Shape::Unobserved => builder.with_head(|_, _| 0),
            Shape::One | Shape::Fan => builder.with_head(move |db, _| head.value(db)),
            Shape::Gather => {
                let atoms = builder.atoms(MANY, |k| k as i64);
                let (group, first) = (builder.group(&atoms), atoms[0]);
                builder.with(move |db, i| set(db, first, i as i64), move |db, _| sum(db, group))
            }
            Shape::BatchAll | Shape::BatchEach => {
                let atoms = builder.atoms(MANY, |k| k as i64);
                let (group, read) = (builder.group(&atoms), atoms.clone());
                let all = shape == Shape::BatchAll;
                let write = move |db: &mut DatabaseImpl, i| {
                    for (k, atom) in atoms.iter().enumerate() {
                        set(db, *atom, i as i64 + k as i64);
                    }
                };
                builder.with(
                    write,
                    move |db, end| {
                        if all { sum(db, group) } else { read[end].value(db) }
                    },
                )
            }
            Shape::Deep => builder.with_head(move |db, _| deep(db, head, DEEP - 1)),
            Shape::Broad => builder.with_head(move |db, end| far(db, head, end)),
            Shape::Diamond => builder.with_head(move |db, _| diamond(db, head)),
            Shape::Triangle => builder.with_head(move |db, _| triangle(db, head)),
            Shape::Mux => {
                let heads = builder.atoms(MUX, |_| 0);
                let group = builder.group(&heads);
                builder.with(
                    move |db, i| set(db, heads[i as usize % MUX], i as i64),
                    move |db, end| split_plus(db, group, end),
                )
            }
            Shape::Repeated => builder.with_head(move |db, _| repeated(db, head)),
            Shape::Unstable => builder.with_head(move |db, _| unstable(db, head)),
            Shape::Avoidable => builder.with_head(move |db, _| avoidable(db, head)),
            Shape::Cellx(layers) | Shape::Layers(layers) => {
                let inputs = builder.atoms(4, |k| cellx_inputs(0)[k]);
                let group = builder.group(&inputs);
                let write = move |db: &mut DatabaseImpl, i| {
                    for (input, value) in inputs.iter().zip(cellx_inputs(i)) {
                        set(db, *input, value);
                    }
                };
                let first = 4 * layers - builder.effects;
                builder.with(write, move |db, end| {
                    cell(db, group, (first + end) / 4, (first + end) % 4)
                })
            }
            Shape::Fields(fields) => {
                let atoms = builder.atoms(fields, |_| 0);
                let read = atoms.clone();
                builder.with(
                    move |db, i| set(db, atoms[field_of(i, fields)], i as i64),
                    move |db, end| read[end].value(db),
                )
            }
            Shape::Record => {
                let record = Record::new(&builder.db, [0; FIELDS]);
                let write = move |db: &mut DatabaseImpl, i| {
                    let mut fields = *record.fields(db);
                    fields[field_of(i, FIELDS)] = i as i64;
                    record.set_fields(db).to(fields);
                };
                builder.with(write, move |db, end| field(db, record, end))
            }
        })
    }

    // Who asks for the ends pays nothing for telling them.
    fn differs(&self, shape: Shape) -> bool {
        shape != Shape::Unobserved
    }

    fn make(&self, what: Make, count: usize) -> Option<Box<dyn Any>> {
        if what == Make::Effects {
            return None;
        }
        let db = DatabaseImpl::new();
        let atoms: Vec<_> = (0..count as i64).map(|k| Atom::new(&db, k)).collect();
        if what == Make::Computeds {
            for (k, atom) in atoms.iter().enumerate() {
                assert_eq!(plus_one(&db, *atom), k as i64 + 1);
            }
        }
        Some(Box::new((atoms, db)))
    }

    fn reader(&self, reading: Reading) -> Option<Reader> {
        let db = DatabaseImpl::new();
        let atom = Atom::new(&db, 7);
        Some(match reading {
            Reading::Atom => Box::new(move |n| {
                (0..n).fold(0, |sum: i64, _| sum.wrapping_add(black_box(atom).value(&db)))
            }),
            Reading::Computed => Box::new(move |n| {
                (0..n).fold(0, |sum: i64, _| sum.wrapping_add(same(&db, black_box(atom))))
            }),
        })
    }

    fn read_on_threads(&self, threads: usize, times: u64) -> Option<f64> {
        let db = DatabaseImpl::new();
        let atom = Atom::new(&db, 7);
        Some(on_threads(threads, move || {
            let db = db.clone();
            move || {
                let read = |sum: i64, _| sum.wrapping_add(black_box(atom).value(&db));
                assert_eq!((0..times).fold(0, read), 7 * times as i64);
            }
        }))
    }

    fn probe(&self, probe: Probe) -> Option<String> {
        let mut db = DatabaseImpl::new();
        let atom = Atom::new(&db, 1);
        Some(match probe {
            Probe::EqualWrite => {
                counted(&db, atom);
                let before = RUNS.load(Relaxed);
                set(&mut db, atom, 1);
                counted(&db, atom);
                format!("query re-executed {} time(s)", RUNS.load(Relaxed) - before)
            }
            Probe::LazyComputed => {
                set(&mut db, atom, 2);
                format!("0 at birth, {} on write", RUNS.load(Relaxed))
            }
            Probe::Cycle => format!("no error; value {}", ring(&db, atom)),
            _ => return None,
        })
    }
}
