//! The laws of plain nodes hold for members: each law by its number.
#![allow(clippy::float_cmp, reason = "the values are exact")]

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use atomata::{Each, Error, Store, atom, computed};
use atomata_tests::panics::panic_of;
use atomata_tests::recorder::Recorder;

use super::checked;

thread_local! {
    // Each test has a thread of its own.
    static RUNS: Cell<u32> = const { Cell::new(0) };
    static INSIDE: Cell<Option<Store>> = const { Cell::new(None) };
}

#[atom(key = u32)]
static BASE: f64 = 1.0;

#[computed(key = u32, deps = [BASE(id)])]
fn half(id: u32, base: f64) -> f64 {
    RUNS.set(RUNS.get() + 1);
    base / 2.0
}

#[computed(key = u32, deps = [BASE(id), HALF(id)])]
fn both(id: u32, base: f64, half: f64) -> f64 {
    RUNS.set(RUNS.get() + 1);
    base + half
}

#[computed(key = u32, deps = [BASE(id)])]
fn large(id: u32, base: f64) -> bool {
    base > 10.0
}

#[computed(key = u32, deps = [BASE(id)])]
fn fragile(id: u32, base: f64) -> f64 {
    assert!(base < 100.0, "{id} is too large");
    base
}

#[computed(key = u32, deps = [FRAGILE(id)])]
fn behind(id: u32, fragile: f64) -> f64 {
    fragile
}

#[computed(key = u32, deps = [BASE(id)])]
fn enters(id: u32, base: f64) -> f64 {
    match INSIDE.take() {
        Some(store) => store.get(BASE(id)),
        None => base,
    }
}

#[computed(deps = [each(BASE)])]
fn sum(bases: Each<'_, u32, f64>) -> f64 {
    bases.map(|(_, base)| base).sum()
}

#[test]
fn law_1_reads_see_writes() {
    let store = Store::manual();
    store.set(BASE(1), 4.0);
    assert_eq!((store.get(BOTH(1)), store.get(SUM)), (6.0, 4.0));
    store.batch(|tx| {
        for _ in 0..10 {
            tx.update(BASE(1), |base| *base += 1.0);
        }
        assert_eq!((tx.get(BOTH(1)), tx.get(SUM)), (21.0, 14.0));
    });
}

#[test]
fn law_2_each_runs_once_after_what_it_depends_on() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let _both = store.subscribe(BOTH(1), recorder.showing("both"));
    RUNS.set(0);
    store.set(BASE(1), 4.0);
    assert_eq!(RUNS.take(), 2);
    assert_eq!(recorder.take(), "both 6.0");
}

#[test]
fn law_2_other_threads_see_a_batch_whole() {
    let store = Store::manual();
    let start = Arc::new(Barrier::new(2));
    let reader = {
        let (store, start) = (store.clone(), Arc::clone(&start));
        thread::spawn(move || {
            start.wait();
            for _ in 0..2_000 {
                let sum = store.get(SUM);
                assert!([0.0, 10.0].contains(&sum), "a reader saw {sum}");
            }
        })
    };
    start.wait();
    for _ in 0..500 {
        store.set_batch(BASE, (0..10).map(|key| (key, 1.0)));
        store.remove_batch(BASE, 0..10);
    }
    reader.join().unwrap();
    checked(&store);
}

#[test]
fn law_3_a_compute_function_that_enters_the_store_panics() {
    let store = Store::builder().immediate().on_error(|_| ()).build();
    INSIDE.set(Some(store.clone()));
    let error = store.try_get(ENTERS(3)).unwrap_err();
    assert!(error.to_string().contains("`enters(3)` failed: the store was entered"), "{error}");
    assert_eq!(store.get(ENTERS(3)), 1.0);
    let message = panic_of(|| store.update(BASE(1), |_| store.get(HALF(1))));
    assert_eq!(
        message,
        "`half(1)` depends on `BASE(1)`, which is being updated; read it before or after"
    );
    store.update(BASE(1), |_| assert_eq!(store.get(HALF(2)), 0.5));
    checked(&store);
}

#[test]
fn law_4_equal_values_stop_where_they_are() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    store.set(BASE(1), f64::NAN);
    let _base = store.subscribe(BASE(1), recorder.showing("base"));
    let _large = store.subscribe(LARGE(1), recorder.showing("large"));
    store.set(BASE(1), f64::NAN);
    store.update(BASE(1), |base| *base += 1.0);
    assert_eq!(recorder.take(), "");
    store.set(BASE(1), 5.0);
    store.set(BASE(1), 50.0);
    assert_eq!(recorder.take(), "base 5.0; base 50.0; large true");
}

