//! What a client changes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use atomata::Store;
use serde_json::json;

use crate::client::Client;
use crate::shop::{Cart, HANDLE, Handle, NEXT_HANDLE, PRICE, SCORE, TAX, TOTAL};

#[test]
fn values_are_set_and_checked_by_type() {
    let store = Store::immediate();
    store.get((PRICE, Cart));
    store.subscribe(TOTAL, |_| ()).detach();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    let mut set = |pointer, value| {
        client.ask(json!({"type": "set", "store": number, "pointer": pointer, "value": value}))
    };
    set("/price", json!(50)).unwrap();
    assert_eq!(store.get(TOTAL), 60.0);
    set("/cart/items", json!(["lamp", "chair"])).unwrap();
    set("/cart/items/1", json!("table")).unwrap();
    set("/cart/coupon", json!("TEN")).unwrap();
    assert_eq!(store.get(Cart.items), ["lamp", "table"]);
    assert_eq!(store.get(Cart.coupon), Some("TEN".to_owned()));

    let error = set("/price", json!("much")).unwrap_err();
    assert!(
        error.starts_with("operation 0: the value for \"/price\": invalid type: string"),
        "{error}"
    );
    let error = set("/cart/items/7", json!("far")).unwrap_err();
    assert_eq!(error, "operation 0: there is nothing at \"/cart/items/7\"");
    assert_eq!(set("/nothing", json!(1)).unwrap_err(), "there is no atom \"nothing\" here");
    assert_eq!(set("/total", json!(1)).unwrap_err(), "\"total\" cannot be written by DevTools");
    assert_eq!(set("", json!({})).unwrap_err(), "the pointer names no atom");
    assert!(set("price", json!(1)).is_err());
    assert_eq!(store.get(PRICE), 50.0);

    let flushes = client.until("flushes", |flushes| {
        let flushes = flushes["flushes"].as_array().unwrap();
        flushes.iter().any(|flush| flush["label"] == "DevTools: set price")
    });
    assert_eq!(flushes["store"], number);
}

#[test]
fn an_atom_is_reset() {
    let store = Store::builder().manual().initial(TAX, 0.5).build();
    store.set(TAX, 0.9);
    store.set(Cart.coupon, Some("TEN".to_owned()));
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    let nodes = client.of("nodes");
    let named = |name: &str| {
        let nodes = nodes["nodes"].as_array().unwrap();
        nodes.iter().find(|node| node["name"] == name).unwrap()["node"].clone()
    };
    for name in ["tax", "cart"] {
        client.ask(json!({"type": "reset", "store": number, "node": named(name)})).unwrap();
    }
    assert_eq!((store.get(TAX), store.get(Cart.coupon)), (0.5, None));
    let reset = json!({"type": "reset", "store": number, "node": 1_u64 << 40});
    assert_eq!(client.ask(reset).unwrap_err(), "there is no node 1099511627776, or it went");
}

#[test]
fn members_come_and_go() {
    let store = Store::manual();
    store.set(SCORE(7), 10);
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    let nodes = client.of("nodes")["nodes"].take();
    let family = nodes.as_array().unwrap().iter().find(|node| node["kind"] == "family").unwrap();
    assert_eq!(family["writable"], true);
    let insert =
        |pointer| json!({"type": "insert", "store": number, "pointer": pointer, "value": 5});
    client.ask(insert("/score/8")).unwrap();
    let remove = |pointer| json!({"type": "remove", "store": number, "pointer": pointer});
    client.ask(remove("/score/7")).unwrap();
    assert_eq!((store.keys(SCORE), store.get(SCORE(8))), (vec![8], 5));
    assert!(client.ask(insert("/score/eight")).unwrap_err().contains("the key \"eight\" of SCORE"));
    let error = client.ask(remove("/score")).unwrap_err();
    assert_eq!(error, "\"/score\" names no member of a family");
    assert!(client.ask(remove("/score/9")).is_err());
}

#[test]
fn items_of_lists_come_and_go() {
    let store = Store::manual();
    store.set(Cart.items, vec!["lamp".to_owned()]);
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    let mut ask = |kind: &str, pointer: &str| {
        let request = json!({"type": kind, "store": number, "pointer": pointer, "value": "chair"});
        client.ask(request)
    };
    ask("insert", "/cart/items/-").unwrap();
    ask("insert", "/cart/items/0").unwrap();
    assert_eq!(store.get(Cart.items), ["chair", "lamp", "chair"]);
    ask("remove", "/cart/items/1").unwrap();
    assert_eq!(store.get(Cart.items), ["chair", "chair"]);
    let error = ask("remove", "/cart").unwrap_err();
    assert_eq!(error, "\"/cart\" is an atom as a whole, of which nothing can come or go");
    assert!(ask("remove", "/cart/items/2").unwrap_err().contains("/cart/items/2"));
    let error = ask("remove", "/cart/items").unwrap_err();
    assert!(error.starts_with("`Cart.items` cannot be read: invalid type: null"), "{error}");
    assert_eq!(store.get(Cart.items), ["chair", "chair"]);
}

#[test]
fn what_waits_is_flushed() {
    let store = Store::manual();
    let told = Arc::new(AtomicU32::new(0));
    let telling = Arc::clone(&told);
    let count = move |_: &f64| {
        telling.fetch_add(1, Ordering::Relaxed);
    };
    store.subscribe(PRICE, count).detach();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    client.ask(json!({"type": "set", "store": number, "pointer": "/price", "value": 2.0})).unwrap();
    assert_eq!(told.load(Ordering::Relaxed), 0);
    client.ask(json!({"type": "flush", "store": number})).unwrap();
    assert_eq!(told.load(Ordering::Relaxed), 1);
}

#[test]
fn what_serde_does_not_know_is_shown_as_it_is_printed() {
    let store = Store::immediate();
    store.subscribe(NEXT_HANDLE, |_| ()).detach();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    let nodes = client.of("nodes")["nodes"].take();
    let handle = nodes.as_array().unwrap().iter().find(|node| node["name"] == "handle").unwrap();
    assert_eq!(handle["writable"], false);
    let state = client.of("state");
    assert_eq!(state["state"]["atoms"]["handle"], "Handle(3)");
    assert_eq!(state["state"]["computed"]["next_handle"], "Handle(4)");
    store.set(HANDLE, Handle(7));
    let patch = client.of("patch")["patch"].to_string();
    assert!(patch.contains("Handle(7)") && patch.contains("Handle(8)"), "{patch}");
    let set = json!({"type": "set", "store": number, "pointer": "/handle", "value": 1});
    assert!(client.ask(set).unwrap_err().ends_with("cannot be written by DevTools"));
}
