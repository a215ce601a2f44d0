//! What the page is told of a store: one action for each flush, with its label and the state after it.

use atomata::Store;
use serde_json::json;

use crate::page::{COUNT, PASSWORD, SCORE, Server, WORD, counting, counts, doubles, watching};

#[test]
fn each_flush_is_an_action_with_its_label() {
    let store = counting(Store::immediate());
    let (mut page, lifted, _bridge) = watching(&store);
    assert_eq!((counts(&lifted), doubles(&lifted)), (vec![0], vec![Some(0)]));
    assert_eq!(lifted["stagedActionIds"], json!([0]));
    // Faster than anybody could look.
    for count in 1..=5 {
        store.set(COUNT, count);
    }
    store.labelled("rename", |tx| tx.set(WORD, "b".to_owned()));
    for count in 1..=5 {
        let (name, state) = page.action();
        assert_eq!(name, "set COUNT");
        assert_eq!(state["atoms"]["count"], count);
        assert_eq!(state["computed"]["double"], 2 * count);
    }
    let (name, state) = page.action();
    assert_eq!((&*name, &state["atoms"]["word"]), ("rename", &json!("b")));
    // What nobody watches is seen, too.
    store.set(SCORE(7), 3);
    let (_, state) = page.action();
    assert_eq!(state["atoms"]["score"], json!({"7": 3}));
}

#[test]
fn an_action_has_the_lines_that_wrote() {
    let store = counting(Store::manual());
    let (mut page, _, _bridge) = watching(&store);
    store.update(COUNT, |count| *count += 1);
    let line = line!() - 1;
    store.flush();
    let message = page.message();
    let action = message["action"].as_str().unwrap();
    assert!(action.contains(&format!("log.rs:{line}")), "{action}");
}

#[test]
fn what_waits_for_a_flush_is_told_with_it() {
    let store = counting(Store::manual());
    let (mut page, _, _bridge) = watching(&store);
    store.set(COUNT, 1);
    store.labelled("rename", |tx| tx.set(WORD, "b".to_owned()));
    // Time enough to look, and nothing to tell.
    for _ in 0..10 {
        page.send("");
        assert_eq!(page.frame().unwrap(), "");
    }
    store.flush();
    let (name, state) = page.action();
    assert_eq!((&*name, &state["atoms"]["count"]), ("rename", &json!(1)));
    assert_eq!(state["computed"]["double"], 2);
}

#[test]
fn the_log_is_bounded_and_the_page_drops_what_we_drop() {
    let store = counting(Store::immediate());
    let (mut page, _, _bridge) = watching(&store);
    for count in 1..=60 {
        store.set(COUNT, count);
        let message = page.message();
        assert_eq!(message["isExcess"], count >= 50, "{count}");
        assert_eq!(message["nextActionId"], count + 1);
    }
    let lifted = page.dispatch(json!({"type": "SWEEP"})).unwrap();
    assert_eq!(counts(&lifted), (11..=60).collect::<Vec<_>>());
    assert_eq!(lifted["committedState"]["atoms"]["count"], 11);
    assert_eq!(doubles(&lifted)[0], Some(22));
}

#[test]
fn a_redacted_value_is_neither_told_nor_written() {
    let store = counting(Store::immediate());
    store.get(PASSWORD);
    let (mut page, lifted, _bridge) = watching(&store);
    assert_eq!(lifted["committedState"]["atoms"]["password"], "[redacted]");
    store.set(PASSWORD, "opensesame".to_owned());
    store.set(COUNT, 1);
    let (_, state) = page.action();
    assert!(!state.to_string().contains("opensesame"));
    page.dispatch(json!({"type": "JUMP_TO_ACTION", "actionId": 0})).unwrap();
    assert_eq!((store.get(COUNT), &*store.get(PASSWORD)), (0, "opensesame"));
    page.order(json!({"type": "ACTION", "action": {"name": "set password", "args": ["\"x\""]}}));
    assert_eq!(page.answer().unwrap_err(), "there is no action \"set password\"");
}

#[test]
fn several_stores_share_one_socket() {
    let (one, other) = (counting(Store::immediate()), counting(Store::immediate()));
    let server = Server::new();
    let bridge = one.devtools().connect(&server.url).unwrap();
    let (mut page, _) = server.watch();
    let first = page.instance.clone();
    bridge.add(&other, "other");
    let message = page.message();
    assert_eq!((&message["type"], &message["name"]), (&json!("STATE"), &json!("other")));
    assert_ne!(page.instance, first);
    other.set(COUNT, 4);
    page.action();
    page.dispatch(json!({"type": "JUMP_TO_ACTION", "actionId": 0})).unwrap();
    assert_eq!((one.get(COUNT), other.get(COUNT)), (0, 0));
    // Nobody has this number.
    page.instance = json!("default");
    page.order(json!({"type": "DISPATCH", "action": {"type": "RESET"}}));
    one.set(COUNT, 5);
    assert_eq!(page.action().1["atoms"]["count"], 5);
    assert_eq!(page.instance, first);
}
