//! Many threads make, use and remove the same members.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use atomata::{Error, Store};

use super::{CELL, HOW_MANY, OPEN, Todo, VISIBLE, checked};

const THREADS: u32 = 4;

/// Numbers that look random, the same in each run.
fn numbers(mut seed: u32) -> impl FnMut(u32) -> u32 {
    move |below| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    }
}

#[test]
fn members_come_and_go_on_many_threads() {
    let store = Store::builder().window(Duration::from_micros(200)).build();
    let told = Arc::new(AtomicU64::new(0));
    let start = Arc::new(Barrier::new(THREADS as usize));
    let threads: Vec<_> = (0..THREADS)
        .map(|seed| {
            let (store, told, start) = (store.clone(), Arc::clone(&told), Arc::clone(&start));
            thread::spawn(move || {
                start.wait();
                use_members(&store, &told, seed);
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    store.settled().wait().unwrap();
    store.remove_batch(Todo, 0..8);
    store.remove_batch(CELL, (0..8).map(|x| (x, 0)));
    assert_eq!(store.get((HOW_MANY, OPEN)), (0, Vec::new()));
    let stats = checked(&store).stats();
    assert_eq!(stats.subscriptions, 0);
    // The keys of three families, the filter, two computeds and the node for all todos.
    assert!(stats.nodes <= 7, "{} nodes are left", stats.nodes);
}

fn use_members(store: &Store, told: &Arc<AtomicU64>, seed: u32) {
    let mut number = numbers(seed);
    let mut subscriptions = Vec::new();
    let mut bound = Vec::new();
    for _ in 0..3_000 {
        let key = number(8);
        match number(10) {
            0 => store.set(CELL(key, 0), i64::from(number(4))),
            1 => store.update(Todo(key), |todo| *todo.done = !*todo.done),
            2 => drop(store.remove(Todo(key))),
            3 => drop(store.remove(CELL(key, 0))),
            4 => {
                let told = Arc::clone(told);
                subscriptions.push(store.subscribe(VISIBLE(key), move |_| {
                    told.fetch_add(1, Ordering::Relaxed);
                }));
            }
            5 => {
                let told = Arc::clone(told);
                let subscription = store.subscribe(CELL(key, 0), |_| ());
                subscription.on_end(move || {
                    told.fetch_add(1, Ordering::Relaxed);
                });
                subscriptions.push(subscription);
            }
            6 => bound.push(store.bind(CELL(key, 0))),
            7 => {
                if let Some(cell) = bound.pop() {
                    match store.try_update(&cell, |cell| *cell += 1) {
                        Ok(()) | Err(Error::Removed { .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            }
            8 => drop(subscriptions.pop()),
            _ => {
                let result: Result<(), ()> = store.transaction(|tx| {
                    tx.set(Todo(key).done, true);
                    tx.remove(Todo((key + 1) % 8));
                    let open = tx.get(OPEN).len();
                    assert!(open <= tx.get(HOW_MANY));
                    if open % 2 == 0 { Ok(()) } else { Err(()) }
                });
                let _ = result;
            }
        }
    }
}
