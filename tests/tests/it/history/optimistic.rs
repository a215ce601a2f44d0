//! Optimistic updates: confirmed and reverted in any order.

use atomata::{Error, History, Store};
use atomata_tests::panics::panic_of;
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{Address, CURSOR, Cart, NAME, OPEN, TOTAL, Todo, ZOOM, checked, manual, todo};

/// What a store holds in each of the places that the law is about, as text.
fn places(store: &Store) -> Vec<String> {
    let cart = store.get(Cart);
    let Address { city, number } = cart.address;
    assert_eq!(store.get(TOTAL), cart.items.iter().sum::<u32>() * store.get(ZOOM));
    vec![
        store.get(ZOOM).to_string(),
        store.get(NAME),
        format!("{:?}", cart.items),
        format!("{:?}", cart.coupon),
        city,
        number.to_string(),
        store.get(CURSOR).to_string(),
    ]
}

#[derive(Clone, Debug)]
enum Write {
    Zoom(u32),
    Name(u8),
    Push(u32),
    Coupon(u8),
    City(u8),
    Address(u8, u32),
    Whole(u8),
    Modify(u8),
    Cursor(u32),
}

/// Writes, and tells which place was written though its value may be the same.
fn write(store: &Store, write: &Write) -> Option<usize> {
    match *write {
        Write::Zoom(zoom) => store.set(ZOOM, zoom),
        Write::Name(name) => store.set(NAME, name.to_string()),
        Write::Push(item) => {
            store.update(Cart, |cart| cart.items.push(item));
            return Some(2);
        }
        Write::Coupon(coupon) => store.set(Cart.coupon, Some(coupon.to_string())),
        Write::City(city) => store.update(Cart, |cart| cart.address.city.set(city.to_string())),
        Write::Address(city, number) => {
            store.set(Cart.address, Address { city: city.to_string(), number });
        }
        Write::Whole(item) => {
            store.set(Cart, Cart { items: vec![item.into()], ..Cart::default() });
        }
        Write::Modify(number) => store.modify(Cart, |cart: &mut Cart| {
            cart.address.number = number.into();
            cart.coupon = None;
        }),
        Write::Cursor(cursor) => store.update(CURSOR, |held| **held = cursor),
    }
    None
}

#[derive(Clone, Debug)]
enum Step {
    Optimistic(Vec<Write>),
    Plain(Write),
    Confirm(usize),
    Revert(usize),
}

fn any_write() -> impl Strategy<Value = Write> {
    prop_oneof![
        (0..3_u32).prop_map(Write::Zoom),
        (0..3_u8).prop_map(Write::Name),
        (0..3_u32).prop_map(Write::Push),
        (0..3_u8).prop_map(Write::Coupon),
        (0..3_u8).prop_map(Write::City),
        (0..3_u8, 0..3_u32).prop_map(|(city, number)| Write::Address(city, number)),
        (0..3_u8).prop_map(Write::Whole),
        (0..3_u8).prop_map(Write::Modify),
        (0..3_u32).prop_map(Write::Cursor),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => prop::collection::vec(any_write(), 0..5).prop_map(Step::Optimistic),
        1 => any_write().prop_map(Step::Plain),
        2 => any::<usize>().prop_map(Step::Confirm),
        4 => any::<usize>().prop_map(Step::Revert),
    ]
}

/// Every write that was made, in order: by which update, if any, to which place, and the value.
#[derive(Default)]
struct Log {
    start: Vec<String>,
    writes: Vec<(Option<usize>, usize, String)>,
    reverted: Vec<usize>,
}

impl Log {
    fn note(&mut self, owner: Option<usize>, store: &Store, it: &Write) {
        let before = places(store);
        let touched = write(store, it);
        for (place, (before, after)) in before.into_iter().zip(places(store)).enumerate() {
            if before != after || touched == Some(place) {
                self.writes.push((owner, place, after));
            }
        }
    }

    /// What is there if only the writes are made that were not reverted.
    fn expected(&self) -> Vec<String> {
        let mut places = self.start.clone();
        for (owner, place, value) in &self.writes {
            if owner.is_none_or(|owner| !self.reverted.contains(&owner)) {
                places[*place].clone_from(value);
            }
        }
        places
    }
}

fn run(store: &Store, steps: &[Step]) {
    let mut log = Log { start: places(store), ..Log::default() };
    let mut pending: Vec<(usize, _)> = Vec::new();
    let mut updates = 0;
    for step in steps {
        match step {
            Step::Optimistic(writes) => {
                let it = store.optimistic(|tx| {
                    for it in writes {
                        log.note(Some(updates), tx, it);
                    }
                });
                pending.push((updates, it));
                updates += 1;
            }
            Step::Plain(it) => log.note(None, store, it),
            Step::Confirm(at) if !pending.is_empty() => {
                let at = at % pending.len();
                pending.remove(at).1.confirm();
            }
            Step::Revert(at) if !pending.is_empty() => {
                let at = at % pending.len();
                let (update, it) = pending.remove(at);
                it.revert();
                log.reverted.push(update);
            }
            Step::Confirm(_) | Step::Revert(_) => {}
        }
        assert_eq!(places(store), log.expected());
        checked(store);
    }
}

