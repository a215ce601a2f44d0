//! What a client is shown.

use std::time::Duration;

use atomata::monitor::Budget;
use atomata::{Monitor, Store};
use serde_json::{Value, json};

use crate::client::Client;
use crate::shop::{AS_BRITTLE, BRITTLE, Brittle, Cart, PRICE, SCORE, TAX, TOTAL};

#[test]
fn a_client_has_the_state_and_follows_it_by_patches() {
    let store = Store::immediate();
    store.set(TAX, 0.25);
    store.set(SCORE(7), 10);
    let told = store.subscribe(TOTAL, |_| ());
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, _) = Client::watching(&inspector);

    let nodes = client.of("nodes");
    assert_eq!(nodes["all"], true);
    let named = |name: &str| {
        let nodes = nodes["nodes"].as_array().unwrap();
        nodes
            .iter()
            .find(|node| node["short"] == name)
            .unwrap_or_else(|| panic!("{name}: {nodes:?}"))
    };
    let total = named("total");
    assert_eq!((&total["kind"], &total["writable"]), (&json!("computed"), &json!(false)));
    assert_eq!(total["deps"], json!([named("PRICE")["node"], named("TAX")["node"]]));
    assert!(total["file"].as_str().unwrap().ends_with("shop.rs"));
    assert_eq!(total["type"], "f64");
    let member = named("SCORE(7)");
    assert_eq!((&member["name"], &member["key"]), (&json!("score"), &json!("7")));
    assert_eq!(member["family"], named("SCORE")["node"]);

    let mut state = client.of("state")["state"].take();
    assert_eq!(
        state,
        json!({
            "atoms": {"price": 100.0, "score": {"7": 10}, "tax": 0.25},
            "computed": {"total": 125.0},
        })
    );

    store.set(PRICE, 200.0);
    store.set(SCORE(8), 1);
    store.update(Cart, |cart| cart.items.push("lamp".to_owned()));
    store.remove(SCORE(7));
    let expected = json!({
        "atoms": {
            "price": 200.0,
            "score": {"8": 1},
            "tax": 0.25,
            "cart": {"items": ["lamp"], "coupon": null},
        },
        "computed": {"total": 250.0},
    });
    while state != expected {
        let patch = client.of("patch");
        assert_eq!(patch["bytes"], patch["patch"].to_string().len());
        let patch = patch["patch"].to_string();
        atomata::json_patch::apply(&mut state, patch.as_bytes()).unwrap();
    }
    drop(told);
}

#[test]
fn flushes_are_told_with_their_writes() {
    let store = Store::manual();
    store.subscribe(TOTAL, |_| ()).detach();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    store.labelled("sale", |tx| {
        tx.set(PRICE, 50.0);
        tx.set(PRICE, 60.0);
        tx.set(TAX, 0.2);
    });
    let line = format!("{}:{}", file!(), line!() - 3);
    store.flush();
    let flushes = client.of("flushes");
    assert_eq!((&flushes["store"], &flushes["dropped"]), (&json!(number), &json!(0)));
    let flush = &flushes["flushes"][0];
    assert_eq!((&flush["flush"], &flush["label"]), (&json!(1), &json!("sale")));
    let writes = flush["writes"].as_array().unwrap();
    assert_eq!((&writes[0]["name"], &writes[0]["coalesced"]), (&json!("PRICE"), &json!(1)));
    assert_eq!(writes[0]["at"], line);
    assert_eq!((&writes[1]["name"], &writes[1]["equal"]), (&json!("TAX"), &json!(1)));
    assert_eq!(flush["computed"][0]["outcome"], "changed");
    assert_eq!(
        (&flush["told"][0]["name"], &flush["told"][0]["calls"]),
        (&json!("total"), &json!(1))
    );

    let node = flush["told"][0]["node"].clone();
    let why = client.ask(json!({"type": "why", "store": number, "node": node})).unwrap();
    assert!(why["text"].as_str().unwrap().starts_with("`total` was told to 1 subscriber"));
    assert_eq!(why["chain"][1]["name"], "PRICE");
    assert_eq!(why["chain"][1]["node"], writes[0]["node"]);
    let not = client.ask(json!({"type": "why_not", "store": number, "node": node})).unwrap();
    assert!(not["text"].as_str().unwrap().starts_with("`total`"));
}

#[test]
fn what_is_paused_is_told_later() {
    let store = Store::immediate();
    store.subscribe(PRICE, |_| ()).detach();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, _) = Client::watching(&inspector);
    client.of("state");
    client.ask(json!({"type": "pause", "on": true})).unwrap();
    store.set(PRICE, 1.0);
    // A second passes until the next report: looks at the store lie in between.
    client.of("report");
    client.of("report");
    client.ask(json!({"type": "pause", "on": false})).unwrap();
    let patch = client.of("patch");
    assert_eq!(patch["patch"], json!([{"op": "replace", "path": "/atoms/price", "value": 1.0}]));
    assert_eq!(client.of("flushes")["flushes"].as_array().unwrap().len(), 1);
}

#[test]
fn several_stores_come_and_go() {
    let (shop, log) = (Store::new(), Store::manual());
    let inspector = shop.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, hello) = Client::new(&inspector);
    assert_eq!(hello["stores"].as_array().unwrap().len(), 1);
    assert_eq!(hello["stores"][0]["strategy"], "smart");
    assert_eq!(hello["pid"], std::process::id());
    inspector.add(&log, "log");
    let opened = client.of("opened");
    assert_eq!((&opened["name"], &opened["strategy"]), (&json!("log"), &json!("manual")));
    let number = opened["store"].clone();
    drop(log);
    assert_eq!(client.of("closed")["store"], number);
    let gone = client.ask(json!({"type": "flush", "store": number})).unwrap_err();
    assert_eq!(gone, format!("there is no store {number}, or it went"));
}

