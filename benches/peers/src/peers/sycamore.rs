//! sycamore-reactive in two rows: `create_memo`, which has no cut-off, and `create_selector`, which has.

use sycamore_reactive::{self as sycamore, ReadSignal, RootHandle, Signal};

use crate::shape::FIELDS;
use crate::track::Tracking;

/// The library, with selectors for computeds or without.
pub struct Sycamore<const SELECTOR: bool>;

/// A root that ends with its last use.
pub struct Owned(RootHandle);

impl Drop for Owned {
    fn drop(&mut self) {
        self.0.dispose();
    }
}

impl<const SELECTOR: bool> Tracking for Sycamore<SELECTOR> {
    const NAME: &'static str = if SELECTOR { "sycamore (selector)" } else { "sycamore (memo)" };
    const VERSION: &'static str = "0.9.4";
    type Scope = Owned;
    type Signal = Signal<i64>;
    type Memo = ReadSignal<i64>;
    type VecMemo = ReadSignal<Vec<i64>>;
    type Record = Signal<[i64; FIELDS]>;

    fn open<R>(build: impl FnOnce() -> R) -> (Owned, R) {
        let mut result = None;
        let root = sycamore::create_root(|| result = Some(build()));
        (Owned(root), result.expect("it is called at once"))
    }

    fn enter<R>(scope: &mut Owned, run: impl FnOnce() -> R) -> R {
        scope.0.run_in(run)
    }

    fn signal(value: i64) -> Self::Signal {
        sycamore::create_signal(value)
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
        if SELECTOR { sycamore::create_selector(compute) } else { sycamore::create_memo(compute) }
    }

    #[inline]
    fn memo_get(memo: &Self::Memo) -> i64 {
        memo.get()
    }

    fn vec_memo(compute: impl Fn() -> Vec<i64> + 'static) -> Self::VecMemo {
        if SELECTOR { sycamore::create_selector(compute) } else { sycamore::create_memo(compute) }
    }

    #[inline]
    fn vec_get(memo: &Self::VecMemo, at: usize) -> i64 {
        memo.with(|all| all[at])
    }

    fn record(value: [i64; FIELDS]) -> Self::Record {
        sycamore::create_signal(value)
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
        sycamore::create_effect(run);
    }

    fn batch(scope: &mut Owned, write: impl FnOnce()) {
        scope.0.run_in(|| sycamore::batch(write));
    }

    #[inline]
    fn write(_: &mut Owned, signal: &Self::Signal, value: i64) {
        signal.set(value);
    }
}
