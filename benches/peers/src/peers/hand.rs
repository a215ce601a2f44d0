//! What a programmer writes by hand for exactly these graphs: three limits.
//!
//! Every intermediate value is stored in a field, effects are called only when their value changed. On one
//! thread; behind a mutex that is locked once per update; and behind one that is let go before boxed
//! callbacks are called, as a store must, whose subscribers may do anything.

use std::any::Any;
use std::hint::black_box;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use crate::api::{Graph, Make, Peer, Reader, Reading, Role, Sink};
use crate::clock::on_threads;
use crate::shape::Shape;

mod models;
mod notes;
pub mod static_graph;

use notes::{Notes, Tell};

/// Code by hand, on one thread.
pub struct Hand;
/// The same behind a mutex.
pub struct HandMutex;
/// The same with callbacks outside of the lock.
pub struct HandOutside;

/// The state of a shape.
trait Model: 'static {
    /// What is noted under the lock to be told outside of it.
    type Notes: Notes;

    /// Applies update `i` and tells what effects there are of it.
    fn update(&mut self, i: u64, tell: &mut impl Tell);

    /// The body of an effect.
    #[inline]
    fn effect(sink: &Sink, slot: usize, value: i64) {
        sink.hit(slot, value);
    }

    /// The one atom, where nobody listens.
    fn head(&self) -> i64 {
        0
    }
}

/// Calls effects directly.
struct Direct<'a, M> {
    sink: &'a Sink,
    effects: usize,
    model: PhantomData<M>,
}

impl<'a, M> Direct<'a, M> {
    fn new(sink: &'a Sink, effects: usize) -> Self {
        Self { sink, effects, model: PhantomData }
    }
}

impl<M: Model> Tell for Direct<'_, M> {
    #[inline]
    fn tell(&mut self, slot: usize, value: i64) {
        M::effect(self.sink, slot, value);
    }

    #[inline]
    fn tell_all(&mut self, value: i64) {
        for slot in 0..self.effects {
            M::effect(self.sink, slot, value);
        }
    }
}

/// A model at the beginning of a cache line: else luck decides by up to a factor of two how many lines an
/// array lies on, and all ratios refer to it.
#[repr(align(64))]
struct Aligned<M>(M);

struct Plain<M> {
    model: Aligned<M>,
    effects: usize,
    sink: Arc<Sink>,
}

impl<M: Model> Graph for Plain<M> {
    fn run(&mut self, from: u64, n: u64) {
        let mut direct = Direct::<M>::new(&self.sink, self.effects);
        for i in from..from + n {
            self.model.0.update(black_box(i), &mut direct);
        }
    }

    fn sink(&self) -> &Sink {
        &self.sink
    }

    fn peek(&self) -> i64 {
        self.model.0.head()
    }
}

struct Locked<M> {
    model: Arc<Mutex<Aligned<M>>>,
    effects: usize,
    sink: Arc<Sink>,
}

impl<M: Model> Graph for Locked<M> {
    fn run(&mut self, from: u64, n: u64) {
        let mut direct = Direct::<M>::new(&self.sink, self.effects);
        for i in from..from + n {
            self.model.lock().unwrap().0.update(black_box(i), &mut direct);
        }
    }

    fn sink(&self) -> &Sink {
        &self.sink
    }

    fn peek(&self) -> i64 {
        self.model.lock().unwrap().0.head()
    }
}

type Callback = Box<dyn FnMut(i64)>;

struct Outside<M: Model> {
    model: Arc<Mutex<Aligned<M>>>,
    notes: M::Notes,
    callbacks: Vec<Callback>,
    sink: Arc<Sink>,
}

impl<M: Model> Graph for Outside<M> {
    fn run(&mut self, from: u64, n: u64) {
        // A note of one value is a local; of many, the room for them is kept.
        let mut notes = std::mem::take(&mut self.notes);
        for i in from..from + n {
            self.model.lock().unwrap().0.update(black_box(i), &mut notes);
            notes.call(&mut self.callbacks);
        }
        self.notes = notes;
    }

    fn sink(&self) -> &Sink {
        &self.sink
    }

    fn peek(&self) -> i64 {
        self.model.lock().unwrap().0.head()
    }
}

/// How a model is held.
trait Hold {
    fn hold<M: Model>(model: M, sink: Arc<Sink>, effects: usize) -> Box<dyn Graph>;
}

