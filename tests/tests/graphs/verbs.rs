//! Fields, guards, snapshots, watches, savepoints, failures, windows and threads of a compiled store.

use std::cell::Cell;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use atomata::__private::check_invariants;
use atomata::testing::TestClock;
use atomata::{Builder, Group, Store, Subscription, atoms};

#[atoms]
pub mod state {
    use atomata::{atom, computed};
    use serde::{Deserialize, Serialize};

    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Cart {
        pub items: Vec<i64>,
        pub coupon: Option<i64>,
        pub note: String,
    }

    #[computed(deps = [Cart.items])]
    pub fn sum(items: &[i64]) -> i64 {
        super::note("sum");
        items.iter().sum()
    }

    #[computed(deps = [Cart.coupon, SUM])]
    pub fn due(coupon: Option<&i64>, sum: i64) -> i64 {
        super::note("due");
        sum - coupon.copied().unwrap_or(0)
    }

    #[computed(deps = [Cart])]
    pub fn length(cart: &Cart) -> usize {
        super::note("length");
        cart.note.len()
    }

    #[atom(group = "slow")]
    pub static SLOW: i64 = 0;

    #[atom(group = "fast")]
    pub static FAST: i64 = 0;

    #[computed(deps = [SLOW, FAST])]
    pub fn both(slow: i64, fast: i64) -> i64 {
        slow * 100 + fast
    }

    #[computed(deps = [SLOW])]
    pub fn slower(slow: i64) -> i64 {
        slow + 1
    }

    #[atom]
    pub static DIVISOR: i64 = 1;

    #[computed(deps = [DIVISOR])]
    pub fn quotient(divisor: i64) -> i64 {
        12 / divisor
    }

    #[computed(deps = [QUOTIENT, FAST])]
    pub fn after(quotient: i64, fast: i64) -> i64 {
        quotient + fast
    }

    #[atom]
    pub static STARTED: i64 = super::start();

    #[computed(deps = [STARTED])]
    pub fn begun(started: i64) -> i64 {
        started + 1
    }
}
use state::{
    AFTER, BEGUN, BOTH, Cart, DIVISOR, DUE, FAST, Graph, LENGTH, QUOTIENT, SLOW, SLOWER, STARTED,
    SUM,
};

thread_local! {
    static NOTED: std::cell::RefCell<Vec<&'static str>> = const { std::cell::RefCell::new(Vec::new()) };
    static STARTS: Cell<bool> = const { Cell::new(true) };
}

fn note(name: &'static str) {
    NOTED.with_borrow_mut(|noted| noted.push(name));
}

fn start() -> i64 {
    assert!(STARTS.get(), "it cannot start");
    1
}