#[test]
fn what_is_left_is_what_was_not_reverted() {
    let config = Config { failure_persistence: None, ..Config::with_cases(300) };
    let steps = prop::collection::vec(any_step(), 1..30);
    let result = TestRunner::new(config).run(&(steps, any::<bool>()), |(steps, recorded)| {
        if !recorded {
            run(&Store::manual(), &steps);
            return Ok(());
        }
        let store = manual(History::new().max_snapshots(usize::MAX));
        let mut start = places(&store);
        run(&store, &steps);
        let mut end = places(&store);
        while store.undo() {}
        // The last one is transient.
        (start[6], end[6]) = (String::new(), String::new());
        let mut now = places(&store);
        now[6] = String::new();
        assert_eq!(now, start);
        while store.redo() {}
        now = places(&store);
        now[6] = String::new();
        assert_eq!(now, end);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

/// All that a store holds of the family.
fn todos(store: &Store) -> Vec<(u8, Todo)> {
    checked(store);
    let todos: Vec<_> =
        store.keys(Todo).into_iter().map(|key| (key, store.get(Todo(key)))).collect();
    let open = todos.iter().filter(|(_, todo)| !todo.done).map(|(key, _)| *key);
    assert_eq!(store.get(OPEN), open.collect::<Vec<_>>());
    todos
}

#[test]
fn members_that_came_are_as_at_the_start_when_all_is_reverted() {
    // What an update does to the members 1 and 2: write, change a field, or nothing.
    let update = |store: &Store, kind: u8| {
        let key = 1 + kind % 2;
        store.optimistic(|tx| match kind / 2 {
            0 => tx.set(Todo(key), todo("written")),
            1 => tx.update(Todo(key), |todo| todo.done.set(true)),
            2 => tx.set(Todo(key).title, "anew".to_owned()),
            _ => {}
        })
    };
    let config = Config { failure_persistence: None, ..Config::with_cases(300) };
    let all = (
        any::<bool>(),
        prop::collection::vec(0..8_u8, 1..6),
        prop::collection::vec(any::<usize>(), 6),
    );
    let result = TestRunner::new(config).run(&all, |(there, kinds, order)| {
        let store = Store::manual();
        if there {
            store.set(Todo(1), todo("one"));
            store.set(Todo(2), Todo { title: "two".to_owned(), done: true });
        }
        let start = todos(&store);
        let mut pending: Vec<_> = kinds.iter().map(|&kind| update(&store, kind)).collect();
        for at in order {
            if !pending.is_empty() {
                pending.remove(at % pending.len()).revert();
                todos(&store);
            }
        }
        assert_eq!(todos(&store), start);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_removal_is_refused() {
    let store = Store::manual();
    store.set(Todo(1), todo("one"));
    let before = todos(&store);
    let refused = store.try_optimistic(|tx| {
        tx.set(ZOOM, 7);
        tx.remove(Todo(1));
    });
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .starts_with("an optimistic update cannot remove `Todo(1)`")
    );
    assert_eq!(todos(&store), before);
    assert_ne!(store.get(ZOOM), 7);
}

#[test]
fn a_revert_is_told() {
    let store = Store::manual();
    let recorder = Recorder::new();
    let _all = [
        store.subscribe(ZOOM, recorder.showing("zoom")),
        store.subscribe(Cart.items, recorder.showing("items")),
        store.subscribe(Cart.coupon, recorder.showing("coupon")),
        store.subscribe(TOTAL, recorder.showing("total")),
    ];
    let pending = store.optimistic(|tx| {
        tx.set(ZOOM, 2);
        tx.update(Cart, |cart| cart.items.push(3));
    });
    store.set(Cart.coupon, Some("TEN".to_owned()));
    store.flush();
    drop(recorder.take());
    pending.revert();
    store.flush();
    recorder.check(expect!["zoom 100; items []; total 0"]);
    assert_eq!(store.get(Cart.coupon), Some("TEN".to_owned()));
}

#[test]
fn what_anybody_else_wrote_stays() {
    let store = Store::manual();
    let first = store.optimistic(|tx| tx.set(ZOOM, 1));
    store.set(ZOOM, 5);
    let second = store.optimistic(|tx| tx.set(ZOOM, 7));
    first.revert();
    second.revert();
    assert_eq!(store.get(ZOOM), 5);
}

#[test]
fn an_update_that_panics_changes_nothing() {
    let store = manual(History::new());
    let message = panic_of(|| {
        store.optimistic(|tx| {
            tx.set(ZOOM, 1);
            panic!("no");
        })
    });
    assert_eq!((message.as_str(), store.get(ZOOM)), ("no", 100));
    assert!(!store.can_undo());
}

#[test]
fn not_inside_of_a_turn() {
    let store = Store::manual();
    let mut pending = store.optimistic(|tx| tx.set(ZOOM, 1));
    store.batch(|tx| {
        assert!(matches!(tx.try_optimistic(|_| ()), Err(Error::InsideTurn { verb: "optimistic" })));
        assert!(matches!(pending.try_revert(), Err(Error::InsideTurn { verb: "revert" })));
    });
    assert_eq!(store.get(ZOOM), 1);
    pending.try_revert().expect("it is outside of the turn");
    pending.try_revert().expect("it is reverted");
    assert_eq!(store.get(ZOOM), 100);
}

#[test]
fn a_dropped_update_stays_and_is_forgotten() {
    let store = Store::manual();
    drop(store.optimistic(|tx| tx.set(ZOOM, 1)));
    let second = store.optimistic(|tx| tx.set(ZOOM, 2));
    second.revert();
    assert_eq!(store.get(ZOOM), 1);
    let third = store.optimistic(|tx| tx.set(ZOOM, 3));
    drop(store);
    third.revert();
}

#[test]
fn an_undo_of_an_update_leaves_nothing_to_revert() {
    let store = manual(History::new());
    let pending = store.optimistic(|tx| tx.set(ZOOM, 1));
    store.set(NAME, "Ada".to_owned());
    store.undo();
    store.undo();
    assert_eq!(store.get(ZOOM), 100);
    pending.revert();
    assert_eq!(store.get(ZOOM), 100);
    assert!(store.can_redo());
    store.redo();
    assert_eq!(store.get(ZOOM), 1);
}
