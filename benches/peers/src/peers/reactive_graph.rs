//! `reactive_graph`, the reactive core of leptos, in two rows: `Effect` (a task on an executor, what leptos
//! uses by default) and `ImmediateEffect` (at once).

use std::hint::black_box;
use std::sync::Once;

use ::reactive_graph::computed::Memo;
use ::reactive_graph::effect::{Effect, ImmediateEffect, batch};
use ::reactive_graph::owner::Owner;
use ::reactive_graph::signal::{ArcRwSignal, RwSignal};
use ::reactive_graph::traits::{Get as _, GetUntracked as _, Set as _, Update as _, With as _};
use any_spawner::Executor;
use send_wrapper::SendWrapper;

use crate::clock::on_threads;
use crate::shape::FIELDS;
use crate::track::Tracking;

/// The library, with effects that run at once or without.
pub struct ReactiveGraph<const IMMEDIATE: bool>;

/// An owner that ends with its last use.
pub struct Owned(Owner);

impl Owned {
    /// Builds in an owner of its own.
    pub fn with<R>(build: impl FnOnce() -> R) -> (Self, R) {
        static ONCE: Once = Once::new();
        // It can be set once per process; an error means that it is.
        ONCE.call_once(|| drop(Executor::init_futures_executor()));
        let owner = Owner::new();
        let result = owner.with(build);
        (Self(owner), result)
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        self.0.cleanup();
        Executor::poll_local();
    }
}

/// An effect of either kind.
pub fn effect(immediate: bool, run: impl Fn() + 'static) {
    if immediate {
        // What is immediate must be `Send`. The wrapper looks at the thread's id when it is used, which
        // is little beside what an effect costs here.
        let run = SendWrapper::new(run);
        ImmediateEffect::new_scoped(move || (*run)());
    } else {
        Effect::new(move |_: Option<()>| run());
    }
}

impl<const IMMEDIATE: bool> Tracking for ReactiveGraph<IMMEDIATE> {
    const NAME: &'static str =
        if IMMEDIATE { "reactive_graph (ImmediateEffect)" } else { "reactive_graph (Effect)" };
    const VERSION: &'static str = "0.2.16";
    type Scope = Owned;
    type Signal = RwSignal<i64>;
    type Memo = Memo<i64>;
    type VecMemo = Memo<Vec<i64>>;
    type Record = RwSignal<[i64; FIELDS]>;

    fn open<R>(build: impl FnOnce() -> R) -> (Owned, R) {
        Owned::with(build)
    }

    fn signal(value: i64) -> Self::Signal {
        RwSignal::new(value)
    }

    #[inline]
    fn get(signal: &Self::Signal) -> i64 {
        signal.get()
    }

    #[inline]
    fn peek(signal: &Self::Signal) -> i64 {
        signal.get_untracked()
    }

    #[inline]
    fn set(signal: &Self::Signal, value: i64) {
        signal.set(value);
    }

    fn memo(compute: impl Fn() -> i64 + 'static) -> Self::Memo {
        let compute = SendWrapper::new(compute);
        Memo::new(move |_| compute())
    }

    #[inline]
    fn memo_get(memo: &Self::Memo) -> i64 {
        memo.get()
    }

    fn vec_memo(compute: impl Fn() -> Vec<i64> + 'static) -> Self::VecMemo {
        let compute = SendWrapper::new(compute);
        Memo::new(move |_| compute())
    }

    #[inline]
    fn vec_get(memo: &Self::VecMemo, at: usize) -> i64 {
        memo.with(|all| all[at])
    }

    fn record(value: [i64; FIELDS]) -> Self::Record {
        RwSignal::new(value)
    }

    #[inline]
    fn record_get(record: &Self::Record, field: usize) -> i64 {
        record.with(|record| record[field])
    }

    #[inline]
    fn record_set(record: &Self::Record, field: usize, value: i64) {
        record.update(|record| record[field] = value);
    }

    fn effect(run: impl Fn() + 'static) {
        effect(IMMEDIATE, run);
    }

    fn batch(_: &mut Owned, write: impl FnOnce()) {
        if IMMEDIATE {
            batch(write);
        } else {
            write();
            Executor::poll_local();
        }
    }

    #[inline]
    fn write(_: &mut Owned, signal: &Self::Signal, value: i64) {
        signal.set(value);
        if !IMMEDIATE {
            Executor::poll_local();
        }
    }

    fn settle(_: &mut Owned) {
        Executor::poll_local();
    }

    fn read_on_threads(threads: usize, times: u64) -> Option<f64> {
        let signal = ArcRwSignal::new(7_i64);
        Some(on_threads(threads, move || {
            let signal = signal.clone();
            move || {
                let read = |sum: i64, _| sum.wrapping_add(black_box(&signal).get_untracked());
                assert_eq!((0..times).fold(0, read), 7 * times as i64);
            }
        }))
    }
}
