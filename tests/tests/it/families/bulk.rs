//! Many members at once.

use atomata::{Store, atom};
use atomata_tests::panics::panic_of;
use atomata_tests::recorder::Recorder;

use super::{CELL, Todo, checked};

#[atom(key = u32)]
static FRAGILE: u32 = |key| {
    assert!(key < 10, "too large");
    key
};

#[test]
fn a_bulk_write_is_one_change() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let _keys = store.subscribe(CELL, recorder.showing("keys"));
    let _pair = store.subscribe((CELL(0, 0), CELL(1, 0)), pairs(&recorder));
    store.set_batch(CELL, [((0, 0), 1), ((1, 0), 2), ((0, 0), 3)]);
    assert_eq!(recorder.take(), "keys [(0, 0), (1, 0)]; pair (3, 2)");
    store.update_batch(CELL, [(0, 0), (1, 0)], |(x, _), cell| *cell += i64::from(*x) + 10);
    assert_eq!(recorder.take(), "pair (13, 13)");
    assert_eq!(store.get_batch(CELL, [(1, 0), (5, 5), (0, 0)]), [13, 0, 13]);
    assert_eq!(store.contains_keys(CELL, [(1, 0), (5, 5)]), [true, false]);
    assert_eq!(store.remove_batch(CELL, [(0, 0), (5, 5), (0, 0)]), 1);
    assert_eq!(recorder.take(), "keys [(1, 0)]");
    assert_eq!(store.keys(CELL), [(1, 0)]);
    checked(&store);
}

#[test]
fn a_bulk_update_hands_out_the_guard_of_the_member() {
    let store = Store::immediate();
    store.update_batch(Todo, 0..3, |id, todo| {
        *todo.done = id % 2 == 0;
        todo.title.push('x');
    });
    assert_eq!(store.get_batch(Todo, 0..3).iter().filter(|todo| todo.done).count(), 2);
    assert_eq!(store.get(Todo(1).title), "x");
}

#[test]
fn a_bulk_write_that_cannot_be_made_changes_nothing() {
    let store = Store::builder().immediate().on_error(|_| ()).build();
    store.set(FRAGILE(1), 5);
    let message = panic_of(|| store.set_batch(FRAGILE, [(1, 6), (2, 6), (11, 6)]));
    assert!(message.contains("`FRAGILE(11)` failed: too large"), "{message}");
    assert_eq!(store.get_batch(FRAGILE, [1, 2]), [5, 2]);
    assert_eq!(store.keys(FRAGILE), [1]);
    let message = panic_of(|| store.update_batch(FRAGILE, [1, 11], |_, value| **value = 7));
    assert!(message.contains("`FRAGILE(11)` failed"), "{message}");
    let message = panic_of(|| store.update(FRAGILE(1), |_| store.remove_batch(FRAGILE, [1])));
    assert!(message.contains("`FRAGILE(1)` is being updated"), "{message}");
    assert_eq!(store.get(FRAGILE(1)), 5);
    assert_eq!(store.keys(FRAGILE), [1]);
    checked(&store);
}

/// A callback that logs two values.
fn pairs(recorder: &Recorder) -> impl FnMut((&i64, &i64)) + Send + use<> {
    let recorder = recorder.clone();
    move |pair| recorder.log(format_args!("pair {pair:?}"))
}
