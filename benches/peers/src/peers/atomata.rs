//! atomata: the same declarations in each of its tiers, and families.
//!
//! A peer is a tier. Which graph the store of a shape has is what a macro of the tier says for the module of
//! the shape, so a tier is one macro and one line. Effects are subscriptions, which begin with the value of
//! that moment and are told what changes; the first run that other libraries make is a read here.

use std::any::Any;
use std::hint::black_box;
use std::sync::Arc;

use ::atomata::{Dynamic, Handle, Holds, Read, ReadHandle, Store, Subscription, Tier, Write};
use peers_graphs::{
    alone, atoms1000, avoidable, broad50, cellx10, cellx100, deep50, diamond5, fields20,
    gather1000, mux100, pairs250, reading, record20, repeated30, triangle10, unstable,
    write_record,
};

use crate::api::{Graph, Make, Peer, Probe, Reader, Reading, Role, Sink};
use crate::clock::on_threads;
use crate::shape::{FIELDS, MANY, MUX, PAIRS, Shape, busy, cellx_inputs, field_of};

pub mod families;
mod probe;

/// What of any graph is used through handles of which only the value type is known.
trait Erased:
    Tier
    + Holds<Handle<i64>>
    + for<'a> Holds<&'a Handle<i64>>
    + Holds<ReadHandle<i64>>
    + for<'a> Holds<&'a ReadHandle<i64>>
{
}

impl<G> Erased for G where
    G: Tier
        + Holds<Handle<i64>>
        + for<'a> Holds<&'a Handle<i64>>
        + Holds<ReadHandle<i64>>
        + for<'a> Holds<&'a ReadHandle<i64>>
{
}

/// A store that tells at the end of each write.
fn store<G: Tier>() -> Store<G> {
    Store::builder_of().immediate().build()
}

struct Built<G: Tier, W> {
    store: Store<G>,
    write: W,
    sink: Arc<Sink>,
    head: Option<Handle<i64>>,
    _subscriptions: Vec<Subscription>,
}

impl<G: Erased, W: FnMut(&Store<G>, u64)> Graph for Built<G, W> {
    fn run(&mut self, from: u64, n: u64) {
        for i in from..from + n {
            (self.write)(&self.store, black_box(i));
        }
    }

    fn sink(&self) -> &Sink {
        &self.sink
    }

    fn peek(&self) -> i64 {
        self.head.as_ref().map_or(0, |head| self.store.get(head))
    }
}

/// An effect for each of these handles.
fn subscribe<G: Tier + Holds<H>, H: Read<Value = i64> + 'static>(
    store: &Store<G>,
    sink: &Arc<Sink>,
    handles: impl IntoIterator<Item = H>,
    effect: impl Fn(&Sink, usize, i64) + Send + Copy + 'static,
) -> Vec<Subscription> {
    let subscribe = |(slot, handle): (usize, H)| {
        effect(sink, slot, store.get(handle.clone()));
        let sink = Arc::clone(sink);
        store.subscribe(handle, move |value: &i64| effect(&sink, slot, *value))
    };
    handles.into_iter().enumerate().map(subscribe).collect()
}

/// A shape with a way to write it.
fn with<G: Erased>(
    shape: Shape,
    ends: impl IntoIterator<Item = ReadHandle<i64>>,
    write: impl FnMut(&Store<G>, u64) + 'static,
) -> Built<G, impl FnMut(&Store<G>, u64)> {
    let (store, sink) = (store(), Sink::new(shape.effects()));
    let subscriptions = match shape {
        Shape::Avoidable => subscribe(&store, &sink, ends, |sink, slot, value| {
            busy();
            sink.hit(slot, value);
        }),
        _ => subscribe(&store, &sink, ends, Sink::hit),
    };
    Built { store, write, sink, head: None, _subscriptions: subscriptions }
}

/// A shape of which one atom is written.
fn with_head<G, H>(shape: Shape, head: H, ends: Vec<ReadHandle<i64>>) -> Box<dyn Graph>
where
    G: Erased + Holds<H>,
    H: Write<Value = i64> + Copy + 'static,
{
    let built = with::<G>(shape, ends, move |store, i| store.set(head, i as i64));
    Box::new(Built { head: Some(head.erase()), ..built })
}

