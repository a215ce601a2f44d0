//! incremental, a Rust port of Jane Street's library: explicit `map`, `map2`, `fold` and `bind`; effects are
//! subscriptions of observers, which `stabilise` runs.

use std::any::Any;
use std::cell::Cell;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

use ::incremental::{Incr, IncrState, Observer, Update, Var};

use crate::api::{Graph, Make, Peer, Probe, Reader, Reading, Sink};
use crate::shape::{
    BROAD, DEEP, DIAMOND, FIELDS, MANY, MUX, REPEAT, Shape, TRIANGLE, UNSTABLE, busy, cellx_inputs,
    effect_of, field_of,
};

/// The library.
pub struct Incremental;

struct Built<F: FnMut(u64)> {
    write: F,
    sink: Arc<Sink>,
    head: Option<Var<i64>>,
    _observers: Vec<Observer<i64>>,
    state: IncrState,
}

impl<F: FnMut(u64)> Graph for Built<F> {
    fn run(&mut self, from: u64, n: u64) {
        for i in from..from + n {
            (self.write)(black_box(i));
            self.state.stabilise();
        }
    }

    fn sink(&self) -> &Sink {
        &self.sink
    }

    fn peek(&self) -> i64 {
        self.head.as_ref().map_or(0, Var::get)
    }
}

/// What a shape is built in.
struct Builder {
    state: IncrState,
    sink: Arc<Sink>,
    observers: Vec<Observer<i64>>,
}

impl Builder {
    fn effect(&mut self, slot: usize, node: &Incr<i64>) {
        let sink = Arc::clone(&self.sink);
        self.call(node, move |value| sink.hit(slot, value));
    }

    fn call(&mut self, node: &Incr<i64>, mut call: impl FnMut(i64) + 'static) {
        let observer = node.observe();
        observer.subscribe(move |update| match update {
            Update::Initialised(value) | Update::Changed(value) => call(*value),
            Update::Invalidated => {}
        });
        self.observers.push(observer);
    }

    fn atoms(&self, count: usize, value: impl Fn(usize) -> i64) -> Vec<Var<i64>> {
        (0..count).map(|k| self.state.var(value(k))).collect()
    }

    /// An update writes one atom.
    fn with_head(self, head: Var<i64>) -> Box<dyn Graph> {
        let written = head.clone();
        self.finish(Some(head), move |i| written.set(i as i64))
    }

    fn with(self, write: impl FnMut(u64) + 'static) -> Box<dyn Graph> {
        self.finish(None, write)
    }

    fn finish(self, head: Option<Var<i64>>, write: impl FnMut(u64) + 'static) -> Box<dyn Graph> {
        let Self { state, sink, observers } = self;
        state.stabilise();
        Box::new(Built { write, sink, head, _observers: observers, state })
    }
}

fn watched(atoms: &[Var<i64>]) -> Vec<Incr<i64>> {
    atoms.iter().map(Var::watch).collect()
}

impl Peer for Incremental {
    fn name(&self) -> String {
        "incremental".into()
    }

