//! Members that come and go, and come back.

use atomata::History;
use atomata_tests::recorder::Recorder;
use expect_test::expect;

use super::{OPEN, PREVIEW, Todo, checked, manual, todo};

#[test]
fn a_member_that_came_goes_and_comes_back() {
    let store = manual(History::new());
    store.set(Todo(1), todo("one"));
    store.update(Todo(2), |todo| todo.title.push_str("two"));
    store.undo();
    assert_eq!((store.keys(Todo), store.get(OPEN)), (vec![1], vec![1]));
    store.undo();
    assert!(store.keys(Todo).is_empty() && !store.contains(Todo(1)));
    assert_eq!(store.get(Todo(1).title), "");
    checked(&store);
    store.redo();
    store.redo();
    assert_eq!((store.keys(Todo), store.get(Todo(2).title)), (vec![1, 2], "two".to_owned()));
    assert_eq!(store.get(Todo(1).title), "one");
    checked(&store);
}

#[test]
fn a_member_that_was_removed_is_where_it_was() {
    let store = manual(History::new());
    for key in 0..100 {
        store.set(Todo(key), todo(&key.to_string()));
    }
    let all = store.keys(Todo);
    store.remove(Todo(7));
    store.undo();
    assert_eq!((store.keys(Todo), store.get(Todo(7).title)), (all.clone(), "7".to_owned()));
    store.remove_batch(Todo, (0..100).filter(|key| key % 3 > 0));
    checked(&store);
    store.undo();
    assert_eq!((store.keys(Todo), store.get(OPEN)), (all, (0..100).collect()));
    checked(&store);
    store.redo();
    assert_eq!(store.keys(Todo).len(), 34);
    checked(&store);
}

#[test]
fn a_member_that_is_another_one_is_put_back_as_it_was() {
    let store = manual(History::new());
    store.set(Todo(1), todo("one"));
    store.set(Todo(2), todo("two"));
    store.batch(|tx| {
        tx.set(Todo(1).done, true);
        tx.remove(Todo(1));
        tx.set(Todo(1), todo("another"));
        tx.set(Todo(3), todo("three"));
        tx.remove(Todo(3));
    });
    assert_eq!(store.keys(Todo), [2, 1]);
    store.undo();
    assert_eq!((store.keys(Todo), store.get(Todo(1))), (vec![1, 2], todo("one")));
    store.redo();
    assert_eq!((store.keys(Todo), store.get(Todo(1))), (vec![2, 1], todo("another")));
    assert!(!store.contains(Todo(3)));
    checked(&store);
}

#[test]
fn subscribers_to_keys_and_fields_are_told() {
    let store = manual(History::new());
    store.set(Todo(1), todo("one"));
    let recorder = Recorder::new();
    let _keys = store.subscribe(Todo, recorder.showing("keys"));
    let _open = store.subscribe(OPEN, recorder.showing("open"));
    let title = store.subscribe(Todo(1).title, recorder.showing("title"));
    store.set(Todo(1).title, "uno".to_owned());
    store.flush();
    drop(recorder.take());
    store.undo();
    store.flush();
    recorder.check(expect![[r#"title "one""#]]);
    store.undo();
    store.flush();
    assert!(title.is_ended());
    recorder.check(expect!["keys []; open []"]);
    let _title = store.subscribe(Todo(1).title, recorder.showing("title"));
    store.redo();
    store.flush();
    recorder.check(expect![[r#"keys [1]; title "one"; open [1]"#]]);
}

#[test]
fn slots_are_used_again_and_nothing_is_mixed_up() {
    let store = manual(History::new());
    store.set(Todo(1), todo("one"));
    store.set(Todo(1).done, true);
    store.remove(Todo(1));
    store.undo();
    store.undo();
    store.undo();
    // These take the slots that are free now.
    store.get(Todo(5).title);
    let _others = [store.bind(Todo(8)), store.bind(Todo(9))];
    for _ in 0..3 {
        store.redo();
        checked(&store);
    }
    store.undo();
    assert_eq!(store.get(Todo(1)), Todo { title: "one".to_owned(), done: true });
}

#[test]
fn members_that_end_by_themselves_are_no_part_of_it() {
    let store = manual(History::new());
    store.set(PREVIEW(1), 5);
    store.set(Todo(1), todo("one"));
    assert_eq!(store.history().entries().len(), 1);
    store.undo();
    assert!(!store.can_undo());
}
