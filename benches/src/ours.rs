//! The shapes in atomata.

use std::hint::black_box;
use std::sync::Arc;

use atomata::{Read, Store, Subscription, Write};

use crate::contest::Runner;
use crate::graphs::{broad, chain, cut_off, diamond, fields};
use crate::seen::Seen;
use crate::shape::Shape;

struct Ours<U> {
    shape: Shape,
    store: Store,
    seen: Arc<Seen>,
    written: i64,
    update: U,
    head: fn(&Store) -> i64,
    _subscriptions: Vec<Subscription>,
}

impl<U: Fn(&Store, i64)> Runner for Ours<U> {
    fn run(&mut self, updates: u64) {
        for _ in 0..updates {
            self.written += 1;
            (self.update)(&self.store, black_box(self.written));
        }
    }

    fn check(&self) {
        assert_eq!((self.head)(&self.store), self.written);
        assert_eq!(self.seen.values(), self.shape.expected(self.written));
        assert_eq!(self.seen.calls(), self.shape.told() * self.written.unsigned_abs());
    }
}

/// Subscribes to each of these handles in `store`.
pub fn subscribe<H: Read<Value = i64> + 'static>(
    store: &Store,
    seen: &Arc<Seen>,
    handles: Vec<H>,
) -> Vec<Subscription> {
    let subscribe = |(subscriber, handle)| {
        let seen = Arc::clone(seen);
        store.subscribe(handle, move |value: &i64| seen.hit(subscriber, *value))
    };
    handles.into_iter().enumerate().map(subscribe).collect()
}

fn set<H: Write<Value = i64> + Copy + 'static, W: Read<Value = i64> + 'static>(
    shape: Shape,
    head: H,
    read_head: fn(&Store) -> i64,
    watched: Vec<W>,
) -> Box<dyn Runner> {
    runner(shape, watched, read_head, move |store, i| store.set(head, i))
}

fn runner<W: Read<Value = i64> + 'static>(
    shape: Shape,
    watched: Vec<W>,
    head: fn(&Store) -> i64,
    update: impl Fn(&Store, i64) + 'static,
) -> Box<dyn Runner> {
    let store = Store::immediate();
    let seen = Arc::new(Seen::new(shape.subscribers()));
    let subscriptions = subscribe(&store, &seen, watched);
    Box::new(Ours { shape, store, seen, written: 0, update, head, _subscriptions: subscriptions })
}

/// The shape in a store of its own.
pub fn build(shape: Shape) -> Box<dyn Runner> {
    let alone = |count| set(shape, chain::HEAD, |s| s.get(chain::HEAD), vec![chain::HEAD; count]);
    match shape {
        Shape::Unobserved => alone(0),
        Shape::One => alone(1),
        Shape::Fan => alone(1000),
        Shape::Diamond => set(shape, diamond::HEAD, |s| s.get(diamond::HEAD), vec![diamond::SUM]),
        Shape::Chain => set(shape, chain::HEAD, |s| s.get(chain::HEAD), vec![chain::end()]),
        Shape::Broad => set(shape, broad::HEAD, |s| s.get(broad::HEAD), broad::ends()),
        Shape::CutOff => set(shape, cut_off::HEAD, |s| s.get(cut_off::HEAD), vec![cut_off::LAST]),
        Shape::Fields => set(shape, fields::Row.f07, |s| s.get(fields::Row.f07), fields::all()),
        Shape::FieldsGuard => runner(
            shape,
            fields::all(),
            |s| s.get(fields::Row.f07),
            |store, i| store.update(fields::Row, |row| *row.f07 = i),
        ),
    }
}