type Told = Arc<Mutex<Vec<(&'static str, i64)>>>;

fn take(told: &Told) -> Vec<(&'static str, i64)> {
    std::mem::take(&mut *told.lock().unwrap())
}

fn builder() -> Builder<Graph> {
    Store::builder_of()
}

macro_rules! tell {
    ($store:expr, $told:expr, $name:literal, $source:expr) => {{
        let told = Arc::clone(&$told);
        $store.subscribe($source, move |value| told.lock().unwrap().push(($name, *value)))
    }};
}

#[test]
fn a_field_reaches_what_depends_on_it_and_on_the_whole() {
    let store = builder().immediate().build();
    let told = Told::default();
    let _all: [Subscription; 2] = [tell!(store, told, "sum", SUM), tell!(store, told, "due", DUE)];
    let _length = store.subscribe(LENGTH, |_| ());
    NOTED.take();
    store.set(Cart.coupon, Some(5));
    assert_eq!((NOTED.take(), take(&told)), (vec!["length", "due"], vec![("due", -5)]));
    store.update(Cart.items, |items| items.push(7));
    let expected = vec![("sum", 7), ("due", 2)];
    assert_eq!((NOTED.take(), take(&told)), (vec!["sum", "length", "due"], expected));
    store.set(Cart.note, "four".to_owned());
    assert_eq!((NOTED.take(), take(&told)), (vec!["length"], vec![]));
    // Through the guard of the whole: what was not touched is not looked at.
    store.update(Cart, |cart| cart.note.push('!'));
    assert_eq!((NOTED.take(), store.get(LENGTH)), (vec!["length"], 5));
    store.update(Cart, |_| ());
    store.set(Cart.coupon, Some(5));
    assert_eq!((NOTED.take(), take(&told)), (vec![], vec![]));
    check_invariants(&store);
}

#[test]
fn snapshots_and_watches() {
    let store = builder().manual().build();
    let mut watch = store.watch((DUE, Cart.coupon));
    let before = store.snapshot();
    store.set(Cart.items, vec![1, 2]);
    let between = store.snapshot();
    store.set(Cart.coupon, Some(1));
    assert_eq!((before.get(DUE), between.get(DUE), store.get(DUE)), (0, 3, 2));
    assert_eq!((before.get(SUM), between.get(Cart.items)), (0, vec![1, 2]));
    assert_eq!((watch.changed(), watch.changed()), (Some((2, Some(1))), None));
    store.set(Cart.note, "unwatched".to_owned());
    assert_eq!(watch.changed(), None);
    drop(store);
    assert_eq!(between.get(DUE), 3);
}

#[test]
fn savepoints() {
    let store = builder().manual().build();
    let told = Told::default();
    let _due = tell!(store, told, "due", DUE);
    let result = store.transaction(|tx| {
        tx.set(Cart.items, vec![10]);
        assert_eq!(tx.get(DUE), 10);
        let inner = tx.transaction(|tx| {
            tx.set(Cart.coupon, Some(3));
            assert_eq!(tx.get(DUE), 7);
            let deepest: Result<(), ()> = tx.transaction(|tx| {
                tx.update(Cart, |cart| cart.items.clear());
                assert_eq!(tx.get(DUE), -3);
                Err(())
            });
            assert!(deepest.is_err());
            assert_eq!(tx.get(DUE), 7);
            Err::<(), ()>(())
        });
        assert!(inner.is_err());
        assert_eq!((tx.get(DUE), tx.get(SUM)), (10, 10));
        tx.set(Cart.coupon, Some(1));
        Ok::<_, ()>(())
    });
    assert!(result.is_ok());
    store.flush();
    assert_eq!((take(&told), store.get(DUE)), (vec![("due", 9)], 9));
    check_invariants(&store);
}

#[test]
fn a_failed_computed_recovers_with_what_depends_on_it() {
    let store = builder().manual().on_error(|_| ()).build();
    let told = Told::default();
    let _after = tell!(store, told, "after", AFTER);
    store.set(DIVISOR, 0);
    store.flush();
    assert_eq!(take(&told), vec![]);
    let error = store.try_get(AFTER).expect_err("nothing is divided by nothing").to_string();
    assert!(error.contains("quotient"), "{error}");
    assert_eq!(store.get(BOTH), 0, "others go on");
    store.set(FAST, 1);
    assert!(store.try_get(AFTER).is_err());
    let result: Result<(), ()> = store.transaction(|tx| {
        tx.set(DIVISOR, 2);
        assert_eq!(tx.get(AFTER), 7);
        Err(())
    });
    assert!(result.is_err());
    assert!(store.try_get(AFTER).is_err(), "its recovery was taken back");
    store.set(DIVISOR, 3);
    store.flush();
    assert_eq!((take(&told), store.get(QUOTIENT)), (vec![("after", 5)], 4));
    check_invariants(&store);
}

fn initial_values<G: state::Included>(new: impl Fn() -> Store<G>) {
    let store = new();
    STARTS.set(false);
    assert!(store.try_get(BEGUN).is_err());
    assert!(store.try_get(STARTED).is_err());
    STARTS.set(true);
    assert_eq!((store.get(BEGUN), store.get(STARTED)), (2, 1));
    check_invariants(&store);
    STARTS.set(false);
    let other = new();
    assert!(other.try_get(STARTED).is_err());
    assert!(other.try_set(STARTED, 5).is_err(), "a write compares with what is there");
    STARTS.set(true);
    other.set(STARTED, 5);
    assert_eq!(other.get(BEGUN), 6);
}

#[test]
fn an_initial_value_that_fails_is_tried_again() {
    initial_values(|| Store::builder().manual().on_error(|_| ()).build());
    initial_values(|| builder().manual().on_error(|_| ()).build());
}

#[test]
fn a_window_tells_what_is_due_and_nothing_else() {
    let clock = TestClock::new();
    let slow = Group::new().window(Duration::from_millis(100));
    let fast = Group::new().window(Duration::from_millis(10));
    let store = builder().group("slow", slow).group("fast", fast).scheduler(clock.clone()).build();
    let told = Told::default();
    let _all = [
        tell!(store, told, "slow", SLOW),
        tell!(store, told, "slower", SLOWER),
        tell!(store, told, "fast", FAST),
        tell!(store, told, "both", BOTH),
    ];
    store.set(SLOW, 1);
    store.set(FAST, 1);
    clock.advance(Duration::from_millis(10));
    // What depends on both is whole: it is told of the slow one, too.
    assert_eq!(take(&told), vec![("fast", 1), ("both", 101)]);
    store.set(FAST, 2);
    clock.advance(Duration::from_millis(10));
    assert_eq!(take(&told), vec![("fast", 2), ("both", 102)]);
    clock.advance(Duration::from_millis(80));
    assert_eq!(take(&told), vec![("slow", 1), ("slower", 2)]);
    check_invariants(&store);
}

#[test]
fn threads_write_and_read_one_store() {
    let store = builder().immediate().build();
    let _sum = store.subscribe((DUE, BOTH), |_| ());
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let store = &store;
            scope.spawn(move || {
                for step in 0..200 {
                    match thread {
                        0 => store.update(Cart.items, |items| items.push(1)),
                        1 => store.batch(|tx| {
                            tx.update(SLOW, |slow| *slow += 1);
                            tx.update(FAST, |fast| *fast += 1);
                        }),
                        2 => {
                            let _: Result<(), ()> = store.transaction(|tx| {
                                tx.update(SLOW, |slow| *slow += 1000);
                                tx.get(BOTH);
                                Err(())
                            });
                        }
                        _ => {
                            let (both, fast) = store.read(|view| (view.get(BOTH), view.get(FAST)));
                            assert_eq!(both, fast * 101, "a batch is seen as a whole at {step}");
                        }
                    }
                }
            });
        }
    });
    assert_eq!((store.get(SUM), store.get(BOTH)), (200, 200 * 101));
    check_invariants(&store);
}
