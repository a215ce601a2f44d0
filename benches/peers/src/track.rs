//! Every shape for any library that tracks what its closures read.

use std::any::Any;
use std::hint::black_box;
use std::marker::PhantomData;

use crate::api::{Graph, Make, Peer, Probe, Reader, Reading};
use crate::shape::{FIELDS, Shape};

mod probe;
mod shapes;

/// A library with automatic tracking. Functions without `self`: all of them keep their runtime in a
/// thread-local, a global or the current owner.
pub trait Tracking: 'static {
    const NAME: &'static str;
    const VERSION: &'static str;
    /// What must stay alive; its end ends all.
    type Scope: 'static;
    type Signal: Clone + 'static;
    type Memo: Clone + 'static;
    type VecMemo: Clone + 'static;
    type Record: Clone + 'static;

    /// Builds in a scope of its own.
    fn open<R>(build: impl FnOnce() -> R) -> (Self::Scope, R);

    /// Runs where the library's runtime is current, without a new scope.
    fn enter<R>(_: &mut Self::Scope, run: impl FnOnce() -> R) -> R {
        run()
    }

    fn signal(value: i64) -> Self::Signal;
    /// A tracked read.
    fn get(signal: &Self::Signal) -> i64;
    /// An untracked read.
    fn peek(signal: &Self::Signal) -> i64;
    /// The plain write; effects may have run when it returns, or not.
    fn set(signal: &Self::Signal, value: i64);
    fn memo(compute: impl Fn() -> i64 + 'static) -> Self::Memo;
    fn memo_get(memo: &Self::Memo) -> i64;
    fn vec_memo(compute: impl Fn() -> Vec<i64> + 'static) -> Self::VecMemo;
    fn vec_get(memo: &Self::VecMemo, at: usize) -> i64;
    fn record(value: [i64; FIELDS]) -> Self::Record;
    fn record_get(record: &Self::Record, field: usize) -> i64;
    fn record_set(record: &Self::Record, field: usize, value: i64);
    fn effect(run: impl Fn() + 'static);
    /// Writes as one, where the library can; effects have run when it returns.
    fn batch(scope: &mut Self::Scope, write: impl FnOnce());

    /// One write as a user writes it; effects have run when it returns.
    fn write(scope: &mut Self::Scope, signal: &Self::Signal, value: i64) {
        Self::batch(scope, || Self::set(signal, value));
    }

    /// Whatever is needed after a plain write so that effects run.
    fn settle(_: &mut Self::Scope) {}

    /// As [`Peer::read_on_threads`].
    fn read_on_threads(_threads: usize, _times: u64) -> Option<f64> {
        None
    }
}

/// Such a library as a contender.
pub fn tracking<P: Tracking>() -> Box<dyn Peer> {
    Box::new(Tracked::<P>(PhantomData))
}

struct Tracked<P>(PhantomData<P>);

impl<P: Tracking> Peer for Tracked<P> {
    fn name(&self) -> String {
        P::NAME.into()
    }

    fn version(&self) -> &'static str {
        P::VERSION
    }

    fn build(&self, shape: Shape) -> Option<Box<dyn Graph>> {
        Some(shapes::build::<P>(shape))
    }

    fn make(&self, what: Make, count: usize) -> Option<Box<dyn Any>> {
        let (mut scope, made) = P::open(|| {
            let mut signals = Vec::with_capacity(count);
            let mut memos = Vec::with_capacity(if what == Make::Computeds { count } else { 0 });
            for k in 0..count as i64 {
                let signal = P::signal(k);
                let read = signal.clone();
                match what {
                    Make::Atoms => {}
                    Make::Computeds => {
                        let memo = P::memo(move || P::get(&read) + 1);
                        assert_eq!(P::memo_get(&memo), k + 1);
                        memos.push(memo);
                    }
                    Make::Effects => P::effect(move || {
                        black_box(P::get(&read));
                    }),
                }
                signals.push(signal);
            }
            (signals, memos)
        });
        P::settle(&mut scope);
        // The handles are dropped before the scope.
        Some(Box::new((made, scope)))
    }

    fn reader(&self, reading: Reading) -> Option<Reader> {
        let (mut scope, (signal, memo)) = P::open(|| {
            let signal = P::signal(7);
            let read = signal.clone();
            let memo = P::memo(move || P::get(&read));
            P::memo_get(&memo);
            (signal, memo)
        });
        P::settle(&mut scope);
        Some(match reading {
            Reading::Atom => Box::new(move |n| {
                let read = |sum: i64, _| sum.wrapping_add(P::peek(black_box(&signal)));
                P::enter(&mut scope, || (0..n).fold(0, read))
            }),
            Reading::Computed => Box::new(move |n| {
                let read = |sum: i64, _| sum.wrapping_add(P::memo_get(black_box(&memo)));
                P::enter(&mut scope, || (0..n).fold(0, read))
            }),
        })
    }

    fn read_on_threads(&self, threads: usize, times: u64) -> Option<f64> {
        P::read_on_threads(threads, times)
    }

    fn probe(&self, probe: Probe) -> Option<String> {
        Some(probe::answer::<P>(probe))
    }
}
