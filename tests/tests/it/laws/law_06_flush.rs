//! One flush at a time; what is left to the next pass; what ends and what is cut off.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;

use atomata::{Error, Store, Subscription, atom};
use atomata_tests::recorder::Recorder;
use expect_test::expect;

#[atom]
static COUNT: u64 = 0;

#[atom]
static OTHER: u64 = 0;

#[atom]
static THIRD: u64 = 0;

#[test]
fn a_thread_that_finds_a_flush_running_leaves_its_writes_to_the_next_pass() {
    for strategy in [Store::immediate as fn() -> Store, Store::manual] {
        let (store, log) = (strategy(), Recorder::new());
        let main = thread::current().id();
        let _telling = store.subscribe(COUNT, {
            let (store, log) = (store.downgrade(), log.clone());
            move |count| {
                log.log(format_args!("count {count}"));
                let store = store.upgrade().unwrap();
                // The thread returns while this callback runs: it does not wait for the flush.
                thread::spawn(move || {
                    store.set(OTHER, 5);
                    store.flush();
                })
                .join()
                .unwrap();
                log.log("joined");
            }
        });
        let _other = store.subscribe(OTHER, {
            let log = log.clone();
            move |other| log.log(format_args!("other {other} {}", thread::current().id() == main))
        });
        store.set(COUNT, 1);
        store.flush();
        log.check(expect!["count 1; joined; other 5 true"]);
    }
}

#[test]
fn a_flush_inside_a_turn_happens_at_its_end() {
    let (store, log) = (Store::manual(), Recorder::new());
    let _telling = store.subscribe(COUNT, log.telling("count"));
    store.batch(|tx| {
        tx.set(COUNT, 1);
        tx.flush();
        tx.batch(|tx| {
            tx.set(COUNT, 2);
            tx.flush();
        });
        tx.set(COUNT, 3);
        log.check(expect![""]);
    });
    log.check(expect!["count 3"]);
    store.batch(|tx| tx.set(COUNT, 4));
    log.check(expect![""]);
}

#[test]
fn a_flush_inside_a_subscriber_is_the_next_pass() {
    let (store, log) = (Store::manual(), Recorder::new());
    let _telling = store.subscribe(COUNT, {
        let (store, log) = (store.downgrade(), log.clone());
        move |count| {
            let store = store.upgrade().unwrap();
            store.set(OTHER, *count);
            store.flush();
            log.log(format_args!("count {count}"));
        }
    });
    let _other = store.subscribe(OTHER, log.telling("other"));
    let _also = store.subscribe(COUNT, log.telling("also"));
    store.set(COUNT, 1);
    store.flush();
    log.check(expect!["count 1; also 1; other 1"]);
}

#[test]
fn subscribers_run_on_the_thread_of_the_write_or_of_the_flush() {
    let on_this_thread = |store: &Store, act: &dyn Fn()| {
        let (sender, receiver) = channel();
        let _telling =
            store.subscribe(COUNT, move |_| sender.send(thread::current().id()).unwrap());
        act();
        assert_eq!(receiver.try_recv(), Ok(thread::current().id()));
    };
    let store = Store::immediate();
    on_this_thread(&store, &|| store.set(COUNT, 1));
    let store = Store::manual();
    on_this_thread(&store, &|| {
        thread::scope(|scope| scope.spawn(|| store.set(COUNT, 1)).join().unwrap());
        store.flush();
    });
}

#[test]
fn under_windows_subscribers_run_on_the_schedulers_thread() {
    let window = std::time::Duration::from_millis(1);
    for store in [Store::new(), Store::builder().time(window).build()] {
        let (sender, receiver) = channel();
        store
            .subscribe((COUNT, OTHER), move |_| sender.send(thread::current().id()).unwrap())
            .detach();
        store.set(COUNT, 1);
        let first = receiver.recv().unwrap();
        // A write of another thread is told by the same one.
        thread::scope(|scope| scope.spawn(|| store.set(OTHER, 1)).join().unwrap());
        assert_eq!(receiver.recv().unwrap(), first);
        assert_ne!(first, thread::current().id());
    }
}

