//! Between two reads a computed runs at most once, after all it depends on; nobody sees a state that
//! is half updated.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use atomata::{Store, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;

#[atom]
static A: i64 = 1;

#[atom]
static B: i64 = 1;

#[computed(deps = [A])]
fn plus_one(a: i64) -> i64 {
    a + 1
}

#[computed(deps = [PLUS_ONE])]
fn times_ten(plus_one: i64) -> i64 {
    plus_one * 10
}

static RUNS: AtomicU32 = AtomicU32::new(0);

// One dependency is an atom, the other stands two levels deep: an order by arrival would see them
// out of step.
#[computed(deps = [A, TIMES_TEN, PLUS_ONE])]
fn apart(a: i64, times_ten: i64, plus_one: i64) -> i64 {
    assert_eq!(times_ten, (a + 1) * 10, "a glitch");
    assert_eq!(plus_one, a + 1, "a glitch");
    RUNS.fetch_add(1, Ordering::Relaxed);
    times_ten - a
}

#[test]
fn a_diamond_runs_once_and_after_all_it_depends_on() {
    let (store, log) = (Store::manual(), Recorder::new());
    let _telling = store.subscribe(APART, log.telling("apart"));
    let before = RUNS.load(Ordering::Relaxed);
    for a in 2..=50 {
        store.set(A, a);
        store.flush();
        assert_eq!(log.take(), format!("apart {}", (a + 1) * 10 - a));
    }
    assert_eq!(RUNS.load(Ordering::Relaxed) - before, 49);
    assert_eq!(store.get(APART), 460);
    assert_eq!(RUNS.load(Ordering::Relaxed) - before, 49, "a read of a current value runs nothing");
}

#[computed(deps = [A, B])]
fn difference(a: i64, b: i64) -> i64 {
    a - b
}

#[test]
fn a_batch_is_seen_whole_by_subscribers() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _telling = store.subscribe(DIFFERENCE, log.telling("difference"));
    let _pair = {
        let log = log.clone();
        store.subscribe((A, B), move |(a, b)| log.log(format_args!("{a} {b}")))
    };
    store.batch(|tx| {
        tx.set(A, 10);
        tx.set(B, 10);
    });
    log.check(expect!["10 10"]);
    store.batch(|tx| {
        tx.set(A, 11);
        tx.set(A, 12);
        tx.set(B, 2);
    });
    log.check(expect!["12 2; difference 10"]);
}

#[test]
fn other_threads_see_a_turn_whole_or_not_at_all() {
    let store = Store::manual();
    let start = Barrier::new(3);
    thread::scope(|scope| {
        scope.spawn(|| {
            start.wait();
            for value in 0..500 {
                store.batch(|tx| {
                    tx.set(A, value);
                    tx.set(B, value);
                });
                let failed: Result<(), ()> = store.transaction(|tx| {
                    tx.set(A, -1);
                    Err(())
                });
                assert!(failed.is_err());
                store.update(A, |a| {
                    *a += 1;
                    store.update(B, |b| *b += 1);
                });
            }
        });
        for _ in 0..2 {
            scope.spawn(|| {
                start.wait();
                for _ in 0..500 {
                    let (a, b) = store.get((A, B));
                    assert_eq!(a, b);
                    assert_eq!(store.get(DIFFERENCE), 0);
                    store.read(|view| {
                        assert_eq!(view.get(A), view.get(B));
                        assert_eq!(view.get(DIFFERENCE), 0);
                    });
                    let snapshot = store.snapshot();
                    assert_eq!(snapshot.get(A), snapshot.get(B));
                    assert_eq!(snapshot.get(DIFFERENCE), 0);
                }
            });
        }
    });
}

#[test]
fn all_callbacks_of_a_pass_get_values_of_one_cut() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _first = {
        let (log, store) = (log.clone(), store.downgrade());
        store.upgrade().unwrap().subscribe(A, move |a| {
            log.log(format_args!("first {a}"));
            if *a == 5 {
                store.upgrade().unwrap().set(A, 6);
            }
        })
    };
    let _second = store.subscribe(A, log.telling("second"));
    let _computed = store.subscribe(PLUS_ONE, log.telling("plus one"));
    store.set(A, 5);
    log.check(expect!["first 5; second 5; plus one 6; first 6; second 6; plus one 7"]);
}
