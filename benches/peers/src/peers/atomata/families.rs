//! Families: the shapes whose size may be known at run time only.

use std::any::Any;
use std::hint::black_box;
use std::sync::Arc;

use ::atomata::{Bound, Dynamic, Read, ReadHandle, Store, Write};
use peers_graphs::families::{A, B, C, CELL, D, FAR, HEAD, HEADS, PLUS, SPLIT_PLUS, STEP, SUM};

use super::{Built, store, subscribe};
use crate::api::{Graph, Make, Peer, Reader, Reading, Role, Sink};
use crate::clock::on_threads;
use crate::shape::{BROAD, DEEP, MANY, MUX, Shape, cellx_inputs, field_of};

/// A member for each key, in a store that registers nodes when they are first used.
pub struct Families;

/// What a shape is built in.
struct Builder {
    store: Store,
    sink: Arc<Sink>,
}

impl Builder {
    /// A graph whose ends are watched.
    fn with<H: Read<Value = i64> + 'static>(
        self,
        ends: impl IntoIterator<Item = H>,
        write: impl FnMut(&Store, u64) + 'static,
    ) -> Box<dyn Graph> {
        let Self { store, sink } = self;
        let subscriptions = subscribe(&store, &sink, ends, Sink::hit);
        Box::new(Built { store, write, sink, head: None, _subscriptions: subscriptions })
    }

    /// Makes members and looks each up once, as what uses them again and again does.
    fn bound<H: Write<Value = i64>>(
        &self,
        members: impl IntoIterator<Item = (H, i64)>,
    ) -> Vec<Bound<H>> {
        let bind = |(member, value): (H, i64)| {
            self.store.set(member.clone(), value);
            self.store.bind(member)
        };
        members.into_iter().map(bind).collect()
    }

    fn numbers(&self) -> Vec<Bound<impl Write<Value = i64> + use<>>> {
        self.bound((0..MANY as u32).map(|k| (CELL(k), i64::from(k))))
    }
}

fn set_all<H: Write<Value = i64>>(store: &Store, atoms: &[Bound<H>], i: u64) {
    store.batch(|tx| {
        for (k, atom) in atoms.iter().enumerate() {
            tx.set(atom, i as i64 + k as i64);
        }
    });
}

impl Peer for Families {
    fn name(&self) -> String {
        "atomata (families)".into()
    }

    fn version(&self) -> &'static str {
        "this one"
    }

    fn role(&self) -> Role {
        Role::Ours
    }

    fn build(&self, shape: Shape) -> Option<Box<dyn Graph>> {
        let builder = Builder { store: store::<Dynamic>(), sink: Sink::new(shape.effects()) };
        Some(match shape {
            Shape::Gather => {
                let atoms = builder.numbers();
                builder.with([SUM], move |store, i| store.set(&atoms[0], i as i64))
            }
            Shape::BatchAll => {
                let atoms = builder.numbers();
                builder.with([SUM], move |store, i| set_all(store, &atoms, i))
            }
            Shape::BatchEach => {
                let atoms = builder.numbers();
                let ends = (0..MANY as u32).map(*CELL);
                builder.with(ends, move |store, i| set_all(store, &atoms, i))
            }
            Shape::Deep => {
                let heads = builder.bound([(HEADS(0), 0)]);
                let end = STEP(DEEP as u32 - 1);
                builder.with([end], move |store, i| store.set(&heads[0], i as i64))
            }
            Shape::Broad => {
                let ends = (0..BROAD as u32).map(*FAR);
                builder.with(ends, |store, i| store.set(HEAD, i as i64))
            }
            Shape::Mux => {
                let heads = builder.bound((0..MUX as u32).map(|k| (HEADS(k), 0)));
                let ends = (0..MUX as u32).map(*SPLIT_PLUS);
                builder.with(ends, move |store, i| store.set(&heads[i as usize % MUX], i as i64))
            }
            Shape::Cellx(layers) | Shape::Layers(layers) => {
                let inputs = cellx_inputs(0);
                let heads = builder.bound((0..4).map(|k| (HEADS(k), inputs[k as usize])));
                let layer = |layer| -> [ReadHandle<i64>; 4] {
                    let (a, b) = (A(layer).read_only(), B(layer).read_only());
                    [a, b, C(layer).read_only(), D(layer).read_only()]
                };
                let first = (layers - shape.effects() / 4) as u32;
                builder.with((first..layers as u32).flat_map(layer), move |store, i| {
                    store.batch(|tx| {
                        for (head, value) in heads.iter().zip(cellx_inputs(i)) {
                            tx.set(head, value);
                        }
                    });
                })
            }
            Shape::Fields(fields) => {
                let atoms = builder.bound((0..fields as u32).map(|k| (CELL(k), 0)));
                let ends = (0..fields as u32).map(*CELL);
                builder.with(ends, move |store, i| {
                    store.set(&atoms[field_of(i, fields)], i as i64);
                })
            }
            _ => return None,
        })
    }

    fn make(&self, what: Make, count: usize) -> Option<Box<dyn Any>> {
        let store = Store::immediate();
        let keys = 0..count as u32;
        for key in keys.clone() {
            store.set(CELL(key), i64::from(key) + 1);
        }
        Some(match what {
            Make::Atoms => Box::new(store),
            Make::Computeds => {
                for key in keys {
                    assert_eq!(store.get(PLUS(key)), i64::from(key) + 2);
                }
                Box::new(store)
            }
            Make::Effects => {
                let effect = |key| {
                    store.subscribe(CELL(key), |value: &i64| {
                        black_box(*value);
                    })
                };
                Box::new((keys.map(effect).collect::<Vec<_>>(), store))
            }
        })
    }

    fn reader(&self, reading: Reading) -> Option<Reader> {
        let store = Store::immediate();
        store.set(CELL(7), 7);
        store.set(CELL(6), 6);
        Some(match reading {
            Reading::Atom => Box::new(move |n| {
                let read =
                    |sum: i64, _| sum.wrapping_add(black_box(&store).get(CELL(black_box(7))));
                (0..n).fold(0, read)
            }),
            Reading::Computed => Box::new(move |n| {
                let read =
                    |sum: i64, _| sum.wrapping_add(black_box(&store).get(PLUS(black_box(6))));
                (0..n).fold(0, read)
            }),
        })
    }

    fn read_on_threads(&self, threads: usize, times: u64) -> Option<f64> {
        let store = Store::immediate();
        store.set(CELL(7), 7);
        Some(on_threads(threads, move || {
            let store = store.clone();
            move || {
                let read =
                    |sum: i64, _| sum.wrapping_add(black_box(&store).get(CELL(black_box(7))));
                assert_eq!((0..times).fold(0, read), 7 * times as i64);
            }
        }))
    }
}
