//! What the page can do to a store.

use atomata::{History, Store};
use serde_json::{Value, json};

use crate::client::Client;
use crate::page::{COUNT, Page, SCORE, WORD, counting, counts, doubles, watching};

fn with_history() -> Store {
    counting(Store::builder().immediate().history(History::new()).build())
}

/// Counts to a number, and has the page see it.
fn count_to(store: &Store, page: &mut Page, last: i64) {
    for count in 1..=last {
        store.set(COUNT, count);
        page.action();
    }
}

fn jump(to: u64) -> Value {
    json!({"type": "JUMP_TO_ACTION", "actionId": to})
}

fn toggle(id: u64) -> Value {
    json!({"type": "TOGGLE_ACTION", "id": id})
}

#[test]
fn a_jump_goes_through_the_history() {
    let store = with_history();
    let (mut page, _, _bridge) = watching(&store);
    count_to(&store, &mut page, 3);
    let entries = store.history().entries().len();
    let lifted = page.dispatch(jump(1)).unwrap();
    assert_eq!((store.get(COUNT), &lifted["currentStateIndex"]), (1, &json!(1)));
    assert_eq!(counts(&lifted), [0, 1, 2, 3]);
    assert_eq!(store.history().entries().len(), entries);
    assert!(store.can_redo());
    page.dispatch(json!({"type": "JUMP_TO_STATE", "index": 3})).unwrap();
    assert_eq!(store.get(COUNT), 3);
    assert!(!store.can_redo());
    assert_eq!(page.dispatch(jump(9)).unwrap_err(), "the action is there no more");
}

#[test]
fn a_jump_writes_where_the_history_skips() {
    let store = with_history();
    let (mut page, _, _bridge) = watching(&store);
    count_to(&store, &mut page, 3);
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    let entry = client.of("history")["entries"][2]["id"].clone();
    let skip = json!({"type": "skip", "store": number, "entry": entry, "on": true});
    client.ask(skip).unwrap();
    assert_eq!(store.get(COUNT), 2);
    page.action();
    page.dispatch(jump(3)).unwrap();
    assert_eq!(store.get(COUNT), 3);
}

#[test]
fn a_jump_writes_where_there_is_no_history() {
    let store = counting(Store::immediate());
    store.set(SCORE(1), 10);
    let (mut page, _, _bridge) = watching(&store);
    count_to(&store, &mut page, 2);
    store.set(SCORE(2), 20);
    page.action();
    store.remove(SCORE(1));
    page.action();
    page.dispatch(jump(1)).unwrap();
    assert_eq!((store.get(COUNT), store.get(SCORE(1))), (1, 10));
    let lifted = page.dispatch(jump(4)).unwrap();
    assert_eq!((store.get(COUNT), store.get(SCORE(2))), (2, 20));
    assert_eq!(lifted["computedStates"][4]["state"]["atoms"]["score"], json!({"2": 20}));
}

#[test]
fn a_write_in_the_past_leaves_what_came_after_skipped() {
    let store = with_history();
    let (mut page, _, _bridge) = watching(&store);
    count_to(&store, &mut page, 3);
    page.dispatch(jump(1)).unwrap();
    store.set(COUNT, 10);
    let lifted = page.state();
    assert_eq!(lifted["skippedActionIds"], json!([2, 3]));
    assert_eq!((counts(&lifted), &lifted["currentStateIndex"]), (vec![0, 1, 1, 1, 10], &json!(4)));
    assert_eq!(doubles(&lifted), [0, 2, 2, 2, 20].map(Some));
    let lifted = page.dispatch(json!({"type": "SWEEP"})).unwrap();
    assert_eq!(
        (counts(&lifted), lifted["stagedActionIds"].clone()),
        (vec![0, 1, 10], json!([0, 1, 4]))
    );
    assert_eq!(doubles(&lifted), [0, 2, 20].map(Some));
}

#[test]
fn what_is_skipped_is_recomputed() {
    for store in [with_history(), counting(Store::immediate())] {
        let (mut page, _, _bridge) = watching(&store);
        count_to(&store, &mut page, 2);
        store.set(WORD, "b".to_owned());
        page.action();
        let lifted = page.dispatch(toggle(2)).unwrap();
        assert_eq!(lifted["skippedActionIds"], json!([2]));
        assert_eq!(counts(&lifted), [0, 1, 1, 1]);
        assert_eq!((store.get(COUNT), &*store.get(WORD)), (1, "b"));
        // What a computed would have been nobody knows, but for the present.
        assert_eq!(doubles(&lifted), [Some(0), Some(2), Some(2), Some(2)]);
        store.set(WORD, "c".to_owned());
        assert_eq!(page.action().1["computed"]["double"], 2);
        let lifted = page.dispatch(toggle(1)).unwrap();
        assert_eq!((store.get(COUNT), counts(&lifted)), (0, vec![0, 0, 0, 0, 0]));
        assert_eq!(doubles(&lifted), [Some(0), Some(0), Some(0), None, Some(0)]);
        page.dispatch(toggle(1)).unwrap();
        let lifted = page.dispatch(toggle(2)).unwrap();
        assert_eq!((store.get(COUNT), counts(&lifted)), (2, vec![0, 1, 2, 2, 2]));
        let lifted = page.dispatch(toggle(3)).unwrap();
        assert_eq!(lifted["skippedActionIds"], json!([3]));
        let lifted = page.dispatch(json!({"type": "SWEEP"})).unwrap();
        assert_eq!(lifted["stagedActionIds"], json!([0, 1, 2, 4]));
        assert_eq!(&*store.get(WORD), "c");
    }
}