impl Hold for Hand {
    fn hold<M: Model>(model: M, sink: Arc<Sink>, effects: usize) -> Box<dyn Graph> {
        Box::new(Plain { model: Aligned(model), effects, sink })
    }
}

impl Hold for HandMutex {
    fn hold<M: Model>(model: M, sink: Arc<Sink>, effects: usize) -> Box<dyn Graph> {
        Box::new(Locked { model: Arc::new(Mutex::new(Aligned(model))), effects, sink })
    }
}

impl Hold for HandOutside {
    fn hold<M: Model>(model: M, sink: Arc<Sink>, effects: usize) -> Box<dyn Graph> {
        let callback = |slot| {
            let sink = Arc::clone(&sink);
            Box::new(move |value| M::effect(&sink, slot, value)) as Callback
        };
        let callbacks = (0..effects).map(callback).collect();
        let (model, notes) =
            (Arc::new(Mutex::new(Aligned(model))), M::Notes::with_room_for(effects));
        Box::new(Outside { model, notes, callbacks, sink })
    }
}

impl Peer for Hand {
    fn name(&self) -> String {
        "HAND-WRITTEN".into()
    }

    fn role(&self) -> Role {
        Role::Hand
    }

    fn build(&self, shape: Shape) -> Option<Box<dyn Graph>> {
        Some(models::build::<Self>(shape))
    }

    fn make(&self, what: Make, count: usize) -> Option<Box<dyn Any>> {
        let numbers = 0..count as i64;
        Some(match what {
            Make::Atoms => Box::new(numbers.collect::<Vec<i64>>()),
            Make::Computeds => Box::new(numbers.map(|k| (k, k + 1)).collect::<Vec<_>>()),
            Make::Effects => {
                let effect: fn(i64) = |value| {
                    black_box(value);
                };
                let pair = |k| {
                    effect(k);
                    (k, effect)
                };
                Box::new(numbers.map(pair).collect::<Vec<_>>())
            }
        })
    }

    fn reader(&self, _: Reading) -> Option<Reader> {
        let value = Box::new(7_i64);
        Some(Box::new(move |n| (0..n).fold(0, |sum: i64, _| sum.wrapping_add(**black_box(&value)))))
    }

    fn read_on_threads(&self, threads: usize, times: u64) -> Option<f64> {
        let value = Arc::new(AtomicI64::new(7));
        Some(on_threads(threads, move || {
            let value = Arc::clone(&value);
            move || {
                let read = |sum: i64, _| sum.wrapping_add(black_box(&value).load(Relaxed));
                assert_eq!((0..times).fold(0, read), 7 * times as i64);
            }
        }))
    }
}

impl Peer for HandMutex {
    fn name(&self) -> String {
        "HAND + Mutex".into()
    }

    fn role(&self) -> Role {
        Role::HandMutex
    }

    fn build(&self, shape: Shape) -> Option<Box<dyn Graph>> {
        Some(models::build::<Self>(shape))
    }

    fn make(&self, what: Make, count: usize) -> Option<Box<dyn Any>> {
        let atoms = || (0..count as i64).map(|k| Arc::new(Mutex::new(k))).collect::<Vec<_>>();
        (what == Make::Atoms).then(|| Box::new(atoms()) as Box<dyn Any>)
    }

    fn reader(&self, _: Reading) -> Option<Reader> {
        let value = Arc::new(Mutex::new(7_i64));
        Some(Box::new(move |n| {
            (0..n).fold(0, |sum: i64, _| sum.wrapping_add(*black_box(&value).lock().unwrap()))
        }))
    }

    fn read_on_threads(&self, threads: usize, times: u64) -> Option<f64> {
        let value = Arc::new(Mutex::new(7_i64));
        Some(on_threads(threads, move || {
            let value = Arc::clone(&value);
            move || {
                let read = |sum: i64, _| sum.wrapping_add(*black_box(&value).lock().unwrap());
                assert_eq!((0..times).fold(0, read), 7 * times as i64);
            }
        }))
    }
}

impl Peer for HandOutside {
    fn name(&self) -> String {
        "HAND + Mutex, callbacks outside".into()
    }

    fn role(&self) -> Role {
        Role::HandOutside
    }

    fn build(&self, shape: Shape) -> Option<Box<dyn Graph>> {
        Some(models::build::<Self>(shape))
    }
}