/// A shape of which one of many atoms is written.
fn with_one_of<G: Erased>(
    shape: Shape,
    heads: Vec<Handle<i64>>,
    ends: Vec<ReadHandle<i64>>,
    pick: fn(u64) -> usize,
) -> Box<dyn Graph> {
    Box::new(with::<G>(shape, ends, move |store, i| store.set(&heads[pick(i)], i as i64)))
}

/// A shape of which all atoms are written in one batch.
fn with_all<G: Erased>(
    shape: Shape,
    heads: Vec<Handle<i64>>,
    ends: Vec<ReadHandle<i64>>,
) -> Box<dyn Graph> {
    Box::new(with::<G>(shape, ends, move |store, i| {
        store.batch(|tx| {
            for (k, head) in heads.iter().enumerate() {
                tx.set(head, i as i64 + k as i64);
            }
        });
    }))
}

fn cellx<G: Erased>(
    shape: Shape,
    heads: Vec<Handle<i64>>,
    ends: Vec<ReadHandle<i64>>,
) -> Box<dyn Graph> {
    Box::new(with::<G>(shape, ends, move |store, i| {
        store.batch(|tx| {
            for (head, value) in heads.iter().zip(cellx_inputs(i)) {
                tx.set(head, value);
            }
        });
    }))
}

fn all_read_only(handles: Vec<Handle<i64>>) -> Vec<ReadHandle<i64>> {
    handles.into_iter().map(ReadHandle::from).collect()
}

/// Writes so many atoms of a store.
fn atoms<G: Erased>(heads: &[Handle<i64>], count: usize) -> Store<G> {
    let store = store();
    for (k, head) in heads.iter().take(count).enumerate() {
        store.set(head, k as i64 + 1);
    }
    store
}

/// So many atoms of a store, with their computeds.
fn computeds<G: Erased>(
    heads: &[Handle<i64>],
    ends: &[ReadHandle<i64>],
    count: usize,
) -> Box<dyn Any> {
    let store = atoms::<G>(heads, count);
    for (k, end) in ends.iter().take(count).enumerate() {
        assert_eq!(store.get(end), k as i64 + 2);
    }
    Box::new(store)
}

/// So many atoms of a store, with a subscription each.
fn effects<G: Erased>(heads: Vec<Handle<i64>>, count: usize) -> Box<dyn Any> {
    let store = atoms::<G>(&heads, count);
    let effect = |head| {
        store.subscribe(head, |value: &i64| {
            black_box(*value);
        })
    };
    let subscriptions: Vec<_> = heads.into_iter().take(count).map(effect).collect();
    Box::new((subscriptions, store))
}

fn reader<G, H>(handle: H) -> Reader
where
    G: Tier + Holds<H>,
    H: Read<Value = i64> + Copy + 'static,
{
    let store = store::<G>();
    Box::new(move |n| (0..n).fold(0, |sum: i64, _| sum.wrapping_add(black_box(&store).get(handle))))
}

fn read_on_threads<G, H>(handle: H, threads: usize, times: u64) -> f64
where
    G: Tier + Holds<H>,
    H: Read<Value = i64> + Copy + 'static,
{
    let store = store::<G>();
    on_threads(threads, move || {
        let store = store.clone();
        move || {
            let read = |sum: i64, _| sum.wrapping_add(black_box(&store).get(handle));
            assert_eq!((0..times).fold(0, read), 7 * times as i64);
        }
    })
}

