//! `reactive_stores`: one value, of which fields are subscribed to; with the effects of `reactive_graph`.

use std::any::Any;
use std::hint::black_box;
use std::sync::Arc;

use ::reactive_graph::traits::{Get as _, GetUntracked as _, Set as _};
use ::reactive_stores::Store;
use any_spawner::Executor;

use super::reactive_graph::{Owned, effect};
use crate::api::{Graph, Make, Peer, Reader, Reading, Sink};
use crate::shape::{FIELDS, Shape, field_of};

macro_rules! fields {
    ($($field:ident)*) => {
        /// A record with fields.
        #[derive(Store, Default, Clone, Debug)]
        pub struct Form { $($field: i64),* }

        fn getters(form: Store<Form>) -> Vec<Box<dyn Fn() -> i64>> {
            vec![$(Box::new(move || form.$field().get())),*]
        }

        fn setters(form: Store<Form>) -> Vec<Box<dyn Fn(i64)>> {
            vec![$(Box::new(move |value| form.$field().set(value))),*]
        }
    };
}

fields!(f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 f13 f14 f15 f16 f17 f18 f19);

/// The library, with effects that run at once or without.
pub struct ReactiveStores<const IMMEDIATE: bool>;

struct Built {
    setters: Vec<Box<dyn Fn(i64)>>,
    pick: fn(u64) -> usize,
    sink: Arc<Sink>,
    store: Store<Form>,
    ticks: bool,
    _owner: Owned,
}

impl Graph for Built {
    fn run(&mut self, from: u64, n: u64) {
        for i in from..from + n {
            (self.setters[(self.pick)(i)])(black_box(i) as i64);
            if self.ticks {
                Executor::poll_local();
            }
        }
    }

    fn sink(&self) -> &Sink {
        &self.sink
    }

    fn peek(&self) -> i64 {
        self.store.f0().get_untracked()
    }
}

impl<const IMMEDIATE: bool> Peer for ReactiveStores<IMMEDIATE> {
    fn name(&self) -> String {
        let effect = if IMMEDIATE { "ImmediateEffect" } else { "Effect" };
        format!("reactive_stores ({effect})")
    }

    fn version(&self) -> &'static str {
        "0.4.4"
    }

    fn build(&self, shape: Shape) -> Option<Box<dyn Graph>> {
        let (watched, pick): (usize, fn(u64) -> usize) = match shape {
            Shape::Fields(FIELDS) | Shape::Record => (FIELDS, |i| field_of(i, FIELDS)),
            Shape::One => (1, |_| 0),
            Shape::Unobserved => (0, |_| 0),
            _ => return None,
        };
        let sink = Sink::new(watched);
        let (owner, (store, setters)) = Owned::with(|| {
            let form = Store::new(Form::default());
            for (slot, get) in getters(form).into_iter().take(watched).enumerate() {
                let sink = Arc::clone(&sink);
                effect(IMMEDIATE, move || sink.hit(slot, get()));
            }
            (form, setters(form))
        });
        Executor::poll_local();
        Some(Box::new(Built { setters, pick, sink, store, ticks: !IMMEDIATE, _owner: owner }))
    }

    /// An atom is a field, of stores of twenty.
    fn make(&self, what: Make, count: usize) -> Option<Box<dyn Any>> {
        if what == Make::Computeds {
            return None;
        }
        let store = |_| {
            let form = Store::new(Form::default());
            if what == Make::Effects {
                for get in getters(form) {
                    effect(IMMEDIATE, move || {
                        black_box(get());
                    });
                }
            }
            form
        };
        let (owner, stores) = Owned::with(|| (0..count / FIELDS).map(store).collect::<Vec<_>>());
        Executor::poll_local();
        Some(Box::new((stores, owner)))
    }

    fn reader(&self, reading: Reading) -> Option<Reader> {
        if reading == Reading::Computed {
            return None;
        }
        let (owner, form) = Owned::with(|| Store::new(Form { f3: 7, ..Form::default() }));
        Some(Box::new(move |n| {
            let _ = &owner;
            let read = |sum: i64, _| sum.wrapping_add(black_box(&form).f3().get_untracked());
            (0..n).fold(0, read)
        }))
    }
}
