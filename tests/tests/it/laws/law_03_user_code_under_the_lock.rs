//! Compute functions, initial values, comparisons, clones and destructors that enter the store get a
//! clear panic where the store is locked, never a deadlock, and leave it usable.

use std::cell::RefCell;

use atomata::{Error, Store, Subscription, atom, computed};
use atomata_tests::panics::panic_of;
use atomata_tests::recorder::Recorder;
use expect_test::expect;

type Use = fn(&Store);
type Entering = Box<dyn Fn(&Store)>;

thread_local! {
    /// What the code under the lock does with the store; each test runs on a thread of its own.
    static ENTERING: RefCell<Option<(Store, Entering)>> = const { RefCell::new(None) };
}

fn enter() {
    // Taken out, so that a panic inside does not find it borrowed.
    let Some((store, entering)) = ENTERING.with(RefCell::take) else { return };
    entering(&store);
}

fn entering(store: &Store, entering: impl Fn(&Store) + 'static) {
    ENTERING.with(|cell| cell.replace(Some((store.clone(), Box::new(entering)))));
}

#[atom]
static PLAIN: u32 = 1;

#[atom(transient)]
static LAZY: u32 = {
    enter();
    7
};

#[computed(deps = [PLAIN])]
fn computing(plain: u32) -> u32 {
    enter();
    plain + 1
}

#[computed(deps = [COMPUTING])]
fn after_computing(computing: u32) -> u32 {
    computing + 1
}

#[derive(Debug, Default)]
struct Nosy(u32);

impl Clone for Nosy {
    fn clone(&self) -> Self {
        enter();
        Self(self.0)
    }
}

impl PartialEq for Nosy {
    fn eq(&self, other: &Self) -> bool {
        enter();
        self.0 == other.0
    }
}

#[atom(transient)]
static NOSY: Nosy = Nosy(0);

#[derive(Clone, Debug, PartialEq)]
struct Last(u32);

impl Drop for Last {
    fn drop(&mut self) {
        enter();
    }
}

#[atom(transient)]
static LAST: Last = Last(0);

#[computed(deps = [PLAIN])]
fn last_of(plain: u32) -> Last {
    Last(plain)
}

fn ignore<T>(_: T) {}

fn verbs() -> Vec<(&'static str, Entering)> {
    vec![
        ("get", Box::new(|store: &Store| ignore(store.get(PLAIN)))),
        ("set", Box::new(|store| store.set(PLAIN, 9))),
        ("update", Box::new(|store| store.update(PLAIN, |plain| *plain += 1))),
        ("modify", Box::new(|store| store.modify(PLAIN, |plain| *plain += 1))),
        ("batch", Box::new(|store| store.batch(|tx| tx.set(PLAIN, 9)))),
        ("empty batch", Box::new(|store| store.batch(|_| ()))),
        (
            "transaction",
            Box::new(|store| {
                let _: Result<(), ()> = store.transaction(|tx| {
                    tx.set(PLAIN, 9);
                    Ok(())
                });
            }),
        ),
        ("read", Box::new(|store| ignore(store.read(|view| view.get(PLAIN))))),
        ("with", Box::new(|store| store.with(PLAIN, |_| ()))),
        ("reset", Box::new(|store| store.reset(PLAIN))),
        ("replace", Box::new(|store| ignore(store.replace(PLAIN, 9)))),
        ("snapshot", Box::new(|store| ignore(store.snapshot()))),
        ("subscribe", Box::new(|store| ignore(store.subscribe(PLAIN, |_| ())))),
        ("effect", Box::new(|store| ignore(store.effect(PLAIN, |_, _| ())))),
        ("watch", Box::new(|store| ignore(store.watch(PLAIN)))),
        ("flush", Box::new(Store::flush)),
        ("stats", Box::new(|store| ignore(store.stats()))),
        ("settled", Box::new(|store| ignore(store.settled()))),
        ("wait", Box::new(|store| ignore(store.settled().wait()))),
    ]
}

const IN_COMPUTING: &str = "the store was entered while `computing` was being computed, compared or \
     cloned; compute from the dependencies alone, and write from a subscriber or an effect";

#[test]
fn every_verb_in_a_compute_function_is_a_clear_panic() {
    for (verb, enters) in verbs() {
        let store = Store::builder().manual().on_error(|_| ()).build();
        entering(&store, enters);
        let error = store.try_get(COMPUTING).unwrap_err();
        let Error::Failed(failure) = &error else { panic!("{verb}: {error}") };
        assert_eq!(failure.message(), IN_COMPUTING, "{verb}");
        assert_eq!(store.get(PLAIN), 1, "{verb}");
        store.set(PLAIN, 2);
        assert_eq!(store.get(AFTER_COMPUTING), 4, "{verb}: the store is as good as new");
    }
}