#[test]
fn counts_reports_and_warnings_are_told() {
    let store = Store::builder().immediate().on_warning(|_| ()).build();
    let told = store.subscribe(TOTAL, |_| ());
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, _) = Client::watching(&inspector);
    let nodes = client.of("nodes");
    let nodes = nodes["nodes"].as_array().unwrap();
    let node = &nodes.iter().find(|node| node["name"] == "total").unwrap()["node"];
    let counts = client.of("counts");
    let is_it = |counts: &&Value| counts["node"] == *node;
    let count = counts["counts"].as_array().unwrap().iter().find(is_it).unwrap();
    assert_eq!(count["subscribers"], 1);
    let report = client.of("report");
    assert_eq!((&report["health"]["is_well"], &report["report"]), (&json!(true), &Value::Null));
    let number = report["store"].clone();
    client.ask(json!({"type": "monitor", "store": number})).unwrap();
    let report = client.until("report", |report| !report["report"].is_null());
    assert!(report["report"]["stats"]["nodes"].as_u64().unwrap() >= 3);
    assert_eq!(report["report"]["limits"], json!([]));
    for _ in 0..200 {
        store.set(TAX, 0.2);
    }
    let warned = client.of("warned");
    assert_eq!(warned["kind"], "EqualWrites");
    let tax = nodes.iter().find(|node| node["name"] == "tax").unwrap();
    assert_eq!(warned["node"], tax["node"]);
    drop(told);
}

#[test]
fn the_graph_can_be_drawn_elsewhere() {
    let store = Store::new();
    store.get(TOTAL);
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    let mut draw = |format| client.ask(json!({"type": "graph", "store": number, "format": format}));
    let dot = draw("dot").unwrap();
    assert!(dot.as_str().unwrap().contains("[label=\"total\" shape=ellipse];"), "{dot}");
    let mermaid = draw("mermaid").unwrap();
    assert!(mermaid.as_str().unwrap().starts_with("flowchart LR\n"), "{mermaid}");
    assert_eq!(mermaid.as_str().unwrap().matches(" --> ").count(), 2);
    assert_eq!(draw("svg").unwrap_err(), "`format` is dot or mermaid");
}

#[test]
fn a_report_has_the_limits_and_what_was_over() {
    let budget = Budget::new().writes(1).calls(Duration::from_millis(3));
    let monitor = Monitor::new().per_flush(Duration::from_secs(8)).budget(PRICE, budget);
    let store = Store::builder().manual().monitor(monitor).build();
    store.subscribe(PRICE, |_| ()).detach();
    store.set(PRICE, 1.0);
    store.set(PRICE, 2.0);
    store.flush();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, _) = Client::watching(&inspector);
    let report = client.of("report")["report"].take();
    let limits = json!([
        {"what": "a flush", "allowed": "8.0s"},
        {"what": "telling the subscribers of `PRICE`", "allowed": "3.0ms"},
        {"what": "writing `PRICE` between two flushes", "allowed": "1"},
    ]);
    assert_eq!((&report["limits"], &report["over"]["count"]), (&limits, &json!(1)));
}

#[test]
fn a_value_that_panics_while_it_is_written_stops_nothing_else() {
    let store = Store::immediate();
    store.subscribe(AS_BRITTLE, |_| ()).detach();
    store.set(BRITTLE, Brittle(13));
    store.set(PRICE, 5.0);
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, _) = Client::watching(&inspector);
    let is_told = |value: &Value| value.as_str().is_some_and(|text| text.contains("bad luck"));
    let mut state = client.of("state")["state"].take();
    assert!(is_told(&state["atoms"]["brittle"]), "{state}");
    assert!(is_told(&state["computed"]["as_brittle"]), "{state}");
    assert_eq!(state["atoms"]["price"], 5.0);
    for (value, price) in [(2, 6.0), (13, 7.0), (3, 8.0)] {
        store.batch(|tx| {
            tx.set(BRITTLE, Brittle(value));
            tx.set(PRICE, price);
        });
        while state["atoms"]["price"] != price {
            let patch = client.of("patch")["patch"].to_string();
            atomata::json_patch::apply(&mut state, patch.as_bytes()).unwrap();
        }
        for shown in [&state["atoms"]["brittle"], &state["computed"]["as_brittle"]] {
            assert!(if value == 13 { is_told(shown) } else { *shown == value }, "{shown}");
        }
    }
}

#[test]
fn who_asks_for_what_is_not_there_is_told_what() {
    let store = Store::new();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, hello) = Client::new(&inspector);
    let number = &hello["stores"][0]["store"];
    let why = |store: &Value| json!({"type": "why", "store": store, "node": 99});
    let missing = format!("there is no store {}, or it went", u32::MAX);
    assert_eq!(client.ask(why(&json!(u32::MAX))).unwrap_err(), missing);
    let unwatched = format!("the store {number} is not watched; watch it first");
    assert_eq!(client.ask(why(number)).unwrap_err(), unwatched);
    client.ask(json!({"type": "watch", "store": number})).unwrap();
    assert_eq!(client.ask(why(number)).unwrap_err(), "there is no node 99, or it went");
    let unknown = client.ask(json!({"type": "dance", "store": number})).unwrap_err();
    assert_eq!(unknown, "the type \"dance\" is unknown");
}
