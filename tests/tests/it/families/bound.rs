//! Handles that are resolved once.

use atomata::{Error, Store};
use atomata_tests::recorder::Recorder;

use super::{CELL, Filter, Todo, VISIBLE, checked};

#[test]
fn a_bound_handle_is_used_like_the_one_it_was_made_from() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let cell = store.bind(CELL(3, 4));
    assert!(!store.contains(&cell), "binding writes nothing");
    let _cell = store.subscribe(cell.clone(), recorder.showing("cell"));
    store.set(&cell, 5);
    store.update(&cell, |cell| *cell += 1);
    store.modify(&cell, |cell| *cell += 1);
    assert_eq!(store.get(CELL(3, 4)), 7);
    assert_eq!(store.get((&cell, CELL(3, 4))), (7, 7));
    assert_eq!(recorder.take(), "cell 5; cell 6; cell 7");
    assert_eq!(cell.name(), "CELL(3, 4)");

    let todo = store.bind(Todo(1));
    store.update(&todo, |todo| *todo.done = true);
    let done = store.bind(Todo(1).done);
    assert!(store.get(&done));
    let visible = store.bind(VISIBLE(1));
    assert!(store.get(&visible));
    let filter = store.bind(Filter);
    store.set(&filter, Filter::Done);
    assert!(store.get(&visible));
    let erased = atomata::Write::erase(&cell);
    store.set(&erased, 70);
    assert_eq!(store.get(CELL(3, 4)), 70);
    checked(&store);
}

#[test]
fn a_bound_handle_to_a_removed_member_is_an_error_and_never_anothers_value() {
    let store = Store::immediate();
    store.set(CELL(1, 1), 1);
    let cell = store.bind(CELL(1, 1));
    store.remove(CELL(1, 1));
    for key in 0..20 {
        store.set(CELL(key, 7), 77);
    }
    store.set(CELL(1, 1), 2);
    let error = store.try_get(&cell).unwrap_err();
    assert!(matches!(error, Error::Removed { .. }));
    assert!(error.to_string().starts_with("`CELL(1, 1)` was removed"), "{error}");
    assert!(store.try_set(&cell, 9).is_err());
    assert!(store.try_update(&cell, |_| ()).is_err());
    assert!(!store.contains(&cell));
    assert!(!store.remove(&cell), "the one that came after is another one");
    assert_eq!(store.get(CELL(1, 1)), 2);
    assert!(store.try_bind(&cell).is_err());
    assert_eq!(store.get(store.bind(CELL(1, 1))), 2);
    drop(cell);
    checked(&store);
}

#[test]
fn a_bound_handle_holds_a_member_in_place() {
    let store = Store::immediate();
    let cell = store.bind(CELL(1, 1));
    let again = cell.clone();
    let nodes = store.stats().nodes;
    drop(cell);
    assert_eq!(checked(&store).stats().nodes, nodes);
    drop(again);
    assert_eq!(checked(&store).stats().nodes, nodes - 1);
}

#[test]
fn in_another_store_a_bound_handle_is_a_name() {
    let (left, right) = (Store::immediate(), Store::immediate());
    right.set(CELL(0, 0), 1);
    left.set(CELL(1, 1), 11);
    let cell = left.bind(CELL(1, 1));
    let before = left.snapshot();
    right.set(&cell, 22);
    left.set(&cell, 12);
    assert_eq!((left.get(&cell), right.get(CELL(1, 1)), before.get(&cell)), (12, 22, 11));
    assert_eq!(right.keys(CELL), [(0, 0), (1, 1)]);
}