#[test]
fn every_verb_in_a_compute_function_inside_of_a_turn_is_a_clear_panic() {
    for (verb, enters) in verbs() {
        let store = Store::builder().immediate().on_error(|_| ()).build();
        entering(&store, enters);
        let error = store.batch(|tx| tx.try_get(COMPUTING).unwrap_err());
        if !matches!(verb, "snapshot" | "wait") {
            assert!(error.to_string().contains(IN_COMPUTING), "{verb}: {error}");
        }
        store.set(PLAIN, 2);
        assert_eq!(store.get(AFTER_COMPUTING), 4, "{verb}");
    }
}

#[test]
fn an_initial_value_that_enters_the_store_is_tried_again() {
    let store = Store::builder().manual().on_error(|_| ()).build();
    entering(&store, |store| store.set(PLAIN, 2));
    let message = panic_of(|| store.get(LAZY));
    assert!(message.contains("the store was entered while `LAZY` was being computed"), "{message}");
    assert_eq!(store.get(LAZY), 7);
    assert_eq!(store.get(PLAIN), 1);
}

#[test]
fn a_comparison_or_clone_that_enters_the_store_is_a_clear_panic() {
    let store = Store::manual();
    store.set(NOSY, Nosy(1));
    let sentence = "the store was entered while `NOSY` was being computed, compared or cloned; \
         compute from the dependencies alone, and write from a subscriber or an effect";
    let uses: [(&str, Use); 4] = [
        ("eq in set", |store| store.set(NOSY, Nosy(2))),
        ("clone in get", |store| ignore(store.get(NOSY))),
        ("clone in modify", |store| store.modify(NOSY, |_| ())),
        ("clone in replace", |store| ignore(store.replace(NOSY, Nosy(3)))),
    ];
    for (name, used) in uses {
        for (verb, enters) in verbs() {
            entering(&store, enters);
            let message = panic_of(|| used(&store));
            // Inside of the turn of `modify` two verbs have an error of their own.
            if name != "clone in modify" || !matches!(verb, "snapshot" | "wait") {
                assert_eq!(message, sentence, "{verb} from {name}");
            }
            assert_eq!(store.get(NOSY).0, 1, "{verb} from {name}: nothing has changed");
        }
    }
    store.set(NOSY, Nosy(4));
    assert_eq!(store.get(NOSY).0, 4);
}

#[test]
fn old_values_are_dropped_after_the_lock() {
    let store = Store::immediate();
    let log = Recorder::new();
    let saw = |log: &Recorder| {
        let log = log.clone();
        move |store: &Store| log.log(format_args!("plain {}", store.replace(PLAIN, 5)))
    };
    let _computed = store.subscribe(LAST_OF, |_| ());

    entering(&store, saw(&log));
    store.set(LAST, Last(1));
    log.check(expect!["plain 1"]);

    entering(&store, saw(&log));
    store.set(LAST, Last(1)); // equal: the new value is dropped
    log.check(expect!["plain 5"]);

    entering(&store, saw(&log));
    store.set(PLAIN, 6); // the computed's old value
    log.check(expect!["plain 6"]);

    entering(&store, saw(&log));
    drop(store.replace(LAST, Last(2)));
    log.check(expect!["plain 5"]);

    entering(&store, saw(&log));
    store.update(PLAIN, |plain| {
        **plain = 8;
        ENTERING.with(RefCell::take);
    });
    store.flush();
    assert_eq!(store.get(LAST_OF).0, 8);
}

#[test]
fn a_rolled_back_value_is_dropped_after_the_lock() {
    let store = Store::immediate();
    let log = Recorder::new();
    store.set(LAST, Last(1));
    let result: Result<(), ()> = store.transaction(|tx| {
        tx.set(LAST, Last(2));
        tx.update(LAST, |last| last.0 = 3);
        let log = log.clone();
        entering(tx, move |store| log.log(format_args!("plain {}", store.get(PLAIN))));
        Err(())
    });
    assert!(result.is_err());
    log.check(expect!["plain 1"]);
    assert_eq!(store.get(LAST).0, 1);
}

#[test]
fn subscriptions_and_store_handles_are_dropped_anywhere() {
    thread_local! {
        static KEPT: RefCell<Option<(Store, Subscription)>> = const { RefCell::new(None) };
    }
    let (store, log) = (Store::immediate(), Recorder::new());
    let told = store.subscribe(PLAIN, log.telling("plain"));
    KEPT.with(|kept| kept.replace(Some((store.clone(), told))));
    entering(&store, |_| drop(KEPT.with(RefCell::take)));
    assert_eq!(store.get(COMPUTING), 2, "the compute function dropped both");
    store.set(PLAIN, 2);
    log.check(expect![""]);
    assert_eq!(format!("{store:?}"), "Store { nodes: 2, subscriptions: 0 }");
}

#[test]
fn the_debug_form_is_safe_anywhere() {
    let (store, log) = (Store::manual(), Recorder::new());
    let lines = log.clone();
    entering(&store, move |store| lines.log(format_args!("{store:?}")));
    assert_eq!(store.get(COMPUTING), 2);
    log.check(expect!["Store { .. }"]);
}
