//! The shapes in atomata.

use std::hint::black_box;
use std::sync::Arc;

use atomata::{Dynamic, Holds, Read, Store, Subscription, Tier, Write};

use crate::contest::Runner;
use crate::graphs::{broad, chain, cut_off, diamond, fields};
use crate::seen::Seen;
use crate::shape::Shape;

struct Ours<G: Tier, U> {
    shape: Shape,
    store: Store<G>,
    seen: Arc<Seen>,
    written: i64,
    update: U,
    head: fn(&Store<G>) -> i64,
    _subscriptions: Vec<Subscription>,
}

impl<G: Tier, U: Fn(&Store<G>, i64)> Runner for Ours<G, U> {
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
pub fn subscribe<G: Tier + Holds<H>, H: Read<Value = i64> + 'static>(
    store: &Store<G>,
    seen: &Arc<Seen>,
    handles: Vec<H>,
) -> Vec<Subscription> {
    let subscribe = |(subscriber, handle)| {
        let seen = Arc::clone(seen);
        store.subscribe(handle, move |value: &i64| seen.hit(subscriber, *value))
    };
    handles.into_iter().enumerate().map(subscribe).collect()
}

fn set<G, H, W>(
    shape: Shape,
    head: H,
    read_head: fn(&Store<G>) -> i64,
    watched: Vec<W>,
) -> Box<dyn Runner>
where
    G: Tier + Holds<H> + Holds<W>,
    H: Write<Value = i64> + Copy + 'static,
    W: Read<Value = i64> + 'static,
{
    runner(shape, watched, read_head, move |store, i| store.set(head, i))
}

fn runner<G: Tier + Holds<W>, W: Read<Value = i64> + 'static>(
    shape: Shape,
    watched: Vec<W>,
    head: fn(&Store<G>) -> i64,
    update: impl Fn(&Store<G>, i64) + 'static,
) -> Box<dyn Runner> {
    let store = Store::<G>::builder_of().immediate().build();
    let seen = Arc::new(Seen::new(shape.subscribers()));
    let subscriptions = subscribe(&store, &seen, watched);
    Box::new(Ours { shape, store, seen, written: 0, update, head, _subscriptions: subscriptions })
}

/// The shapes in stores of these tiers.
macro_rules! shapes {
    ($name:ident, $chain:ty, $diamond:ty, $broad:ty, $cut_off:ty, $fields:ty) => {
        /// The shape in a store of its own.
        pub fn $name(shape: Shape) -> Box<dyn Runner> {
            let head = |s: &Store<$chain>| s.get(chain::HEAD);
            let alone = |count| set(shape, chain::HEAD, head, vec![chain::HEAD; count]);
            let field = |s: &Store<$fields>| s.get(fields::Row.f07);
            match shape {
                Shape::Unobserved => alone(0),
                Shape::One => alone(1),
                Shape::Fan => alone(1000),
                Shape::Chain => set(shape, chain::HEAD, head, vec![chain::end()]),
                Shape::Diamond => {
                    let head = |s: &Store<$diamond>| s.get(diamond::HEAD);
                    set(shape, diamond::HEAD, head, vec![diamond::SUM])
                }
                Shape::Broad => {
                    let head = |s: &Store<$broad>| s.get(broad::HEAD);
                    set(shape, broad::HEAD, head, broad::ends())
                }
                Shape::CutOff => {
                    let head = |s: &Store<$cut_off>| s.get(cut_off::HEAD);
                    set(shape, cut_off::HEAD, head, vec![cut_off::LAST])
                }
                Shape::Fields => set(shape, fields::Row.f07, field, fields::all()),
                Shape::FieldsGuard => runner(shape, fields::all(), field, |store, i| {
                    store.update(fields::Row, |row| *row.f07 = i);
                }),
            }
        }
    };
}

shapes!(dynamic, Dynamic, Dynamic, Dynamic, Dynamic, Dynamic);
shapes!(compiled, chain::Graph, diamond::Graph, broad::Graph, cut_off::Graph, fields::Graph);
