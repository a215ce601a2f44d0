//! `floem_reactive`: thread-local; a memo is an effect that writes a signal, so it is computed eagerly.

use ::floem_reactive::{
    self as floem, Memo, RwSignal, Scope, SignalGet as _, SignalUpdate as _, SignalWith as _,
};

use crate::shape::FIELDS;
use crate::track::Tracking;

/// The library.
pub struct Floem;

/// A scope that ends with its last use.
pub struct Owned(Scope);

impl Drop for Owned {
    fn drop(&mut self) {
        self.0.dispose();
    }
}

impl Tracking for Floem {
    const NAME: &'static str = "floem_reactive";
    const VERSION: &'static str = "0.2.0";
    type Scope = Owned;
    type Signal = RwSignal<i64>;
    type Memo = Memo<i64>;
    type VecMemo = Memo<Vec<i64>>;
    type Record = RwSignal<[i64; FIELDS]>;

    fn open<R>(build: impl FnOnce() -> R) -> (Owned, R) {
        let scope = Scope::new();
        let mut result = None;
        floem::with_scope(scope, || result = Some(build()));
        (Owned(scope), result.expect("it is called at once"))
    }

    fn signal(value: i64) -> Self::Signal {
        floem::create_rw_signal(value)
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
        floem::create_memo(move |_| compute())
    }

    #[inline]
    fn memo_get(memo: &Self::Memo) -> i64 {
        memo.get()
    }

    fn vec_memo(compute: impl Fn() -> Vec<i64> + 'static) -> Self::VecMemo {
        floem::create_memo(move |_| compute())
    }

    #[inline]
    fn vec_get(memo: &Self::VecMemo, at: usize) -> i64 {
        memo.with(|all| all[at])
    }

    fn record(value: [i64; FIELDS]) -> Self::Record {
        floem::create_rw_signal(value)
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
        floem::create_effect(move |_| run());
    }

    fn batch(_: &mut Owned, write: impl FnOnce()) {
        floem::batch(write);
    }

    #[inline]
    fn write(_: &mut Owned, signal: &Self::Signal, value: i64) {
        signal.set(value);
    }
}