#[test]
fn law_5_a_subscriber_is_told_what_differs_from_what_it_saw() {
    let store = Store::manual();
    let recorder = Recorder::new();
    let told = recorder.clone();
    let _pair = store.subscribe((BASE(1), HALF(2)), move |(base, half)| {
        told.log(format_args!("{base} {half}"));
    });
    store.set(BASE(1), 5.0);
    store.set(BASE(1), 1.0);
    store.flush();
    assert_eq!(recorder.take(), "");
    store.set(BASE(1), 5.0);
    store.set(BASE(2), 5.0);
    store.flush();
    assert_eq!(recorder.take(), "5 2.5");
}

#[test]
fn law_6_what_never_ends_is_cut_off_and_named() {
    let runaways = Recorder::new();
    let errors = runaways.clone();
    let store = Store::builder().immediate().on_error(move |error| errors.log(error)).build();
    store.effect(BASE(7), |store, base| store.set(BASE(7), base + 1.0)).detach();
    let told = runaways.take();
    assert!(told.contains("after 100 passes") && told.contains("BASE(7)"), "{told}");
    checked(&store);
}

#[test]
fn law_8_nothing_runs_that_nobody_needs() {
    let store = Store::immediate();
    RUNS.set(0);
    store.set(BASE(1), 2.0);
    assert_eq!(RUNS.get(), 0);
    let observed = store.subscribe(HALF(1), |_| ());
    RUNS.set(0);
    store.set(BASE(1), 3.0);
    store.set(BASE(2), 3.0);
    assert_eq!(RUNS.get(), 1);
    drop(observed);
    store.set(BASE(1), 4.0);
    assert_eq!(RUNS.get(), 1);
}

#[test]
fn law_9_a_member_that_fails_fails_alone_and_recovers() {
    let reports = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&reports);
    let count = move |_: &Error| {
        counter.fetch_add(1, Ordering::Relaxed);
    };
    let store = Store::builder().immediate().on_error(count).build();
    let recorder = Recorder::new();
    let _one = store.subscribe(BEHIND(1), recorder.showing("1"));
    let _two = store.subscribe(BEHIND(2), recorder.showing("2"));
    store.set_batch(BASE, [(1, 500.0), (2, 5.0)]);
    assert_eq!(recorder.take(), "2 5.0");
    let error = store.try_get(BEHIND(1)).unwrap_err();
    assert_eq!(error.to_string(), "`behind(1)` failed, because `fragile(1)` did: 1 is too large");
    assert_eq!(reports.load(Ordering::Relaxed), 1);
    store.set(BASE(1), 6.0);
    assert_eq!(recorder.take(), "1 6.0");
    // A member that is removed takes its failure with it.
    store.set(BASE(1), 500.0);
    store.remove(BASE(1));
    assert_eq!(recorder.take(), "1 1.0");
    checked(&store);
}

#[test]
fn law_10_dropping_anything_anywhere_is_safe() {
    let store = Store::immediate();
    let bound = store.bind(BASE(1));
    let watch = store.watch(HALF(1));
    let subscription = store.subscribe(BASE(1), |_| ());
    store.update(BASE(1), |base| {
        drop((bound, watch, subscription));
        *base += 1.0;
    });
    assert_eq!(checked(&store).stats().subscriptions, 0);
    let outlives = store.bind(BASE(2));
    drop(store);
    drop(outlives);
}

#[test]
fn law_11_members_are_told_in_the_order_of_their_nodes() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let _subscriptions: Vec<_> = ["a", "b", "c"]
        .into_iter()
        .zip([3, 1, 2])
        .flat_map(|(name, key)| {
            [store.subscribe(BOTH(key), recorder.showing(name)), {
                store.subscribe(BASE(key), recorder.showing(name))
            }]
        })
        .collect();
    store.set_batch(BASE, [(1, 2.0), (2, 4.0), (3, 6.0)]);
    // Level by level, and on each in the order in which they were first used.
    assert_eq!(recorder.take(), "a 6.0; b 2.0; c 4.0; a 9.0; b 3.0; c 6.0");
}
