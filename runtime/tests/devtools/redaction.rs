//! What is not to be shown is not: neither the value, nor what follows from it.

use atomata::{History, Store};
use serde_json::json;

use crate::client::Client;
use crate::shop::{LETTERS, PASSWORD, PIN, PRICE};

#[test]
fn a_redacted_value_and_what_depends_on_it_never_leave() {
    let store = Store::builder().immediate().history(History::new()).build();
    store.subscribe(LETTERS, |_| ()).detach();
    store.set(PIN(7), "4711".to_owned());
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    let state = client.of("state")["state"].take();
    assert_eq!(state["atoms"]["password"], "[redacted]");
    assert_eq!(state["atoms"]["pin"], json!({"7": "[redacted]"}));
    assert_eq!(state["computed"]["letters"], "[redacted]");

    store.set(PASSWORD, "opensesame".to_owned());
    store.set(PIN(8), "4712".to_owned());
    store.set(PRICE, 1.0);
    let patch = client.until("patch", |patch| patch["patch"].to_string().contains("price"));
    let text = patch.to_string();
    assert!(!text.contains("opensesame") && !text.contains("4712"), "{text}");

    let asked = [
        json!({"type": "export", "store": number}),
        json!({"type": "test", "store": number}),
        json!({"type": "graph", "store": number, "format": "dot"}),
    ];
    for request in asked {
        let answer = client.ask(request).unwrap().to_string();
        assert!(!answer.contains("opensesame") && !answer.contains("4711"), "{answer}");
    }
    for pointer in ["/password", "/pin/7", "/pin"] {
        let set = json!({"type": "set", "store": number, "pointer": pointer, "value": "x"});
        let error = client.ask(set).unwrap_err();
        assert!(error.ends_with("cannot be written by DevTools"), "{error}");
    }
    let (mut late, _) = Client::watching(&inspector);
    for kind in ["nodes", "state", "history", "flushes", "counts", "report"] {
        let text = late.of(kind).to_string();
        assert!(!text.contains("swordfish") && !text.contains("opensesame"), "{text}");
        assert!(!text.contains("471"), "{text}");
    }
    assert_eq!(store.get(PASSWORD), "opensesame");
}
