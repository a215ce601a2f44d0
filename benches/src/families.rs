//! Families: what is measured beside a map behind a mutex.
//!
//! The map is what a program without a store would hold: `HashMap<u32, i64>` with the hasher that
//! families have, in a mutex of `parking_lot`. It tells nobody and keeps no order; where a row tells,
//! the callbacks by hand are called outside of the lock.

mod bulk;
mod bytes;
mod computed;
mod hand;
mod single;

use std::hint::black_box;

use atomata::{Each, Store, atom, computed};
use serde::{Deserialize, Serialize};

pub use bulk::BULK;
pub use bytes::bytes_per_member;
pub use computed::COMPUTED;
pub use single::SINGLE;

use crate::contest::Runner;

/// How many members there are, if a row says nothing else.
const MEMBERS: u32 = 10_000;

#[atom]
static PLAIN: i64 = 7;

#[atom(key = u32)]
pub(crate) static CELL: i64 = 0;

/// A struct by key.
#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Panel {
    width: i64,
    height: i64,
    visible: bool,
}

#[computed(key = u32, deps = [CELL(id)])]
fn twice(id: u32, cell: i64) -> i64 {
    let _ = id;
    cell * 2
}

#[computed(key = u32, deps = [CELL(id)], life = keep)]
pub(crate) fn kept(id: u32, cell: i64) -> i64 {
    let _ = id;
    cell * 2
}

#[computed(deps = [each(CELL)])]
fn total(cells: Each<'_, u32, i64>) -> i64 {
    cells.map(|(_, cell)| cell).sum()
}

/// A store in which each member is its key.
fn full(members: u32) -> Store {
    let store = Store::immediate();
    store.set_batch(CELL, (0..members).map(|key| (key, i64::from(key))));
    store
}

/// Each key once in each round, in no order that a cache could guess.
struct Keys {
    at: u32,
}

impl Keys {
    fn new() -> Self {
        Self { at: 0 }
    }

    #[inline]
    fn next(&mut self) -> u32 {
        // A prime, and so coprime to the number of members.
        self.at += 7919;
        if self.at >= MEMBERS {
            self.at -= MEMBERS;
        }
        black_box(self.at)
    }
}

/// Reads members, each of which is so many times its key.
fn reading(times_key: i64, read: impl Fn(u32) -> i64 + 'static) -> Box<dyn Runner> {
    let mut keys = Keys::new();
    Box::new(move |times: u64| {
        let (mut sum, mut expected) = (0, 0);
        for _ in 0..times {
            let key = keys.next();
            expected += i64::from(key);
            sum += read(key);
        }
        assert_eq!(sum, expected * times_key);
    })
}

/// Writes members; the read says whether the last one arrived.
struct Writing<W, R> {
    keys: Keys,
    last: (u32, i64),
    write: W,
    read: R,
}

impl<W: FnMut(u32, i64), R: Fn(u32) -> i64> Runner for Writing<W, R> {
    fn run(&mut self, times: u64) {
        for _ in 0..times {
            self.last = (self.keys.next(), black_box(self.last.1 + 1));
            (self.write)(self.last.0, self.last.1);
        }
    }

    fn check(&self) {
        assert_eq!((self.read)(self.last.0), self.last.1);
    }
}

fn writing(
    write: impl FnMut(u32, i64) + 'static,
    read: impl Fn(u32) -> i64 + 'static,
) -> Box<dyn Runner> {
    Box::new(Writing { keys: Keys::new(), last: (0, i64::from(MEMBERS)), write, read })
}

/// Does something to the keys of stores of which each has its turn for [`MEMBERS`] times; the stores
/// are made, and dropped, while nobody measures.
struct Fresh<T, W> {
    stores: Vec<T>,
    make: fn() -> T,
    work: W,
    check: fn(&T, u32),
    done: u64,
}

impl<T, W: Fn(&T, u32)> Runner for Fresh<T, W> {
    fn prepare(&mut self, times: u64) {
        self.stores.clear();
        self.stores.extend((0..times.div_ceil(u64::from(MEMBERS))).map(|_| (self.make)()));
    }

    fn run(&mut self, times: u64) {
        let mut left = times;
        for store in &self.stores {
            let now = left.min(u64::from(MEMBERS));
            (0..now as u32).for_each(|key| (self.work)(store, black_box(key)));
            left -= now;
        }
        assert_eq!(left, 0);
        self.done = times;
    }

    fn check(&self) {
        let mut left = self.done;
        for store in &self.stores {
            let now = left.min(u64::from(MEMBERS));
            (self.check)(store, now as u32);
            left -= now;
        }
    }
}

fn fresh<T: 'static>(
    make: fn() -> T,
    work: impl Fn(&T, u32) + 'static,
    check: fn(&T, u32),
) -> Box<dyn Runner> {
    Box::new(Fresh { stores: Vec::new(), make, work, check, done: 0 })
}