    fn version(&self) -> &'static str {
        "0.2.8"
    }

    fn build(&self, shape: Shape) -> Option<Box<dyn Graph>> {
        let state = match shape {
            // The limit is 128 levels unless another is asked for.
            Shape::Cellx(layers) | Shape::Layers(layers) if layers > 60 => {
                IncrState::new_with_height(2 * layers)
            }
            _ => IncrState::new(),
        };
        let head = state.var(0_i64);
        let sink = Sink::new(shape.effects());
        let mut builder = Builder { state, sink, observers: vec![] };
        Some(match shape {
            Shape::Unobserved => builder.with_head(head),
            Shape::One => {
                builder.effect(0, &head);
                builder.with_head(head)
            }
            Shape::Fan => {
                (0..MANY).for_each(|slot| builder.effect(slot, &head));
                builder.with_head(head)
            }
            Shape::Gather | Shape::BatchAll => {
                let atoms = builder.atoms(MANY, |k| k as i64);
                let sum = builder.state.fold(watched(&atoms), 0, |sum, value| sum + value);
                builder.effect(0, &sum);
                let written = if shape == Shape::BatchAll { MANY } else { 1 };
                builder.with(move |i| {
                    for (k, atom) in atoms.iter().take(written).enumerate() {
                        atom.set(i as i64 + k as i64);
                    }
                })
            }
            Shape::BatchEach => {
                let atoms = builder.atoms(MANY, |k| k as i64);
                for (slot, atom) in atoms.iter().enumerate() {
                    builder.effect(slot, atom);
                }
                builder.with(move |i| {
                    for (k, atom) in atoms.iter().enumerate() {
                        atom.set(i as i64 + k as i64);
                    }
                })
            }
            Shape::Deep => {
                let mut last = head.watch();
                for _ in 0..DEEP {
                    last = last.map(|value| value + 1);
                }
                builder.effect(0, &last);
                builder.with_head(head)
            }
            Shape::Broad => {
                for k in 0..BROAD {
                    let near = head.map(move |value| value + k as i64);
                    builder.effect(k, &near.map(|value| value + 1));
                }
                builder.with_head(head)
            }
            Shape::Diamond => {
                let arms = (0..DIAMOND).map(|_| head.map(|value| value + 1)).collect();
                let sum = builder.state.fold(arms, 0, |sum, value| sum + value);
                builder.effect(0, &sum);
                builder.with_head(head)
            }
            Shape::Triangle => {
                let mut levels = vec![head.watch()];
                for k in 1..TRIANGLE {
                    levels.push(levels[k - 1].map(|value| value + 1));
                }
                let sum = builder.state.fold(levels, 0, |sum, value| sum + value);
                builder.effect(0, &sum);
                builder.with_head(head)
            }
            Shape::Mux => {
                let heads = builder.atoms(MUX, |_| 0);
                let gathered = builder.state.fold(
                    watched(&heads),
                    Vec::new(),
                    |mut all: Vec<i64>, value: &i64| {
                        all.push(*value);
                        all
                    },
                );
                for k in 0..MUX {
                    let split = gathered.map(move |all| all[k]);
                    builder.effect(k, &split.map(|value| value + 1));
                }
                builder.with(move |i| heads[i as usize % MUX].set(i as i64))
            }
            Shape::Repeated => {
                let reads = vec![head.watch(); REPEAT];
                let sum = builder.state.fold(reads, 0, |sum, value| sum + value);
                builder.effect(0, &sum);
                builder.with_head(head)
            }
            Shape::Unstable => {
                let double = head.map(|value| value * 2);
                let inverse = head.map(|value| -value);
                let needed = head
                    .bind(move |head| if head % 2 == 0 { inverse.clone() } else { double.clone() });
                let sum = needed.map(|value| (0..UNSTABLE).map(|_| *black_box(value)).sum());
                builder.effect(0, &sum);
                builder.with_head(head)
            }
            Shape::Avoidable => {
                let constant = head.map(|value| *value).map(|value| *value.min(&0));
                let heavy = constant.map(|value| {
                    busy();
                    value + 1
                });
                let last = heavy.map(|value| value + 2).map(|value| value + 3);
                let sink = Arc::clone(&builder.sink);
                builder.call(&last, move |value| {
                    busy();
                    sink.hit(0, value);
                });
                builder.with_head(head)
            }
            Shape::Cellx(layers) | Shape::Layers(layers) => {
                let inputs = builder.atoms(4, |k| cellx_inputs(0)[k]);
                let mut cells = [0, 1, 2, 3].map(|k: usize| inputs[k].watch());
                for layer in 0..layers {
                    let [a, b, c, d] = &cells;
                    let next = [
                        b.map(|b| *b),
                        a.map2(c, |a, c| a.wrapping_sub(*c)),
                        b.map2(d, |b, d| b.wrapping_add(*d)),
                        c.map(|c| *c),
                    ];
                    for (k, cell) in next.iter().enumerate() {
                        if let Some(slot) = effect_of(shape, layers, layer, k) {
                            builder.effect(slot, cell);
                        }
                    }
                    cells = next;
                }
                builder.with(move |i| {
                    for (input, value) in inputs.iter().zip(cellx_inputs(i)) {
                        input.set(value);
                    }
                })
            }
            Shape::Fields(fields) => {
                let atoms = builder.atoms(fields, |_| 0);
                for (slot, atom) in atoms.iter().enumerate() {
                    builder.effect(slot, atom);
                }
                builder.with(move |i| atoms[field_of(i, fields)].set(i as i64))
            }
            Shape::Record => {
                let record = builder.state.var([0_i64; FIELDS]);
                for k in 0..FIELDS {
                    builder.effect(k, &record.map(move |record| record[k]));
                }
                builder
                    .with(move |i| record.modify(|record| record[field_of(i, FIELDS)] = i as i64))
            }
        })
    }

    fn make(&self, what: Make, count: usize) -> Option<Box<dyn Any>> {
        let state = IncrState::new();
        let mut atoms = Vec::with_capacity(count);
        let mut observers = Vec::new();
        for k in 0..count as i64 {
            let atom = state.var(k);
            match what {
                Make::Atoms => {}
                // A computed is evaluated only while it is observed.
                Make::Computeds => observers.push(atom.map(|value| value + 1).observe()),
                Make::Effects => {
                    let observer = atom.observe();
                    observer.subscribe(|update| {
                        black_box(update.value());
                    });
                    observers.push(observer);
                }
            }
            atoms.push(atom);
        }
        state.stabilise();
        if what == Make::Computeds {
            for (k, observer) in observers.iter().enumerate() {
                assert_eq!(observer.value(), k as i64 + 1);
            }
        }
        Some(Box::new((observers, atoms, state)))
    }

    fn reader(&self, reading: Reading) -> Option<Reader> {
        let state = IncrState::new();
        let atom = state.var(7_i64);
        let computed = atom.map(|value| *value).observe();
        state.stabilise();
        Some(match reading {
            Reading::Atom => Box::new(move |n| {
                let _ = &state;
                (0..n).fold(0, |sum: i64, _| sum.wrapping_add(black_box(&atom).get()))
            }),
            Reading::Computed => Box::new(move |n| {
                let _ = (&state, &atom);
                (0..n).fold(0, |sum: i64, _| sum.wrapping_add(black_box(&computed).value()))
            }),
        })
    }

    fn probe(&self, probe: Probe) -> Option<String> {
        let runs = Rc::new(Cell::new(0));
        let state = IncrState::new();
        let (a, b) = (state.var(1_i64), state.var(1_i64));
        let count = Rc::clone(&runs);
        let sum = a.map2(&b, |a, b| a + b).observe();
        sum.subscribe(move |_| count.set(count.get() + 1));
        state.stabilise();
        runs.set(0);
        let word = |fresh| if fresh { "fresh" } else { "STALE" };
        Some(match probe {
            Probe::EqualWrite => {
                a.set(1);
                state.stabilise();
                format!("{} run(s)", runs.get())
            }
            Probe::TwoWritesPlain | Probe::TwoWritesBatch => {
                a.set(2);
                b.set(2);
                state.stabilise();
                format!("{} run(s)", runs.get())
            }
            Probe::BatchThroughComputed => {
                a.set(10);
                state.stabilise();
                let seen = if sum.value() == 11 { "fresh" } else { "**LOST UPDATE**" };
                format!("{} run(s), {seen}", runs.get())
            }
            Probe::ReadInBatch => {
                a.set(10);
                let (atom, computed) = (word(a.get() == 10), word(sum.value() == 11));
                format!("atom {atom}, computed {computed} (until stabilise)")
            }
            Probe::LazyComputed => {
                let computed = Rc::new(Cell::new(0));
                let count = Rc::clone(&computed);
                let _unobserved = a.map(move |value| {
                    count.set(count.get() + 1);
                    *value
                });
                state.stabilise();
                let birth = computed.get();
                a.set(9);
                state.stabilise();
                format!("{birth} at birth, {} on write", computed.get() - birth)
            }
            _ => return None,
        })
    }
}
