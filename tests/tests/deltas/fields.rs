//! What is said of a field, of a struct in a struct, and of values that are tracked as one.

use atomata::{Fields, Store, Version, atom, computed};
use expect_test::{Expect, expect};
use serde::{Deserialize, Serialize};

#[atom(id = "tax")]
static TAX: f64 = 0.2;

#[atom(id = "names")]
static NAMES: Vec<String> = Vec::new();

#[atom(id = "filter")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
enum Filter {
    #[default]
    All,
    Since {
        year: u32,
    },
    Tagged(String, u8),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Zone {
    code: u32,
    #[serde(rename = "na/me~")]
    name: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
#[serde(rename_all = "camelCase")]
struct Address {
    street_name: String,
    #[atom(nested)]
    zone: Zone,
}

#[atom(id = "cart")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<String>,
    #[atom(nested)]
    address: Address,
    #[serde(rename = "code")]
    coupon: Option<String>,
    /// Not told.
    #[atom(skip)]
    clicks: u32,
    /// Told here, and never sent.
    #[serde(skip)]
    open: bool,
}

#[atom(id = "local", transient)]
static LOCAL: u32 = 0;

#[computed(deps = [TAX])]
fn percent(tax: f64) -> f64 {
    tax * 100.0
}

#[atom(id = "left", nested)]
static LEFT: Zone = Zone { code: 1, name: "left".to_owned() };

fn store() -> Store {
    Store::builder()
        .register(TAX)
        .register(NAMES)
        .register(Filter)
        .register(Cart)
        .register(LOCAL)
        .register(LEFT)
        .build()
}

/// A store in which all atoms are used already.
fn used() -> (Store, Version) {
    let store = store();
    drop(store.get((TAX, NAMES, Filter, Cart)));
    drop(store.get((LOCAL, LEFT, PERCENT)));
    let version = store.version();
    (store, version)
}

/// The patch that leads from the version to now, which the other wire agrees with.
#[track_caller]
fn check(store: &Store, version: &mut Version, expected: Expect) {
    let (by_patch, by_bytes) = (self::store(), self::store());
    let mut before = version.clone();
    let delta = store.changes_since(version).expect("it can be asked for");
    let patch = delta.to_patch().expect("it can be written");
    expected.assert_eq(&patch.replace("},{\"op", "},\n{\"op"));
    let bytes = delta.to_bytes().expect("it can be written");
    by_patch.apply_patch(&patch).expect("the patch fits");
    by_bytes.apply_bytes(&bytes).expect("the bytes fit");
    let values = |store: &Store| format!("{:?}", store.get((TAX, NAMES, Filter, LEFT, Cart)));
    assert_eq!(values(&by_patch), values(&by_bytes));
    assert!(store.changes_since(version).expect("it can be asked for").is_empty());
    assert_eq!(store.changes_since(&mut before).expect("twice").names(), delta.names());
}

#[test]
fn a_value_that_is_one() {
    let (store, mut version) = used();
    store.set(TAX, 0.25);
    check(&store, &mut version, expect![[r#"[{"op":"replace","path":"/tax","value":0.25}]"#]]);
    store.set(TAX, f64::NAN);
    check(&store, &mut version, expect![[r#"[{"op":"replace","path":"/tax","value":null}]"#]]);
    store.update(NAMES, |names| names.push("a\"b".to_owned()));
    check(
        &store,
        &mut version,
        expect![[r#"[{"op":"replace","path":"/names","value":["a\"b"]}]"#]],
    );
}

#[test]
fn a_field() {
    let (store, mut version) = used();
    store.set(Cart.items, vec!["tea".to_owned()]);
    store.update(Cart, |cart| *cart.coupon = Some("TEN".to_owned()));
    check(
        &store,
        &mut version,
        expect![[r#"
        [{"op":"replace","path":"/cart/items","value":["tea"]},
        {"op":"replace","path":"/cart/code","value":"TEN"}]"#]],
    );
    store.modify(Cart, |cart| cart.coupon = None);
    check(
        &store,
        &mut version,
        expect![[r#"[{"op":"replace","path":"/cart/code","value":null}]"#]],
    );
}

#[test]
fn fields_in_fields() {
    let (store, mut version) = used();
    store.set(Cart.address.zone.code, 7);
    check(
        &store,
        &mut version,
        expect![[r#"[{"op":"replace","path":"/cart/address/zone/code","value":7}]"#]],
    );
    store.set(Cart.address.street_name, "High".to_owned());
    store.set(Cart.address.zone, Zone { code: 7, name: "seven".to_owned() });
    check(
        &store,
        &mut version,
        expect![[r#"
        [{"op":"replace","path":"/cart/address/streetName","value":"High"},
        {"op":"replace","path":"/cart/address/zone/na~1me~0","value":"seven"}]"#]],
    );
    store.set(LEFT.name, "l".to_owned());
    check(
        &store,
        &mut version,
        expect![[r#"[{"op":"replace","path":"/left/na~1me~0","value":"l"}]"#]],
    );
}

#[test]
fn a_whole_struct_is_told_by_what_differs() {
    let (store, mut version) = used();
    let cart = Cart { coupon: Some("x".to_owned()), clicks: 9, ..Cart::default() };
    store.set(Cart, cart);
    check(&store, &mut version, expect![[r#"[{"op":"replace","path":"/cart/code","value":"x"}]"#]]);
}

#[test]
fn skipped_fields_are_left_out() {
    let (store, mut version) = used();
    store.update(Cart, |cart| *cart.clicks += 1);
    check(&store, &mut version, expect!["[]"]);
    store.update(Cart, |cart| *cart.open = true);
    store.set(LOCAL, 7);
    check(&store, &mut version, expect!["[]"]);
    let document = store.full_state().expect("it can be had").to_json().expect("it can be written");
    expect![[r#"{"tax":0.2,"names":[],"filter":"All","cart":{"items":[],"address":{"streetName":"","zone":{"code":0,"na/me~":""}},"code":null},"left":{"code":1,"na/me~":"left"}}"#]].assert_eq(&document);
}

#[test]
fn enums() {
    let (store, mut version) = used();
    store.set(Filter, Filter::Since { year: 1999 });
    check(
        &store,
        &mut version,
        expect![[r#"[{"op":"replace","path":"/filter","value":{"Since":{"year":1999}}}]"#]],
    );
    store.set(Filter, Filter::Tagged("t".to_owned(), 3));
    check(
        &store,
        &mut version,
        expect![[r#"[{"op":"replace","path":"/filter","value":{"Tagged":["t",3]}}]"#]],
    );
    store.set(Filter, Filter::All);
    check(&store, &mut version, expect![[r#"[{"op":"replace","path":"/filter","value":"All"}]"#]]);
}

#[test]
fn equal_writes_are_no_change() {
    let (store, mut version) = used();
    store.set(TAX, 0.2);
    store.set(Cart.coupon, None);
    store.set(Cart, Cart::default());
    store.update(Cart.address.zone.code, |code| **code = 0);
    store.modify(Filter, |filter| *filter = Filter::All);
    check(&store, &mut version, expect!["[]"]);
}

#[test]
fn there_and_back_is_told_as_it_is() {
    let (store, mut version) = used();
    store.set(TAX, 0.5);
    store.set(TAX, 0.2);
    check(&store, &mut version, expect![[r#"[{"op":"replace","path":"/tax","value":0.2}]"#]]);
}

#[test]
fn an_atom_that_is_first_used_after_the_version() {
    let store = store();
    let mut version = store.version();
    store.set(Cart.address.zone.code, 7);
    check(
        &store,
        &mut version,
        expect![[
            r#"[{"op":"add","path":"/cart","value":{"items":[],"address":{"streetName":"","zone":{"code":7,"na/me~":""}},"code":null}}]"#
        ]],
    );
    // One that was only read before is not there either.
    assert_eq!(store.get(LEFT.code), 1);
    store.set(TAX, 0.5);
    check(&store, &mut version, expect![[r#"[{"op":"add","path":"/tax","value":0.5}]"#]]);
    store.set(LEFT.code, 2);
    store.set(Cart.coupon, Some("x".to_owned()));
    check(
        &store,
        &mut version,
        expect![[r#"
        [{"op":"add","path":"/left","value":{"code":2,"na/me~":"left"}},
        {"op":"replace","path":"/cart/code","value":"x"}]"#]],
    );
}

#[test]
fn an_atom_that_another_reader_was_told_of_is_told_to_all() {
    let store = store();
    let mut version = store.version();
    assert_eq!(store.get(LEFT.code), 1);
    let document = store.full_state().expect("it can be had").to_json().expect("it can be written");
    expect![[r#"{"left":{"code":1,"na/me~":"left"}}"#]].assert_eq(&document);
    check(
        &store,
        &mut version,
        expect![[r#"[{"op":"add","path":"/left","value":{"code":1,"na/me~":"left"}}]"#]],
    );
    store.set(LEFT.code, 3);
    check(&store, &mut version, expect![[r#"[{"op":"replace","path":"/left/code","value":3}]"#]]);
}
