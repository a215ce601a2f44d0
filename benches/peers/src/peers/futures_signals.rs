//! futures-signals: signals are lazy state machines that are polled. A node that several others use needs a
//! `Broadcaster`, cut-off needs `dedupe`, effects are futures on an executor.

use std::any::Any;
use std::cell::Cell;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

use ::futures_signals::map_ref;
use ::futures_signals::signal::{Broadcaster, LocalBoxSignal, Mutable, Signal, SignalExt as _};
use ::futures_signals::signal_vec::{MutableVec, SignalVecExt as _};
use futures_executor::LocalPool;
use futures_util::task::LocalSpawnExt as _;

use crate::api::{Graph, Make, Peer, Probe, Reader, Reading, Sink};
use crate::clock::on_threads;
use crate::shape::{
    BROAD, DEEP, FIELDS, MANY, MUX, REPEAT, Shape, TRIANGLE, UNSTABLE, busy, cellx_inputs,
    effect_of, field_of,
};

/// The library, on a `LocalPool`.
pub struct FuturesSignals;

struct Built<F: FnMut(u64)> {
    write: F,
    sink: Arc<Sink>,
    head: Option<Mutable<i64>>,
    pool: LocalPool,
}

impl<F: FnMut(u64)> Graph for Built<F> {
    fn run(&mut self, from: u64, n: u64) {
        for i in from..from + n {
            (self.write)(black_box(i));
            self.pool.run_until_stalled();
        }
    }

    fn sink(&self) -> &Sink {
        &self.sink
    }

    fn peek(&self) -> i64 {
        self.head.as_ref().map_or(0, |head| head.get())
    }
}

/// What a shape is built in.
struct Builder {
    pool: LocalPool,
    sink: Arc<Sink>,
}

impl Builder {
    fn effect(&self, slot: usize, signal: impl Signal<Item = i64> + 'static) {
        let sink = Arc::clone(&self.sink);
        spawn(&self.pool, signal, move |value| sink.hit(slot, value));
    }

    /// An update writes one atom.
    fn with_head(self, head: Mutable<i64>) -> Box<dyn Graph> {
        let written = head.clone();
        self.finish(Some(head), move |i| written.set(i as i64))
    }

    fn with(self, write: impl FnMut(u64) + 'static) -> Box<dyn Graph> {
        self.finish(None, write)
    }

    fn finish(
        mut self,
        head: Option<Mutable<i64>>,
        write: impl FnMut(u64) + 'static,
    ) -> Box<dyn Graph> {
        self.pool.run_until_stalled();
        Box::new(Built { write, sink: self.sink, head, pool: self.pool })
    }
}

fn spawn(
    pool: &LocalPool,
    signal: impl Signal<Item = i64> + 'static,
    mut call: impl FnMut(i64) + 'static,
) {
    let effect = signal.for_each(move |value| {
        call(value);
        std::future::ready(())
    });
    pool.spawner().spawn_local(effect).expect("the pool is there");
}

type Shared = Broadcaster<LocalBoxSignal<'static, i64>>;

fn share(signal: impl Signal<Item = i64> + 'static) -> Shared {
    signal.dedupe().boxed_local().broadcast()
}

impl Peer for FuturesSignals {
    fn name(&self) -> String {
        "futures-signals (LocalPool)".into()
    }

