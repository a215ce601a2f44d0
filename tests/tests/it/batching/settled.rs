//! `settled()`: a future that resolves once what was written before it has been told.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Error, Group, Settled, Store, atom};
use atomata_tests::recorder::Recorder;
use expect_test::expect;

#[atom]
static COUNT: u32 = 0;

#[atom(group = "slow")]
static SLOW: u32 = 0;

#[derive(Default)]
struct Woken(AtomicU32);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn is_settled(settled: &mut Settled) -> bool {
    let mut context = Context::from_waker(Waker::noop());
    pin!(settled).poll(&mut context) == Poll::Ready(())
}

fn refused(result: Result<(), Error>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn nothing_pending_is_settled() {
    for store in [Store::new(), Store::immediate(), Store::manual()] {
        assert!(is_settled(&mut store.settled()));
        store.set(COUNT, 1); // nobody listens
        assert!(is_settled(&mut store.settled()));
        store.settled().wait().unwrap();
        let _told = store.subscribe(COUNT, |_| ());
        assert!(is_settled(&mut store.settled()));
    }
}

#[test]
fn it_resolves_at_the_end_of_the_window() {
    let clock = TestClock::new();
    let store = Store::builder()
        .scheduler(clock.clone())
        .group("slow", Group::new().window(Duration::from_millis(50)))
        .build();
    let _told = [store.subscribe(COUNT, |_| ()), store.subscribe(SLOW, |_| ())];
    store.set(COUNT, 1);
    let mut first = store.settled();
    store.set(SLOW, 1);
    let mut both = store.settled();
    assert!(!is_settled(&mut first) && !is_settled(&mut both));
    clock.advance(Duration::from_millis(16));
    assert!(is_settled(&mut first), "what was written after it does not hold it up");
    assert!(!is_settled(&mut both));
    clock.advance(Duration::from_millis(34));
    assert!(is_settled(&mut both));
}

#[test]
fn under_manual_it_resolves_at_the_next_flush_and_wakes() {
    let store = Store::manual();
    let _told = store.subscribe(COUNT, |_| ());
    store.set(COUNT, 1);
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&woken));
    let mut settled = pin!(store.settled());
    assert!(settled.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    assert!(settled.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    store.set(COUNT, 2);
    assert_eq!(woken.0.load(Ordering::SeqCst), 0);
    store.flush();
    assert_eq!(woken.0.load(Ordering::SeqCst), 1);
    assert!(settled.as_mut().poll(&mut Context::from_waker(&waker)).is_ready());
}

#[test]
fn inside_a_turn_it_waits_for_the_turns_writes() {
    let store = Store::immediate();
    let _told = store.subscribe(COUNT, |_| ());
    let mut settled = store.batch(|tx| {
        tx.set(COUNT, 1);
        let mut settled = tx.settled();
        assert!(!is_settled(&mut settled));
        tx.set(COUNT, 2);
        settled
    });
    assert!(is_settled(&mut settled));
}

#[test]
fn what_was_taken_back_is_settled() {
    let clock = TestClock::new();
    let store = Store::builder().scheduler(clock.clone()).build();
    let _told = store.subscribe(COUNT, |_| ());
    let mut inside = None;
    let undone: Result<(), ()> = store.transaction(|tx| {
        tx.set(COUNT, 1);
        inside = Some(tx.settled());
        Err(())
    });
    assert!(undone.is_err());
    assert!(is_settled(&mut inside.unwrap()));
    assert_eq!(clock.armings(), 0);
}

#[test]
fn inside_a_subscriber_it_waits_for_the_pass() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let (sender, receiver) = channel();
    let _told = store.subscribe(COUNT, {
        let store = store.downgrade();
        move |_| {
            let mut settled = store.upgrade().unwrap().settled();
            sender.send((is_settled(&mut settled), settled)).unwrap();
        }
    });
    let _last = store.subscribe(COUNT, log.telling("count"));
    store.set(COUNT, 1);
    let (was_settled, mut settled) = receiver.recv().unwrap();
    assert!(!was_settled, "another subscriber was not told yet");
    assert!(is_settled(&mut settled));
    log.check(expect!["count 1"]);
}

