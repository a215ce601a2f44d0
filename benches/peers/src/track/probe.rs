//! The probes in terms of [`Tracking`].

use std::cell::{Cell, RefCell};
use std::hint::black_box;
use std::rc::Rc;
use std::thread;

use super::{Tracking, shapes};
use crate::api::Probe;
use crate::oracle::Oracle;
use crate::shape::Shape;

/// Counts the runs of an effect.
#[derive(Clone, Default)]
struct Runs(Rc<Cell<u32>>);

impl Runs {
    fn count(&self) {
        self.0.set(self.0.get() + 1);
    }

    fn get(&self) -> u32 {
        self.0.get()
    }
}

/// Builds something around a new signal, which is returned with the scope.
fn with<P: Tracking>(value: i64, build: impl FnOnce(&P::Signal)) -> (P::Scope, P::Signal) {
    let (mut scope, signal) = P::open(|| {
        let signal = P::signal(value);
        build(&signal);
        signal
    });
    P::settle(&mut scope);
    (scope, signal)
}

/// What the library does.
pub(super) fn answer<P: Tracking>(probe: Probe) -> String {
    match probe {
        Probe::EqualWrite => equal_write::<P>(),
        Probe::DiamondPlain => diamond_plain::<P>(),
        Probe::TwoWritesPlain => two_writes::<P>(false),
        Probe::TwoWritesBatch => two_writes::<P>(true),
        Probe::BatchThroughComputed => batch_through_computed::<P>(),
        Probe::ReadInBatch => read_in_batch::<P>(),
        Probe::Cycle => cycle::<P>(),
        Probe::EffectWritesSelf => effect_writes_self::<P>(),
        Probe::DroppedDependency => dropped_dependency::<P>(),
        Probe::LazyComputed => lazy_computed::<P>(),
        Probe::TwoGraphsTwoThreads => two_graphs::<P>(),
    }
}

fn equal_write<P: Tracking>() -> String {
    let runs = Runs::default();
    let count = runs.clone();
    let (mut scope, signal) = with::<P>(1, |signal| {
        let signal = signal.clone();
        P::effect(move || {
            black_box(P::get(&signal));
            count.count();
        });
    });
    let before = runs.get();
    P::write(&mut scope, &signal, 1);
    format!("{} run(s)", runs.get() - before)
}

fn diamond_plain<P: Tracking>() -> String {
    let (runs, torn) = (Runs::default(), Runs::default());
    let (count, count_torn) = (runs.clone(), torn.clone());
    let (mut scope, signal) = with::<P>(0, |signal| {
        let (one, other) = (signal.clone(), signal.clone());
        let left = P::memo(move || P::get(&one) + 1);
        let right = P::memo(move || P::get(&other) + 1);
        P::effect(move || {
            count.count();
            if P::memo_get(&left) != P::memo_get(&right) {
                count_torn.count();
            }
        });
    });
    let before = (runs.get(), torn.get());
    P::enter(&mut scope, || P::set(&signal, 5));
    P::settle(&mut scope);
    format!("{} run(s), {} torn", runs.get() - before.0, torn.get() - before.1)
}

fn two_writes<P: Tracking>(batch: bool) -> String {
    let runs = Runs::default();
    let count = runs.clone();
    let (mut scope, (a, b)) = P::open(|| {
        let (a, b) = (P::signal(0), P::signal(0));
        let read = (a.clone(), b.clone());
        P::effect(move || {
            black_box(P::get(&read.0) + P::get(&read.1));
            count.count();
        });
        (a, b)
    });
    P::settle(&mut scope);
    let before = runs.get();
    let write = || {
        P::set(&a, 1);
        P::set(&b, 1);
    };
    if batch {
        P::batch(&mut scope, write);
    } else {
        P::enter(&mut scope, write);
        P::settle(&mut scope);
    }
    format!("{} run(s)", runs.get() - before)
}

fn batch_through_computed<P: Tracking>() -> String {
    let (runs, last) = (Runs::default(), Rc::new(Cell::new(0)));
    let (count, seen) = (runs.clone(), Rc::clone(&last));
    let (mut scope, signal) = with::<P>(0, |signal| {
        let signal = signal.clone();
        let memo = P::memo(move || P::get(&signal) + 1);
        P::effect(move || {
            count.count();
            seen.set(P::memo_get(&memo));
        });
    });
    let before = runs.get();
    P::batch(&mut scope, || P::set(&signal, 10));
    let seen = if last.get() == 11 { "fresh" } else { "**LOST UPDATE**" };
    format!("{} run(s), {seen}", runs.get() - before)
}