    fn version(&self) -> &'static str {
        "0.3.34"
    }

    fn build(&self, shape: Shape) -> Option<Box<dyn Graph>> {
        let builder = Builder { pool: LocalPool::new(), sink: Sink::new(shape.effects()) };
        let head = Mutable::new(0_i64);
        Some(match shape {
            Shape::Unobserved => builder.with_head(head),
            Shape::One => {
                builder.effect(0, head.signal());
                builder.with_head(head)
            }
            Shape::Fan => {
                (0..MANY).for_each(|slot| builder.effect(slot, head.signal()));
                builder.with_head(head)
            }
            Shape::Gather | Shape::BatchAll => {
                let atoms = MutableVec::new_with_values((0..MANY as i64).collect());
                builder.effect(0, atoms.signal_vec().to_signal_map(|all| all.iter().sum()));
                let all = shape == Shape::BatchAll;
                builder.with(move |i| {
                    let mut atoms = atoms.lock_mut();
                    for k in 0..if all { MANY } else { 1 } {
                        atoms.set(k, i as i64 + k as i64);
                    }
                })
            }
            Shape::BatchEach => {
                let atoms: Vec<_> = (0..MANY as i64).map(Mutable::new).collect();
                for (slot, atom) in atoms.iter().enumerate() {
                    builder.effect(slot, atom.signal());
                }
                builder.with(move |i| {
                    for (k, atom) in atoms.iter().enumerate() {
                        atom.set(i as i64 + k as i64);
                    }
                })
            }
            Shape::Deep => {
                let mut last = head.signal().boxed_local();
                for _ in 0..DEEP {
                    last = last.map(|value| value + 1).boxed_local();
                }
                builder.effect(0, last);
                builder.with_head(head)
            }
            Shape::Broad => {
                for k in 0..BROAD {
                    let near = head.signal().map(move |value| value + k as i64);
                    builder.effect(k, near.map(|value| value + 1));
                }
                builder.with_head(head)
            }
            Shape::Diamond => {
                let arm = || head.signal().map(|value| value + 1);
                let sum = map_ref! {
                    let a = arm(), let b = arm(), let c = arm(), let d = arm(), let e = arm()
                    => a + b + c + d + e
                };
                builder.effect(0, sum.dedupe());
                builder.with_head(head)
            }
            Shape::Triangle => {
                let mut levels = vec![share(head.signal())];
                for k in 1..TRIANGLE {
                    levels.push(share(levels[k - 1].signal().map(|value| value + 1)));
                }
                let sum = map_ref! {
                    let a = levels[0].signal(), let b = levels[1].signal(),
                    let c = levels[2].signal(), let d = levels[3].signal(),
                    let e = levels[4].signal(), let f = levels[5].signal(),
                    let g = levels[6].signal(), let h = levels[7].signal(),
                    let i = levels[8].signal(), let j = levels[9].signal()
                    => a + b + c + d + e + f + g + h + i + j
                };
                builder.effect(0, sum.dedupe());
                builder.with_head(head)
            }
            Shape::Mux => {
                let heads = MutableVec::new_with_values(vec![0_i64; MUX]);
                let gathered = heads.signal_vec().to_signal_map(|all| Rc::new(all.to_vec()));
                let gathered = gathered.broadcast();
                for k in 0..MUX {
                    let split = gathered.signal_ref(move |all| all[k]).dedupe();
                    builder.effect(k, split.map(|value| value + 1));
                }
                builder.with(move |i| heads.lock_mut().set(i as usize % MUX, i as i64))
            }
            Shape::Repeated => {
                let sum = |value| (0..REPEAT).map(|_| *black_box(&value)).sum();
                builder.effect(0, head.signal().map(sum));
                builder.with_head(head)
            }
            Shape::Unstable => {
                let double = share(head.signal().map(|value| value * 2));
                let inverse = share(head.signal().map(|value: i64| -value));
                let needed = head.signal().switch(move |head| {
                    if head % 2 == 0 { inverse.signal() } else { double.signal() }
                });
                let sum = |value| (0..UNSTABLE).map(|_| *black_box(&value)).sum();
                builder.effect(0, needed.map(sum));
                builder.with_head(head)
            }
            Shape::Avoidable => {
                let constant = head.signal().map(|value| value).map(|value| value.min(0)).dedupe();
                let heavy = constant.map(|value| {
                    busy();
                    value + 1
                });
                let last = heavy.map(|value| value + 2).map(|value| value + 3);
                let seen = last.map(|value| {
                    busy();
                    value
                });
                builder.effect(0, seen);
                builder.with_head(head)
            }
            Shape::Cellx(layers) | Shape::Layers(layers) => {
                let inputs = cellx_inputs(0).map(Mutable::new);
                let mut cells = [0, 1, 2, 3].map(|k: usize| share(inputs[k].signal()));
                for layer in 0..layers {
                    let [a, b, c, d] = &cells;
                    let next = [
                        share(b.signal()),
                        share(map_ref! {
                            let a = a.signal(), let c = c.signal() => a.wrapping_sub(*c)
                        }),
                        share(map_ref! {
                            let b = b.signal(), let d = d.signal() => b.wrapping_add(*d)
                        }),
                        share(c.signal()),
                    ];
                    for (k, cell) in next.iter().enumerate() {
                        if let Some(slot) = effect_of(shape, layers, layer, k) {
                            builder.effect(slot, cell.signal());
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
                let atoms: Vec<_> = (0..fields).map(|_| Mutable::new(0_i64)).collect();
                for (slot, atom) in atoms.iter().enumerate() {
                    builder.effect(slot, atom.signal());
                }
                builder.with(move |i| atoms[field_of(i, fields)].set(i as i64))
            }
            Shape::Record => {
                let record = Mutable::new([0_i64; FIELDS]);
                for k in 0..FIELDS {
                    builder.effect(k, record.signal_ref(move |record| record[k]).dedupe());
                }
                builder.with(move |i| record.lock_mut()[field_of(i, FIELDS)] = i as i64)
            }
        })
    }

    // No signal is over a set of `Mutable`s whose size is a number, so a `MutableVec` is what one uses;
    // and a chain of maps keeps no values in between.
    fn differs(&self, shape: Shape) -> bool {
        matches!(shape, Shape::Gather | Shape::BatchAll | Shape::Mux | Shape::Deep)
    }

    fn make(&self, what: Make, count: usize) -> Option<Box<dyn Any>> {
        if what == Make::Computeds {
            // What is derived keeps no value, and cannot be read.
            return None;
        }
        let mut pool = LocalPool::new();
        let mut atoms = Vec::with_capacity(count);
        for k in 0..count as i64 {
            let atom = Mutable::new(k);
            if what == Make::Effects {
                spawn(&pool, atom.signal(), |value| {
                    black_box(value);
                });
            }
            atoms.push(atom);
        }
        pool.run_until_stalled();
        Some(Box::new((atoms, pool)))
    }

    fn reader(&self, reading: Reading) -> Option<Reader> {
        if reading == Reading::Computed {
            return None;
        }
        let atom = Mutable::new(7_i64);
        Some(Box::new(move |n| {
            (0..n).fold(0, |sum: i64, _| sum.wrapping_add(black_box(&atom).get()))
        }))
    }

    fn read_on_threads(&self, threads: usize, times: u64) -> Option<f64> {
        let atom = Mutable::new(7_i64);
        Some(on_threads(threads, move || {
            let atom = atom.clone();
            move || {
                let read = |sum: i64, _| sum.wrapping_add(black_box(&atom).get());
                assert_eq!((0..times).fold(0, read), 7 * times as i64);
            }
        }))
    }

    fn probe(&self, probe: Probe) -> Option<String> {
        let runs = Rc::new(Cell::new(0));
        let last = Rc::new(Cell::new(0));
        let mut pool = LocalPool::new();
        let (a, b) = (Mutable::new(1_i64), Mutable::new(1_i64));
        let sum = map_ref! { let a = a.signal(), let b = b.signal() => a + b };
        let (count, seen) = (Rc::clone(&runs), Rc::clone(&last));
        spawn(&pool, sum, move |value| {
            count.set(count.get() + 1);
            seen.set(value);
        });
        pool.run_until_stalled();
        runs.set(0);
        Some(match probe {
            Probe::EqualWrite => {
                a.set(1);
                pool.run_until_stalled();
                let set = runs.get();
                a.set_neq(1);
                pool.run_until_stalled();
                format!("{set} run(s) with set, {} with set_neq", runs.get() - set)
            }
            Probe::TwoWritesPlain | Probe::TwoWritesBatch => {
                a.set(2);
                b.set(2);
                pool.run_until_stalled();
                format!("{} run(s)", runs.get())
            }
            Probe::BatchThroughComputed => {
                a.set(10);
                pool.run_until_stalled();
                let seen = if last.get() == 11 { "fresh" } else { "**LOST UPDATE**" };
                format!("{} run(s), {seen}", runs.get())
            }
            _ => return None,
        })
    }
}