#[test]
fn wait_flushes_on_the_calling_thread_under_every_strategy() {
    let clock = TestClock::new();
    let windowed = Store::builder().scheduler(clock.clone()).build();
    let timed = Store::builder().scheduler(clock.clone()).time(Duration::from_secs(1)).build();
    for store in [windowed, timed, Store::immediate(), Store::manual()] {
        let (sender, receiver) = channel();
        let _told = store.subscribe(COUNT, move |count| {
            sender.send((*count, thread::current().id())).unwrap();
        });
        store.set(COUNT, 5);
        store.settled().wait().unwrap();
        assert_eq!(receiver.try_recv(), Ok((5, thread::current().id())));
    }
    assert_eq!(clock.armed(), 0);
}

#[test]
fn wait_waits_for_a_flush_running_elsewhere() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let (reached, wait_for_it) = channel();
    let (go_on, wait_for_go) = channel::<()>();
    let _told = store.subscribe(COUNT, {
        let log = log.clone();
        move |count| {
            reached.send(()).unwrap();
            wait_for_go.recv().unwrap();
            log.log(format_args!("count {count}"));
        }
    });
    thread::scope(|scope| {
        scope.spawn(|| store.set(COUNT, 1));
        wait_for_it.recv().unwrap();
        let settled = store.settled();
        let waiting = scope.spawn(|| {
            settled.wait().unwrap();
            log.log("settled");
        });
        log.check(expect![""]);
        go_on.send(()).unwrap();
        waiting.join().unwrap();
    });
    log.check(expect!["count 1; settled"]);
}

#[test]
fn wait_is_an_error_where_it_would_wait_for_itself() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let weak = store.downgrade();
    let tries = |place: &'static str| {
        let (weak, log) = (weak.clone(), log.clone());
        move || {
            let result = weak.upgrade().unwrap().settled().wait();
            log.log(format_args!("{place} {}", result.is_err()));
        }
    };
    let in_subscriber = tries("subscriber");
    let _told = store.subscribe(COUNT, move |_| in_subscriber());
    let _before = store.before_flush(tries("before"));
    let in_after = tries("after");
    let _after = store.after_flush(move |_| in_after());
    store.set(COUNT, 1);
    log.check(expect!["before true; subscriber true; after true"]);
    let sentence = expect![
        "`settled().wait()` cannot be used inside of a turn, a subscriber or a hook, because it would wait for itself; use it when that has ended, and read with `get` until then"
    ];
    sentence.assert_eq(&refused(store.batch(|tx| tx.settled().wait())));
    sentence.assert_eq(&refused(store.update(COUNT, |_| store.settled().wait())));
    sentence.assert_eq(&refused(store.modify(COUNT, |_| store.settled().wait())));
    sentence.assert_eq(&refused(store.read(|_| store.settled().wait())));
    let _: Result<(), ()> = store.transaction(|tx| {
        sentence.assert_eq(&refused(tx.settled().wait()));
        Ok(())
    });
    // Another store's is no matter.
    let other = Store::manual();
    store.batch(|_| other.settled().wait()).unwrap();
}

#[test]
fn a_store_dropped_while_waiting_resolves_it() {
    let store = Store::manual();
    store.subscribe(COUNT, |_| ()).detach();
    store.set(COUNT, 1);
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&woken));
    let mut polled = pin!(store.settled());
    let waited = store.settled();
    assert!(polled.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    drop(store);
    assert_eq!(woken.0.load(Ordering::SeqCst), 1);
    assert!(polled.as_mut().poll(&mut Context::from_waker(&waker)).is_ready());
    waited.wait().unwrap();
}

#[test]
fn a_runaway_does_not_settle_what_waits_for_its_window() {
    let clock = TestClock::new();
    let store = Store::builder()
        .scheduler(clock.clone())
        .group("slow", Group::new().window(Duration::from_millis(50)))
        .on_error(|_| ())
        .build();
    store.effect(COUNT, |store, count| store.set(COUNT, count + 1)).detach();
    let _slow = store.subscribe(SLOW, |_| ());
    store.set(SLOW, 1);
    let mut slow = store.settled();
    store.set(COUNT, 1000);
    clock.advance(Duration::from_millis(16));
    assert!(!is_settled(&mut slow));
    clock.advance(Duration::from_millis(34));
    assert!(is_settled(&mut slow));
}

#[test]
fn a_panicking_subscriber_settles_all_the_same() {
    let store = Store::builder().manual().on_error(|_| ()).build();
    let _told = store.subscribe(COUNT, |_| panic!("broken"));
    store.set(COUNT, 1);
    let mut settled = store.settled();
    store.flush();
    assert!(is_settled(&mut settled));
}
