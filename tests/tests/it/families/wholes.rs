//! What depends on a family as a whole.

use atomata::{Each, Keys, Store, atom, computed};
use atomata_tests::recorder::Recorder;

use super::{CELL, HOW_MANY, OPEN, Todo, checked};

#[atom(key = u32)]
static WEIGHT: u64 = 1;

#[computed(deps = [each(WEIGHT)])]
fn heaviest(weights: Each<'_, u32, u64>) -> Option<u32> {
    weights.max_by_key(|(_, weight)| **weight).map(|(key, _)| *key)
}

#[computed(deps = [each(Todo), Todo, CELL(0, 0)])]
fn summary(todos: Each<'_, u32, Todo>, keys: &Keys<u32>, corner: i64) -> String {
    let done = todos.clone().filter(|(_, todo)| todo.done).count();
    let first = keys.iter().next().and_then(|key| todos.get(key)).map(|todo| todo.title.clone());
    format!("{done}/{} {} {corner}", todos.len(), first.unwrap_or_default())
}

#[test]
fn keys_come_and_go() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let _many = store.subscribe(HOW_MANY, recorder.showing("many"));
    let _keys = store.subscribe(Todo, recorder.showing("keys"));
    store.set(Todo(3).done, true);
    store.set(Todo(1).done, true);
    store.set(Todo(1).done, false);
    store.remove(Todo(3));
    let told = recorder.take();
    assert_eq!(told, "keys [3]; many 1; keys [3, 1]; many 2; keys [1]; many 1");
    assert_eq!(store.keys(Todo), [1]);
    checked(&store);
}

#[test]
fn keys_come_in_the_order_in_which_they_were_written() {
    let store = Store::immediate();
    // A key that was read or observed first has no place before it is written.
    let _watching = store.subscribe(CELL(1, 0), |_| ());
    for x in [5, 3, 1, 4] {
        store.set(CELL(x, 0), 1);
    }
    store.remove(CELL(3, 0));
    store.set(CELL(3, 0), 1);
    assert_eq!(store.keys(CELL), [(5, 0), (1, 0), (4, 0), (3, 0)]);
    checked(&store);
}

#[test]
fn each_reacts_to_its_field_in_every_member_and_to_keys() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let _open = store.subscribe(OPEN, recorder.showing("open"));
    store.set(Todo(1).title, "a".to_owned());
    store.set(Todo(2).done, true);
    assert_eq!(recorder.take(), "open [1]");
    let before = store.stats();
    store.set(Todo(1).title, "b".to_owned());
    assert_eq!(store.stats().since(&before).recomputed, 0, "a title is no concern of it");
    store.set(Todo(2).done, false);
    store.set(Todo(1).done, true);
    store.remove(Todo(2));
    assert_eq!(recorder.take(), "open [1, 2]; open [2]; open []");
    checked(&store);
}

#[test]
fn each_gives_values_of_one_moment() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let _heaviest = store.subscribe(HEAVIEST, recorder.showing("heaviest"));
    store.batch(|tx| {
        for key in 0..10 {
            tx.set(WEIGHT(key), u64::from(key % 7));
        }
        assert_eq!(tx.get(HEAVIEST), Some(6));
        tx.set(WEIGHT(3), 100);
    });
    assert_eq!(recorder.take(), "heaviest Some(3)");
    store.remove_batch(WEIGHT, 0..10);
    assert_eq!(recorder.take(), "heaviest None");
    checked(&store);
}

#[test]
fn wholes_members_and_plain_nodes_stand_side_by_side() {
    let store = Store::immediate();
    assert_eq!(store.get(SUMMARY), "0/0  0");
    store.set(Todo(4).title, "tea".to_owned());
    store.set(CELL(0, 0), 5);
    store.set(Todo(2).done, true);
    assert_eq!(store.get(SUMMARY), "1/2 tea 5");
    checked(&store);
}

#[test]
fn a_member_that_is_updated_cannot_be_read_through_the_whole() {
    let store = Store::immediate();
    store.set(WEIGHT(1), 5);
    store.update(WEIGHT(1), |weight| {
        let error = store.try_get(HEAVIEST).unwrap_err();
        assert!(error.to_string().contains("depends on `WEIGHT(1)`"), "{error}");
        store.update(WEIGHT(2), |other| {
            **other += 1;
            assert!(store.try_get(HEAVIEST).is_err());
        });
        assert!(store.try_get(HEAVIEST).is_err(), "the first one is still out");
        **weight += 1;
    });
    assert_eq!(store.get(HEAVIEST), Some(1));
    checked(&store);
}
