//! Sessions: exported, imported, and as tests.

use std::fs;
use std::path::Path;
use std::process::Command;

use atomata::{History, Store};
use serde_json::{Value, json};

use crate::client::Client;
use crate::shop::{Cart, PRICE, SCORE, TAX, TOTAL};

/// A session of three steps, as it is exported, and the client that saw it.
fn recorded(store: &Store) -> (Client, u64) {
    store.subscribe(TOTAL, |_| ()).detach();
    store.set(SCORE(7), 10);
    store.set(Cart.coupon, Some("\"#\\\n".to_owned()));
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    client.of("state");
    let steps: [&dyn Fn(); 3] = [
        &|| store.labelled("sale", |tx| tx.set(PRICE, 50.5)),
        &|| {
            store.batch(|tx| {
                tx.set(TAX, 0.25);
                tx.set(SCORE(8), 1);
                tx.remove(SCORE(7));
            });
        },
        &|| store.update(Cart, |cart| cart.items.push("lamp".to_owned())),
    ];
    for step in steps {
        step();
        client.of("patch");
    }
    (client, number)
}

#[test]
fn a_session_is_exported_and_imported() {
    let store = Store::immediate();
    let (mut client, number) = recorded(&store);
    let session = client.ask(json!({"type": "export", "store": number})).unwrap();
    assert_eq!((&session["format"], &session["version"]), (&json!("atomata-session"), &json!(1)));
    assert_eq!(session["initial"]["atoms"]["price"], 100.0);
    let steps = session["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 3);
    assert_eq!(steps[0]["labels"], json!(["sale"]));

    let other = Store::builder().manual().history(History::new()).build();
    other.get((PRICE, TAX, Cart));
    other.set(SCORE(9), 1);
    let before = other.history().entries().len();
    let inspector = other.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    let import = json!({"type": "import", "store": number, "session": session});
    let done = client.ask(import).unwrap();
    assert_eq!(done, json!({"steps": 4, "left_out": []}));
    assert_eq!((other.get(PRICE), other.get(TAX), other.get(TOTAL)), (50.5, 0.25, 63.125));
    assert_eq!((other.keys(SCORE), other.get(SCORE(8))), (vec![8], 1));
    assert_eq!(other.get(Cart), store.get(Cart));
    assert_eq!(other.history().entries().len(), before + 4);
    other.undo();
    other.undo();
    assert_eq!((other.get(PRICE), other.get(TAX), other.keys(SCORE)), (50.5, 0.2, vec![7]));
    other.undo();
    assert_eq!(other.get(PRICE), 100.0);

    for (session, error) in [
        (json!({}), "this is no session of atomata"),
        (
            json!({"format": "atomata-session", "version": 2}),
            "the session has another version than 1",
        ),
        (json!({"format": "atomata-session", "version": 1}), "the session has no initial state"),
    ] {
        let import = json!({"type": "import", "store": number, "session": session});
        assert_eq!(client.ask(import).unwrap_err(), error);
    }
    let foreign = json!({
        "format": "atomata-session",
        "version": 1,
        "initial": {"atoms": {"price": 1.0, "elsewhere": 2, "password": "[redacted]"}},
        "steps": [{"patch": [
            {"op": "replace", "path": "/atoms/elsewhere", "value": 3},
            {"op": "replace", "path": "/computed/total", "value": 3},
        ]}],
    });
    let import = json!({"type": "import", "store": number, "session": foreign});
    let done = client.ask(import).unwrap();
    assert_eq!(done, json!({"steps": 1, "left_out": ["elsewhere", "password"]}));
    assert_eq!(other.get(PRICE), 1.0);
}

/// The test that is exported stands in a crate of its own, with the same atoms.
#[test]
fn a_session_becomes_a_test_that_passes_and_can_fail() {
    let store = Store::immediate();
    let (mut client, number) = recorded(&store);
    let Value::String(test) = client.ask(json!({"type": "test", "store": number})).unwrap() else {
        panic!("a test is a text")
    };
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("session");
    let shop = include_str!("shop.rs").replace("pub(crate)", "pub");
    write(&root, "src/lib.rs", "#![allow(missing_docs)]\npub mod shop;\n");
    write(&root, "src/shop.rs", &shop);
    write(&root, "tests/session.rs", &test);
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = format!(
        "[package]\nname = \"devtools\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\natomata = {{ path = {runtime:?} }}\nserde = {{ version = \"1\", features = \
         [\"derive\"] }}\n\n[workspace]\n"
    );
    write(&root, "Cargo.toml", &manifest);
    // The versions that are here already.
    let lock = fs::read_to_string(runtime.join("../Cargo.lock")).unwrap();
    write(&root, "Cargo.lock", &lock);
    let (passes, output) = run(&root);
    assert!(passes, "{output}\n{test}");
    assert!(output.contains("a_recorded_session_comes_to_the_same_state ... ok"), "{output}");

    // Another way to come to the total is found.
    write(&root, "src/shop.rs", &shop.replace("1.0 + tax", "1.0 - tax"));
    let (passes, output) = run(&root);
    assert!(!passes && output.contains("it is 37.875 and not 63.125"), "{output}");
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn run(root: &Path) -> (bool, String) {
    let mut cargo = Command::new(env!("CARGO"));
    let cargo = cargo.args(["test", "--offline", "--test", "session"]).current_dir(root);
    let output = cargo.env("CARGO_TARGET_DIR", root.join("target")).output().unwrap();
    let text = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    (output.status.success(), text.concat())
}
