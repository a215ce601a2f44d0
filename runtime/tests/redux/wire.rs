//! The socket itself: who may be connected to, signs of life, what is malformed, and a server that does not read.

use atomata::Store;
use atomata::devtools::ConnectError;
use serde_json::json;

use crate::page::{COUNT, Server, counting, watching};

#[test]
fn only_this_machine_is_connected_to() {
    let store = Store::new();
    let connect = |url| store.devtools().connect(url).unwrap_err();
    assert!(matches!(
        connect("ws://192.0.2.1:8000/socketcluster/"),
        ConnectError::NotLoopback { .. }
    ));
    for url in ["http://127.0.0.1:8000/", "ws://127.0.0.1/", "ws:///", "127.0.0.1:8000"] {
        let error = connect(url);
        assert!(matches!(error, ConnectError::Address { .. }), "{error}");
    }
}

#[test]
fn an_empty_frame_is_answered_by_one() {
    let (mut page, _, _bridge) = watching(&counting(Store::immediate()));
    page.send("");
    assert_eq!(page.frame().unwrap(), "");
}

#[test]
fn nothing_is_told_where_no_page_is() {
    let store = counting(Store::immediate());
    let server = Server::new();
    let bridge = store.devtools().connect(&server.url).unwrap();
    let mut page = server.greet();
    assert!(bridge.is_connected());
    store.set(COUNT, 1);
    page.send("");
    assert_eq!(page.frame().unwrap(), "", "the answer to the ping is the first thing that comes");
    page.publish(json!({"type": "START"}));
    assert_eq!(page.state()["committedState"]["atoms"]["count"], 1);
    page.publish(json!({"type": "DISCONNECTED", "id": "page"}));
    page.send("");
    assert_eq!(page.frame().unwrap(), "");
    store.set(COUNT, 2);
    page.send("");
    assert_eq!(page.frame().unwrap(), "");
}

#[test]
fn it_connects_again() {
    let store = counting(Store::immediate());
    let server = Server::new();
    let bridge = store.devtools().connect(&server.url).unwrap();
    let (page, _) = server.watch();
    drop(page);
    let (page, lifted) = server.watch();
    assert_eq!(lifted["committedState"]["atoms"]["count"], 0);
    // A server that refuses is left, and asked again.
    drop(page);
    let mut page = server.accept();
    page.next();
    page.send(r#"{"rid":1,"error":{"message":"no"}}"#);
    assert_eq!(page.frame(), None);
    // One that falls silent, too.
    let mut page = server.accept();
    page.greet(300);
    assert_eq!(page.frame(), None);
    let (mut page, _) = server.watch();
    bridge.stop();
    assert_eq!(page.frame(), None);
}

#[test]
fn what_is_malformed_is_passed_over() {
    let store = counting(Store::immediate());
    let (mut page, _, _bridge) = watching(&store);
    let deep = "[".repeat(100_000);
    let frames = [
        "{",
        "null",
        "7",
        "[]",
        "[[],{}]",
        "{\"event\":7}",
        "{\"rid\":\"x\"}",
        "{\"rid\":99}",
        &deep,
    ];
    for frame in frames {
        page.send(frame);
    }
    for data in [json!(null), json!({"type": 1}), json!([]), json!({"type": "DISPATCH"})] {
        page.publish(data);
    }
    assert!(page.dispatch(json!({"type": "JUMP_TO_ACTION", "actionId": "x"})).is_err());
    assert!(page.dispatch(json!({"type": "JUMP_TO_STATE", "index": u64::MAX})).is_err());
    assert!(page.dispatch(json!({"type": "UNHEARD_OF"})).is_err());
    // Several packets may come in one frame.
    let data =
        json!({"type": "DISPATCH", "action": {"type": "SWEEP"}, "instanceId": page.instance});
    let packet = json!({"event": "#publish", "data": {"channel": "respond", "data": data}});
    page.send(&json!([packet, packet]).to_string());
    page.state();
    page.state();
    store.set(COUNT, 1);
    assert_eq!(page.action().1["atoms"]["count"], 1);
}

#[test]
fn no_writer_waits_for_a_server_that_does_not_read() {
    let store = counting(Store::immediate());
    let (mut page, _, _bridge) = watching(&store);
    // More than a socket holds, many times over.
    let word = "x".repeat(100_000);
    for count in 1..=2_000 {
        store.batch(|tx| {
            tx.set(COUNT, count);
            tx.set(crate::page::WORD, format!("{count}{word}"));
        });
    }
    // What there was no room for became part of what came later.
    let mut messages = 0;
    loop {
        messages += 1;
        let message = page.message();
        let payload = message["payload"].as_str().unwrap();
        if payload.contains("\"count\":2000") {
            break;
        }
    }
    assert!(messages < 1_000, "{messages}");
}

#[test]
fn a_store_that_went_is_let_go() {
    let store = counting(Store::immediate());
    let (mut page, _, _bridge) = watching(&store);
    let weak = store.downgrade();
    drop(store);
    page.order(json!({"type": "DISPATCH", "action": {"type": "SWEEP"}}));
    page.send("");
    assert_eq!(page.frame().unwrap(), "");
    assert!(weak.upgrade().is_none());
}