fn read_in_batch<P: Tracking>() -> String {
    let (mut scope, (signal, memo)) = P::open(|| {
        let signal = P::signal(0);
        let read = signal.clone();
        let memo = P::memo(move || P::get(&read) + 1);
        P::memo_get(&memo);
        (signal, memo)
    });
    P::settle(&mut scope);
    let mut seen = (0, 0);
    P::batch(&mut scope, || {
        P::set(&signal, 10);
        seen = (P::peek(&signal), P::memo_get(&memo));
    });
    let word = |fresh| if fresh { "fresh" } else { "STALE" };
    format!("atom {}, computed {}", word(seen.0 == 10), word(seen.1 == 11))
}

/// `a` is the signal and `b`, `b` is one more than `a`; closed through a cell after the first evaluation.
fn cycle<P: Tracking>() -> String {
    let (mut scope, (signal, b)) = P::open(|| {
        let signal = P::signal(1);
        let back: Rc<RefCell<Option<P::Memo>>> = Rc::default();
        let (read, other) = (signal.clone(), Rc::clone(&back));
        let a = P::memo(move || {
            let other = other.borrow().clone();
            P::get(&read) + other.map_or(0, |memo| P::memo_get(&memo))
        });
        let b = P::memo(move || P::memo_get(&a) + 1);
        P::memo_get(&b);
        *back.borrow_mut() = Some(b.clone());
        (signal, b)
    });
    P::settle(&mut scope);
    let mut write = |value| {
        P::write(&mut scope, &signal, value);
        P::enter(&mut scope, || P::memo_get(&b))
    };
    let (first, second) = (write(2), write(3));
    format!("no error; values {first}, {second}")
}

fn effect_writes_self<P: Tracking>() -> String {
    let runs = Runs::default();
    let count = runs.clone();
    let (mut scope, signal) = with::<P>(0, |signal| {
        let signal = signal.clone();
        P::effect(move || {
            count.count();
            let value = P::get(&signal);
            if value > 0 && value < 10 {
                P::set(&signal, value + 1);
            }
        });
    });
    let before = runs.get();
    P::write(&mut scope, &signal, 1);
    P::settle(&mut scope);
    let value = P::enter(&mut scope, || P::peek(&signal));
    format!("value {value} after {} run(s)", runs.get() - before)
}

fn dropped_dependency<P: Tracking>() -> String {
    let runs = Runs::default();
    let count = runs.clone();
    let (mut scope, (choice, other)) = P::open(|| {
        let (choice, other) = (P::signal(1), P::signal(0));
        let read = (choice.clone(), other.clone());
        P::effect(move || {
            count.count();
            if P::get(&read.0) == 1 {
                black_box(P::get(&read.1));
            }
        });
        (choice, other)
    });
    P::settle(&mut scope);
    P::write(&mut scope, &choice, 0);
    let before = runs.get();
    P::write(&mut scope, &other, 5);
    format!("{} run(s)", runs.get() - before)
}

fn lazy_computed<P: Tracking>() -> String {
    let runs = Runs::default();
    let count = runs.clone();
    let (mut scope, (signal, _memo)) = P::open(|| {
        let signal = P::signal(0);
        let read = signal.clone();
        let memo = P::memo(move || {
            count.count();
            P::get(&read)
        });
        (signal, memo)
    });
    P::settle(&mut scope);
    let birth = runs.get();
    P::write(&mut scope, &signal, 5);
    format!("{birth} at birth, {} on write", runs.get() - birth)
}

fn two_graphs<P: Tracking>() -> String {
    let work = || {
        for _ in 0..20 {
            let mut graph = shapes::build::<P>(Shape::Broad);
            let mut oracle = Oracle::new(Shape::Broad);
            for i in 1..200 {
                graph.run(i, 1);
                oracle.apply(i);
                assert!(graph.sink().state() == oracle.state(), "wrong value");
            }
        }
    };
    let threads = [thread::spawn(work), thread::spawn(work)];
    let panicked = threads.into_iter().map(thread::JoinHandle::join).filter(Result::is_err).count();
    if panicked == 0 { "ok".into() } else { format!("**{panicked} thread(s) panicked**") }
}
