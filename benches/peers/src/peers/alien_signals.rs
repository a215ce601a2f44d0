//! alien-signals, a Rust port of the JavaScript library: thread-local, nodes are never freed.

use std::cell::RefCell;
use std::rc::Rc;

use ::alien_signals::{self as alien, Computed, Effect, Signal};

use crate::shape::FIELDS;
use crate::track::Tracking;

thread_local! {
    static EFFECTS: RefCell<Vec<Effect>> = const { RefCell::new(vec![]) };
}

/// The library.
pub struct Alien;

/// The effects, which would go on without it.
pub struct Effects(Vec<Effect>);

impl Drop for Effects {
    fn drop(&mut self) {
        for effect in self.0.drain(..) {
            effect.dispose();
        }
    }
}

impl Tracking for Alien {
    const NAME: &'static str = "alien-signals";
    const VERSION: &'static str = "0.1.4";
    type Scope = Effects;
    type Signal = Signal<i64>;
    type Memo = Computed<i64>;
    // Values are read by value alone, so that many of them need an `Rc`.
    type VecMemo = Computed<Rc<Vec<i64>>>;
    type Record = Signal<[i64; FIELDS]>;

    fn open<R>(build: impl FnOnce() -> R) -> (Effects, R) {
        let result = build();
        (Effects(EFFECTS.take()), result)
    }

    fn signal(value: i64) -> Self::Signal {
        Signal::new(value)
    }

    #[inline]
    fn get(signal: &Self::Signal) -> i64 {
        signal.get()
    }

    #[inline]
    fn peek(signal: &Self::Signal) -> i64 {
        // Outside of a subscriber `get` does not track; there is no other way to read untracked.
        signal.get()
    }

    #[inline]
    fn set(signal: &Self::Signal, value: i64) {
        signal.set(value);
    }

    fn memo(compute: impl Fn() -> i64 + 'static) -> Self::Memo {
        Computed::new(move |_| compute())
    }

    #[inline]
    fn memo_get(memo: &Self::Memo) -> i64 {
        memo.get()
    }

    fn vec_memo(compute: impl Fn() -> Vec<i64> + 'static) -> Self::VecMemo {
        Computed::new(move |_| Rc::new(compute()))
    }

    #[inline]
    fn vec_get(memo: &Self::VecMemo, at: usize) -> i64 {
        memo.get()[at]
    }

    fn record(value: [i64; FIELDS]) -> Self::Record {
        Signal::new(value)
    }

    #[inline]
    fn record_get(record: &Self::Record, field: usize) -> i64 {
        record.get()[field]
    }

    #[inline]
    fn record_set(record: &Self::Record, field: usize, value: i64) {
        record.set_mut(|record| record[field] = value);
    }

    fn effect(run: impl Fn() + 'static) {
        let effect = Effect::new(run);
        EFFECTS.with_borrow_mut(|effects| effects.push(effect));
    }

    fn batch(_: &mut Effects, write: impl FnOnce()) {
        alien::start_batch();
        write();
        alien::end_batch();
    }

    #[inline]
    fn write(_: &mut Effects, signal: &Self::Signal, value: i64) {
        signal.set(value);
    }
}