#[test]
fn after_100_passes_the_rest_is_dropped_and_reported() {
    let log = Recorder::new();
    let store = Store::builder()
        .immediate()
        .on_error({
            let log = log.clone();
            move |error| log.log(error)
        })
        .build();
    let calls = Arc::new(AtomicU32::new(0));
    let told = store.subscribe(COUNT, {
        let (store, calls) = (store.downgrade(), Arc::clone(&calls));
        move |count| {
            calls.fetch_add(1, Ordering::Relaxed);
            store.upgrade().unwrap().set(COUNT, count + 1);
        }
    });
    let _report = store.after_flush({
        let log = log.clone();
        move |report| log.log(format_args!("{} passes {:?}", report.passes, report.runaway))
    });
    store.set(COUNT, 1);
    log.check(expect![[r#"after 100 passes subscribers still write what they are told about: COUNT; their values stay, the notifications are dropped; 100 passes ["COUNT"]"#]]);
    assert_eq!(calls.load(Ordering::Relaxed), 100);
    assert_eq!(store.get(COUNT), 101, "values stay");
    assert_eq!(store.stats().flushes, 1);
    drop(told);
    let _calm = store.subscribe(COUNT, log.telling("count"));
    store.set(COUNT, 5);
    log.check(expect!["count 5; 1 passes []"]);
}

#[test]
fn a_long_chain_that_ends_is_no_runaway() {
    let log = Recorder::new();
    let lines = log.clone();
    let store = Store::builder().immediate().on_error(move |error| lines.log(error)).build();
    let _told = store.subscribe(COUNT, {
        let store = store.downgrade();
        move |count| {
            if *count < 100 {
                store.upgrade().unwrap().set(COUNT, count + 1);
            }
        }
    });
    store.set(COUNT, 1);
    log.check(expect![""]);
    assert_eq!(store.get(COUNT), 100);
    assert_eq!(store.stats().passes, 100);
}

#[test]
fn writes_of_other_threads_are_never_taken_for_a_runaway() {
    let log = Recorder::new();
    let lines = log.clone();
    let store = Store::builder().immediate().on_error(move |error| lines.log(error)).build();
    let last = Arc::new(Mutex::new(0));
    let _telling = store.subscribe(COUNT, {
        let (store, last) = (store.downgrade(), Arc::clone(&last));
        move |count| {
            *last.lock().unwrap() = *count;
            if *count < 300 {
                let store = store.upgrade().unwrap();
                thread::spawn(move || store.update(COUNT, |count| *count += 1)).join().unwrap();
            }
        }
    });
    store.set(COUNT, 1);
    log.check(expect![""]);
    assert_eq!(*last.lock().unwrap(), 300, "every write was told");
}

#[test]
fn after_the_drop_no_call_begins_while_the_pass_runs_elsewhere() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let (reached, wait_for_it) = channel();
    let (go_on, wait_for_go) = channel();
    let _first = store.subscribe(COUNT, move |_| {
        reached.send(()).unwrap();
        wait_for_go.recv().unwrap();
    });
    let second = store.subscribe(COUNT, log.telling("second"));
    thread::scope(|scope| {
        scope.spawn(|| store.set(COUNT, 1));
        wait_for_it.recv().unwrap();
        drop(second); // in the middle of the pass
        go_on.send(()).unwrap();
    });
    log.check(expect![""]);
}

#[test]
fn dropping_a_subscription_whose_call_is_under_way_does_not_block() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let (reached, wait_for_it) = channel();
    let (go_on, wait_for_go) = channel::<()>();
    let told = store.subscribe(COUNT, {
        let log = log.clone();
        move |count| {
            reached.send(()).unwrap();
            let _ = wait_for_go.recv();
            log.log(format_args!("count {count}"));
        }
    });
    thread::scope(|scope| {
        scope.spawn(|| store.set(COUNT, 1));
        wait_for_it.recv().unwrap();
        drop(told); // returns, though the call waits for what comes next
        log.check(expect![""]);
        go_on.send(()).unwrap();
    });
    log.check(expect!["count 1"]);
    store.set(COUNT, 2);
    log.check(expect![""]);
}

#[test]
fn a_subscription_is_dropped_while_another_thread_holds_the_turn() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let told = store.subscribe(COUNT, log.telling("count"));
    let (reached, wait_for_it) = channel();
    let (go_on, wait_for_go) = channel();
    thread::scope(|scope| {
        let store = &store;
        scope.spawn(move || {
            store.batch(|tx| {
                reached.send(()).unwrap();
                wait_for_go.recv().unwrap();
                tx.set(COUNT, 1);
            });
        });
        wait_for_it.recv().unwrap();
        drop(told); // does not wait for the turn
        go_on.send(()).unwrap();
    });
    log.check(expect![""]);
    store.set(OTHER, 1);
    assert_eq!(format!("{store:?}"), "Store { nodes: 2, subscriptions: 0 }");
}

#[test]
fn dropping_the_last_handle_ends_without_a_flush() {
    let (store, log) = (Store::manual(), Recorder::new());
    store.subscribe(COUNT, log.telling("count")).detach();
    store.set(COUNT, 1);
    drop(store);
    log.check(expect![""]);
}

#[test]
fn a_turn_that_panics_still_tells_what_it_wrote() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _telling = store.subscribe(COUNT, log.telling("count"));
    let message = atomata_tests::panics::panic_of(|| {
        store.batch(|tx| {
            tx.set(COUNT, 1);
            panic!("half-way");
        });
    });
    assert_eq!(message, "half-way");
    log.check(expect!["count 1"]);
}

#[test]
fn what_on_error_writes_is_told_by_the_same_flush() {
    let (cell, log) = (Arc::new(std::sync::OnceLock::<Store>::new()), Recorder::new());
    let store = {
        let cell = Arc::clone(&cell);
        let on_error = move |_: &Error| {
            cell.get().unwrap().update(THIRD, |errors| *errors += 1);
        };
        Store::builder().manual().on_error(on_error).build()
    };
    assert!(cell.set(store.clone()).is_ok());
    let _errors = store.subscribe(THIRD, log.telling("errors"));
    let _broken = store.subscribe(COUNT, |_| panic!("broken"));
    store.set(COUNT, 1);
    store.flush();
    log.check(expect!["errors 1"]);
}

#[test]
fn subscriptions_may_be_kept_in_their_own_callback() {
    // A cycle through the store is broken by the drop of the store.
    let store = Store::immediate();
    let kept: Arc<Mutex<Vec<Subscription>>> = Arc::default();
    let inner = Arc::clone(&kept);
    kept.lock().unwrap().push(store.subscribe(COUNT, move |_| drop(inner.lock().unwrap().pop())));
    store.set(COUNT, 1);
    assert_eq!(Arc::strong_count(&kept), 1);
}
