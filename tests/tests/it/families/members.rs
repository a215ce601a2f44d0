//! A member is an atom of its own.

use atomata::{Handle, Read, Store, Write};
use atomata_tests::recorder::Recorder;

use super::{CELL, Filter, NOTE, SLOPE, Todo, VISIBLE, checked};

#[test]
fn members_have_values_of_their_own() {
    let store = Store::immediate();
    store.set(CELL(1, 2), 12);
    store.set(CELL(2, 1), 21);
    assert_eq!(store.get((CELL(1, 2), CELL(2, 1), CELL(0, 0))), (12, 21, 0));
    store.update(Todo(7), |todo| *todo.done = true);
    store.set(Todo(7).title, "tea".to_owned());
    assert!(store.get(Todo(7).done));
    assert!(!store.get(Todo(8).done));
    assert_eq!(store.get(Todo(7)).title, "tea");
    store.set(NOTE("a".to_owned()), "first".to_owned());
    assert_eq!(store.get(NOTE("a".to_owned())), "first");
    assert_eq!(store.get(NOTE("b".to_owned())), "");
    checked(&store);
}

#[test]
fn an_initial_value_follows_from_the_key() {
    let store = Store::immediate();
    assert_eq!(store.get(SLOPE(3, 4)), 34);
    store.update(SLOPE(3, 4), |slope| *slope += 1);
    assert_eq!(store.get(SLOPE(3, 4)), 35);
    store.reset(SLOPE(3, 4));
    assert_eq!(store.get(SLOPE(3, 4)), 34);
}

#[test]
fn reading_creates_nothing_and_every_write_does() {
    let store = Store::immediate();
    let nodes = store.stats().nodes;
    assert_eq!(store.get(CELL(1, 1)), 0);
    store.with(CELL(1, 1), |_| ());
    drop(store.share(Todo(1)));
    drop(store.watch(CELL(1, 1)));
    assert!(!store.contains(CELL(1, 1)));
    assert!(store.keys(CELL).is_empty());
    // What is left are the keys of the two families.
    assert_eq!(checked(&store).stats().nodes, nodes + 2);

    store.set(CELL(1, 1), 0);
    store.update(CELL(2, 2), |_| ());
    store.modify(CELL(3, 3), |cell| *cell = 3);
    store.replace(CELL(4, 4), 4);
    store.take(CELL(5, 5));
    store.reset(CELL(6, 6));
    let keys: Vec<(u32, u32)> = (1..=6).map(|at| (at, at)).collect();
    assert_eq!(store.keys(CELL), keys);
    assert!(store.contains(CELL(1, 1)));
    checked(&store);
}

#[test]
fn each_member_has_subscribers_of_its_own() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let _first = store.subscribe(Todo(1), recorder.showing("first"));
    let _done = store.subscribe(Todo(1).done, recorder.showing("done"));
    let _second = store.subscribe(Todo(2), recorder.showing("second"));
    store.set(Todo(1).title, "a".to_owned());
    store.set(Todo(2).done, true);
    store.set(Todo(1).done, true);
    let told = recorder.take();
    let names: Vec<&str> =
        told.split("; ").map(|line| line.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(names, ["first", "second", "first", "done"]);
    checked(&store);
}

#[test]
fn a_computed_by_key_reacts_to_its_member_alone() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    store.set(Filter, Filter::Done);
    let _visible = store.subscribe(VISIBLE(1), recorder.showing("1"));
    let before = store.stats();
    store.set(Todo(2).done, true);
    store.set(Todo(1).title, "a".to_owned());
    assert_eq!(store.stats().since(&before).recomputed, 0);
    store.set(Todo(1).done, true);
    assert_eq!(recorder.take(), "1 true");
    assert!(store.get(VISIBLE(2)));
    assert!(!store.get(VISIBLE(3)));
    checked(&store);
}