#[test]
fn what_others_need_cannot_be_skipped() {
    let store = counting(Store::immediate());
    store.set(SCORE(1), 10);
    let (mut page, _, _bridge) = watching(&store);
    store.set(SCORE(2), 20);
    page.action();
    store.remove(SCORE(2));
    page.action();
    let error = page.dispatch(toggle(1)).unwrap_err();
    assert!(error.starts_with("action 2 (") && error.contains("needs what is skipped"), "{error}");
    let lifted = page.dispatch(json!({"type": "SWEEP"})).unwrap();
    assert_eq!(
        (&lifted["skippedActionIds"], &lifted["stagedActionIds"]),
        (&json!([]), &json!([0, 1, 2]))
    );
    let error = page.dispatch(json!({"type": "REORDER_ACTION", "actionId": 2})).unwrap_err();
    assert!(error.starts_with("actions of a store cannot change places"), "{error}");
    assert!(page.dispatch(json!({"type": "TOGGLE_ACTION", "id": 0})).is_err());
}

#[test]
fn commit_revert_and_reset_begin_a_new_log() {
    let store = with_history();
    let (mut page, _, _bridge) = watching(&store);
    count_to(&store, &mut page, 2);
    let lifted = page.dispatch(json!({"type": "COMMIT", "timestamp": 1})).unwrap();
    assert_eq!((counts(&lifted), store.can_undo()), (vec![2], false));
    store.set(COUNT, 7);
    page.action();
    let lifted = page.dispatch(json!({"type": "ROLLBACK", "timestamp": 1})).unwrap();
    assert_eq!((counts(&lifted), store.get(COUNT)), (vec![2], 2));
    store.set(COUNT, 8);
    assert_eq!(page.action().1["computed"]["double"], 16);
    let lifted = page.dispatch(json!({"type": "RESET", "timestamp": 1})).unwrap();
    assert_eq!((counts(&lifted), store.get(COUNT)), (vec![0], 0));
}

#[test]
fn what_happens_while_it_is_paused_is_one_action() {
    let store = counting(Store::immediate());
    let (mut page, _, _bridge) = watching(&store);
    let pause = |on| json!({"type": "PAUSE_RECORDING", "status": on});
    assert_eq!(page.dispatch(pause(true)).unwrap()["isPaused"], true);
    store.set(COUNT, 1);
    store.set(COUNT, 2);
    // It is the next message, so that nothing came of the writes.
    assert_eq!(page.dispatch(pause(false)).unwrap()["isPaused"], false);
    let (name, state) = page.action();
    assert_eq!((&*name, &state["atoms"]["count"]), ("set COUNT (flushes 1 to 2)", &json!(2)));
}

#[test]
fn a_locked_store_is_left_alone_by_the_page() {
    let store = counting(Store::immediate());
    let (mut page, _, _bridge) = watching(&store);
    count_to(&store, &mut page, 1);
    let lock = |on| json!({"type": "LOCK_CHANGES", "status": on});
    assert_eq!(page.dispatch(lock(true)).unwrap()["isLocked"], true);
    for action in [jump(0), toggle(1), json!({"type": "RESET"}), json!({"type": "ROLLBACK"})] {
        assert_eq!(page.dispatch(action).unwrap_err(), "DevTools are locked; unlock them first");
    }
    page.order(json!({"type": "ACTION", "action": {"name": "set count", "args": ["5"]}}));
    assert!(page.answer().is_err());
    assert_eq!(store.get(COUNT), 1);
    // The program itself goes on.
    store.set(COUNT, 2);
    page.action();
    page.dispatch(lock(false)).unwrap();
    page.dispatch(jump(0)).unwrap();
    assert_eq!(store.get(COUNT), 0);
}

#[test]
fn the_dispatcher_writes_what_fits() {
    let store = counting(Store::immediate());
    store.set(SCORE(1), 10);
    let (mut page, _, _bridge) = watching(&store);
    page.publish(json!({"type": "START"}));
    let creators = page.message()["action"].clone();
    let named = |name: &str| {
        creators.as_array().unwrap().iter().find(|known| known["name"] == name).cloned()
    };
    assert_eq!(named("set count").unwrap()["args"], json!(["value: i64"]));
    assert_eq!(named("insert into score").unwrap()["args"][0], "key");
    assert_eq!(named("set double"), None);

    let mut make = |action: Value| {
        page.order(json!({"type": "ACTION", "action": action}));
        page.answer().map(drop)
    };
    make(json!({"name": "set count", "selected": 0, "args": ["41"], "rest": "[]"})).unwrap();
    make(json!({"name": "insert into score", "args": ["2", "20"], "rest": "[]"})).unwrap();
    make(json!({"name": "remove from score", "args": ["1"]})).unwrap();
    make(json!(r#"{"type": "set", "pointer": "/word", "value": "typed"}"#)).unwrap();
    assert_eq!((store.get(COUNT), store.get(SCORE(2)), &*store.get(WORD)), (41, 20, "typed"));

    let refused = [
        (json!({"name": "set count", "args": ["\"much\""]}), "invalid type"),
        (json!({"name": "set count", "args": [""]}), "`value` is missing"),
        (json!({"name": "set count", "args": ["x + 1"]}), "`value` is no JSON"),
        (json!("() => 1"), "an action is JSON"),
        (
            json!("{\"type\": \"set\", \"pointer\": \"/double\", \"value\": 1}"),
            "cannot be written by DevTools",
        ),
    ];
    for (action, why) in refused {
        let error = make(action).unwrap_err();
        assert!(error.contains(why), "{error}");
    }
    assert_eq!(store.get(COUNT), 41);
}
