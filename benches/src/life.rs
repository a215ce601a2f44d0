//! Making and ending: stores, nodes, subscriptions.

use std::hint::black_box;
use std::sync::{Arc, Mutex, PoisonError};

use atomata::{Store, Subscription};

use crate::cases::Case;
use crate::contest::Runner;
use crate::graphs::{chain, thousand};
use crate::seen::Seen;

type Callback = Box<dyn FnMut(i64) + Send>;

/// What is measured beside the least that could be done by hand.
pub const LIFE: &[Case] = &[
    Case {
        name: "make and drop a store",
        ours: || {
            Box::new(|times: u64| (0..times).for_each(|_| drop(black_box(Store::immediate()))))
        },
        hand: || Box::new(|times: u64| (0..times).for_each(|_| drop(black_box(Listeners::new(1))))),
    },
    Case {
        name: "a store of 1,000 atoms",
        ours: || {
            let handles = thousand::all();
            Box::new(move |times: u64| {
                for _ in 0..times {
                    let store = Store::immediate();
                    assert_eq!(handles.iter().map(|handle| store.get(handle)).sum::<i64>(), 0);
                }
            })
        },
        hand: || {
            Box::new(|times: u64| (0..times).for_each(|_| drop(black_box(Listeners::new(1000)))))
        },
    },
    Case {
        name: "a store of 50 computeds in a row",
        ours: || {
            Box::new(|times: u64| {
                for _ in 0..times {
                    assert_eq!(Store::immediate().get(chain::end()), 50);
                }
            })
        },
        hand: || {
            Box::new(|times: u64| (0..times).for_each(|_| drop(black_box(Listeners::new(51)))))
        },
    },
    Case {
        name: "subscribe and unsubscribe",
        ours: || {
            let store = Store::immediate();
            Box::new(move |times: u64| {
                (0..times).for_each(|_| drop(store.subscribe(chain::HEAD, |_| ())));
            })
        },
        hand: || {
            let list = Listeners::new(1);
            Box::new(move |times: u64| {
                for _ in 0..times {
                    let place = list.add(0, Box::new(|_| ()));
                    list.remove(0, place);
                }
            })
        },
    },
    Case {
        name: "1,000 subscriptions of one atom",
        ours: || many_subscriptions(1_000),
        hand: || many_by_hand(1_000),
    },
    Case {
        name: "10,000 subscriptions of one atom",
        ours: || many_subscriptions(10_000),
        hand: || many_by_hand(10_000),
    },
];

/// Subscribes so often to one atom, writes once, and drops the subscriptions, the oldest first.
pub fn many_subscriptions(count: usize) -> Box<dyn Runner> {
    Box::new(move |times: u64| {
        for _ in 0..times {
            let store = Store::immediate();
            let seen = Arc::new(Seen::new(1));
            let subscriptions: Vec<Subscription> = (0..count)
                .map(|_| {
                    let seen = Arc::clone(&seen);
                    store.subscribe(chain::HEAD, move |value| seen.hit(0, *value))
                })
                .collect();
            store.set(chain::HEAD, 1);
            drop(subscriptions);
            store.set(chain::HEAD, 2);
            assert_eq!(seen.calls(), count as u64);
        }
    })
}

fn many_by_hand(count: usize) -> Box<dyn Runner> {
    Box::new(move |times: u64| {
        for _ in 0..times {
            let list = Listeners::new(1);
            let seen = Arc::new(Seen::new(1));
            let places: Vec<usize> = (0..count)
                .map(|_| {
                    let seen = Arc::clone(&seen);
                    list.add(0, Box::new(move |value| seen.hit(0, value)))
                })
                .collect();
            list.set(0, 1);
            for place in places {
                list.remove(0, place);
            }
            list.set(0, 2);
            assert_eq!(seen.calls(), count as u64);
        }
    })
}

/// Values with lists of callbacks behind a mutex, the least that a program would write.
struct Listeners {
    values: Mutex<Vec<Listened>>,
}

/// A value and its callbacks; a removed one leaves its place.
type Listened = (i64, Vec<Option<Callback>>);

impl Listeners {
    fn new(values: usize) -> Self {
        Self { values: Mutex::new((0..values).map(|_| (0, Vec::new())).collect()) }
    }

    fn add(&self, at: usize, callback: Callback) -> usize {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        let list = &mut values[at].1;
        if let Some(free) = list.last_mut().filter(|callback| callback.is_none()) {
            *free = Some(callback);
        } else {
            list.push(Some(callback));
        }
        list.len() - 1
    }

    fn remove(&self, at: usize, place: usize) {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        values[at].1[place] = None;
    }

    fn set(&self, at: usize, value: i64) {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        let (current, list) = &mut values[at];
        if std::mem::replace(current, value) != value {
            list.iter_mut().flatten().for_each(|callback| callback(value));
        }
    }
}