/// A tier as a contender.
macro_rules! tier {
    ($(#[$doc:meta])* $peer:ident, $name:literal, $graph:ident) => {
        $(#[$doc])*
        pub struct $peer;

        impl Peer for $peer {
            fn name(&self) -> String {
                $name.into()
            }

            fn version(&self) -> &'static str {
                "this one"
            }

            fn role(&self) -> Role {
                Role::Ours
            }

            fn build(&self, shape: Shape) -> Option<Box<dyn Graph>> {
                macro_rules! with_head {
                    ($module:ident, $ends:expr) => {
                        with_head::<$graph!($module), _>(shape, $module::HEAD, $ends)
                    };
                }
                Some(match shape {
                    Shape::Unobserved | Shape::One | Shape::Fan => {
                        with_head!(alone, vec![alone::HEAD.read_only(); shape.effects()])
                    }
                    Shape::Deep => with_head!(deep50, deep50::ends()),
                    Shape::Broad => with_head!(broad50, broad50::ends()),
                    Shape::Diamond => with_head!(diamond5, vec![diamond5::SUM.erase()]),
                    Shape::Triangle => with_head!(triangle10, vec![triangle10::SUM.erase()]),
                    Shape::Repeated => with_head!(repeated30, vec![repeated30::SUM.erase()]),
                    Shape::Unstable => with_head!(unstable, vec![unstable::SUM.erase()]),
                    Shape::Avoidable => with_head!(avoidable, vec![avoidable::LAST.erase()]),
                    Shape::Mux => with_one_of::<$graph!(mux100)>(
                        shape,
                        mux100::heads(),
                        mux100::ends(),
                        |i| i as usize % MUX,
                    ),
                    Shape::Gather => with_one_of::<$graph!(gather1000)>(
                        shape,
                        gather1000::heads(),
                        vec![gather1000::SUM.erase()],
                        |_| 0,
                    ),
                    Shape::BatchAll => with_all::<$graph!(gather1000)>(
                        shape,
                        gather1000::heads(),
                        vec![gather1000::SUM.erase()],
                    ),
                    Shape::BatchEach => with_all::<$graph!(atoms1000)>(
                        shape,
                        atoms1000::heads(),
                        all_read_only(atoms1000::heads()),
                    ),
                    Shape::Fields(FIELDS) => with_one_of::<$graph!(fields20)>(
                        shape,
                        fields20::heads(),
                        all_read_only(fields20::heads()),
                        |i| field_of(i, FIELDS),
                    ),
                    Shape::Record => Box::new(with::<$graph!(record20)>(
                        shape,
                        record20::ends(),
                        |store, i| write_record!(store, field_of(i, FIELDS), i as i64),
                    )),
                    Shape::Cellx(10) => {
                        cellx::<$graph!(cellx10)>(shape, cellx10::heads(), cellx10::ends())
                    }
                    Shape::Cellx(100) => {
                        cellx::<$graph!(cellx100)>(shape, cellx100::heads(), cellx100::ends())
                    }
                    // How many nodes there are is declared; see the families.
                    Shape::Cellx(_) | Shape::Layers(_) | Shape::Fields(_) => return None,
                })
            }

            fn make(&self, what: Make, count: usize) -> Option<Box<dyn Any>> {
                (count <= self.most(what)).then(|| match what {
                    Make::Atoms => {
                        Box::new(atoms::<$graph!(atoms1000)>(&atoms1000::heads(), count))
                    }
                    Make::Computeds => computeds::<$graph!(pairs250)>(
                        &pairs250::heads(),
                        &pairs250::ends(),
                        count,
                    ),
                    Make::Effects => effects::<$graph!(atoms1000)>(atoms1000::heads(), count),
                })
            }

            fn most(&self, what: Make) -> usize {
                if what == Make::Computeds { PAIRS } else { MANY }
            }

            fn reader(&self, reading: Reading) -> Option<Reader> {
                Some(match reading {
                    Reading::Atom => reader::<$graph!(reading), _>(reading::SEVEN),
                    Reading::Computed => reader::<$graph!(reading), _>(reading::SAME),
                })
            }

            fn read_on_threads(&self, threads: usize, times: u64) -> Option<f64> {
                let handle = reading::SEVEN;
                Some(read_on_threads::<$graph!(reading), _>(handle, threads, times))
            }

            fn probe(&self, probe: Probe) -> Option<String> {
                Some(probe::answer::<$graph!(probing)>(probe))
            }
        }
    };
}

/// The graph of stores that register nodes when they are first used, whatever the module.
macro_rules! dynamic {
    ($module:ident) => {
        Dynamic
    };
}

/// The graph of the module.
macro_rules! compiled {
    ($module:ident) => {
        peers_graphs::$module::Graph
    };
}

tier! {
    /// Stores that register nodes when they are first used.
    Plain, "atomata", dynamic
}

tier! {
    /// Stores of graphs that are known when they are compiled.
    Compiled, "atomata (compiled)", compiled
}