#[test]
fn handles_are_copy_where_the_key_is_and_name_what_they_stand_for() {
    fn is_copy<T: Copy>(_: T) {}
    is_copy(Todo(7));
    is_copy(Todo(7).done);
    is_copy(CELL(3, 4));
    is_copy(VISIBLE(3));
    let note = NOTE("a".to_owned());
    let again = note.clone();
    assert_eq!(note.name(), "NOTE(\"a\")");
    assert_eq!(format!("{again:?}"), "NOTE(\"a\")");
    assert_eq!(Todo(7).done.name(), "Todo(7).done");
    assert_eq!(CELL(3, 4).name(), "CELL(3, 4)");
    assert_eq!(VISIBLE(3).name(), "visible(3)");
    assert_eq!(Todo.name(), "Todo");
    assert_eq!(Todo(7).id(), Todo(7).id());
    assert_ne!(Todo(7).id(), Todo(8).id());
    assert_ne!(Todo(7).id(), Todo(7).done.id());
    assert_eq!(CELL(3, 4).key(), &(3, 4));
}

#[test]
fn the_id_of_a_member_is_the_same_in_every_build() {
    assert_eq!(CELL(3, 4).id().as_u64(), CELL(3, 4).id().as_u64());
    assert_eq!(format!("{:?}", CELL(3, 4).id()).len(), 16);
}

#[test]
fn an_erased_handle_keeps_the_key() {
    let store = Store::immediate();
    let cells: Vec<Handle<i64>> = (0..3).map(|x| CELL(x, 0).erase()).collect();
    for (value, cell) in (1..).zip(&cells) {
        store.set(cell, value);
    }
    assert_eq!(store.get((CELL(0, 0), CELL(2, 0))), (1, 3));
    assert_eq!(cells[1], CELL(1, 0).erase());
    assert_ne!(cells[1], cells[2]);
    assert!(store.get(VISIBLE(1).read_only()));
    assert_eq!(Write::erase(&Todo(1).done), Todo(1).done.erase());
}

#[test]
fn two_stores_share_no_members() {
    let (left, right) = (Store::immediate(), Store::immediate());
    left.set(CELL(1, 1), 1);
    assert!(right.keys(CELL).is_empty());
    right.set(CELL(1, 1), 2);
    assert_eq!((left.get(CELL(1, 1)), right.get(CELL(1, 1))), (1, 2));
}

#[test]
fn the_builder_makes_members() {
    let store =
        Store::builder().immediate().initial(CELL(1, 1), 5).initial(Todo(3).done, true).build();
    assert_eq!(store.keys(CELL), [(1, 1)]);
    assert_eq!(store.keys(Todo), [3]);
    store.set(CELL(1, 1), 6);
    store.reset(CELL(1, 1));
    assert_eq!(store.get(CELL(1, 1)), 5);
    store.remove(CELL(1, 1));
    assert_eq!(store.get(CELL(1, 1)), 0);
    store.reset(CELL(1, 1));
    assert_eq!(store.get(CELL(1, 1)), 0);
}

#[test]
fn a_snapshot_keeps_the_members_of_its_moment() {
    let store = Store::immediate();
    store.set(CELL(1, 1), 1);
    store.set(CELL(2, 2), 2);
    store.set(Todo(1).done, true);
    let before = store.snapshot();
    store.set(CELL(3, 3), 3);
    store.remove(CELL(1, 1));
    store.set(CELL(2, 2), 20);
    assert_eq!(before.get((CELL(1, 1), CELL(2, 2), CELL(3, 3))), (1, 2, 0));
    assert_eq!(before.get(CELL).to_vec(), [(1, 1), (2, 2)]);
    assert_eq!(before.keys(CELL), [(1, 1), (2, 2)]);
    assert!(before.contains(CELL(1, 1)) && !before.contains(CELL(3, 3)));
    let (keys, there) = store.read(|view| (view.keys(CELL), view.contains(CELL(1, 1))));
    assert_eq!((keys.len(), there), (2, false));
    assert_eq!(before.get(super::HOW_MANY), 1);
    assert!(before.get(super::OPEN).is_empty());
    assert_eq!(store.keys(CELL), [(2, 2), (3, 3)]);
}
