//! Time travel.

use atomata::{History, Store};
use serde_json::{Value, json};

use crate::client::Client;
use crate::shop::{PRICE, TAX};

fn ids(history: &Value) -> Vec<u64> {
    let entries = history["entries"].as_array().unwrap();
    entries.iter().map(|entry| entry["id"].as_u64().unwrap()).collect()
}

#[test]
fn a_client_goes_through_the_history() {
    let history = History::new().max_snapshots(50).keep_branches();
    let store = Store::builder().immediate().history(history).build();
    let start = store.get(PRICE);
    for price in [1.0, 2.0, 3.0] {
        store.labelled("sale", |tx| tx.set(PRICE, price));
    }
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    let history = client.of("history");
    assert_eq!((&history["on"], &history["live"]), (&json!(true), &json!(true)));
    assert_eq!(history["max_entries"], 50);
    let entry = &history["entries"][0];
    assert_eq!((&entry["label"], &entry["names"]), (&json!("sale"), &json!(["PRICE"])));
    let points = ids(&history);
    let mut ask = |request: Value| {
        let mut request = request;
        request["store"] = json!(number);
        client.ask(request)
    };
    ask(json!({"type": "go_to", "entry": points[0]})).unwrap();
    assert_eq!(store.get(PRICE), 1.0);
    // The state before the first entry is a place to go to like the others.
    ask(json!({"type": "go_to", "entry": history["start"]})).unwrap();
    assert_eq!(store.get(PRICE), start);
    ask(json!({"type": "go_to", "entry": points[0]})).unwrap();
    ask(json!({"type": "redo"})).unwrap();
    assert_eq!(store.get(PRICE), 2.0);
    ask(json!({"type": "undo"})).unwrap();
    ask(json!({"type": "revert"})).unwrap();
    assert_eq!(store.get(PRICE), start);
    assert_eq!(ask(json!({"type": "undo"})).unwrap_err(), "there is nothing to undo");
    ask(json!({"type": "live"})).unwrap();
    assert_eq!(store.get(PRICE), 3.0);
    assert!(ask(json!({"type": "go_to", "entry": 99})).is_err());

    ask(json!({"type": "pin", "entry": points[1], "on": true})).unwrap();
    ask(json!({"type": "go_to", "entry": points[1]})).unwrap();
    store.set(TAX, 0.5);
    let history = client.until("history", |history| {
        history["branches"].as_array().is_some_and(|branches| branches.len() == 2)
            && history["entries"][1]["pinned"] == true
    });
    assert_eq!(ids(&history)[..2], points[..2]);
    let other = history["branches"].as_array().unwrap().iter().find(|b| b["entries"] != 0).unwrap();
    let switch = json!({"type": "switch", "store": number, "branch": other["id"]});
    client.ask(switch).unwrap();
    assert_eq!((store.get(PRICE), store.get(TAX)), (3.0, 0.2));
    client.ask(json!({"type": "go_to", "store": number, "entry": points[0]})).unwrap();
    let past = client.until("history", |history| history["position"] == points[0]);
    assert_eq!(past["live"], false);
    client.ask(json!({"type": "commit", "store": number})).unwrap();
    let after = client.until("history", |history| history["entries"] == json!([]));
    assert_eq!((&after["live"], store.get(PRICE)), (&json!(true), 1.0));
}

#[test]
fn the_last_entries_of_many_are_listed() {
    let history = History::new().max_snapshots(2_000);
    let store = Store::builder().immediate().history(history).build();
    for price in 0..1_003 {
        store.set(PRICE, f64::from(price));
    }
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, _) = Client::watching(&inspector);
    let history = client.of("history");
    assert_eq!((ids(&history).len(), &history["left_out"]), (1_000, &json!(3)));
    assert_eq!((ids(&history)[0], &history["start"]), (4, &json!(0)));
}

#[test]
fn a_store_without_a_history_says_so() {
    let store = Store::new();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    assert_eq!(client.of("history")["on"], false);
    for kind in ["live", "revert", "commit"] {
        let error = client.ask(json!({"type": kind, "store": number})).unwrap_err();
        assert!(error.starts_with(&format!("`{kind}` needs a history")), "{error}");
    }
}
