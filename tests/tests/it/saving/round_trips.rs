//! What is saved comes back as it was, in stores of both tiers.

use std::collections::BTreeMap;

use atomata::testing::Recorder;
use atomata::{List, Map, Store, atom, atoms, computed};
use expect_test::expect;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::saved;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, atomata::Fields)]
struct Address {
    street: String,
    zip: Option<u32>,
}

#[atom(id = "cart")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<String>,
    #[atom(nested)]
    address: Address,
    #[serde(rename = "code")]
    coupon: Option<String>,
    #[serde(skip)]
    opened: u32,
}

#[atom(id = "filter")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
enum Filter {
    #[default]
    All,
    Since(u32),
    Between {
        from: u32,
        to: u32,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Row {
    id: u32,
    text: String,
}

#[atom(id = "sheet")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Sheet {
    rows: List<Row>,
    cells: Map<u32, String>,
    #[atom(by = id)]
    plain: Vec<Row>,
}

#[atom(id = "cell", key = (u32, u32))]
static CELL: f64 = 0.0;

#[atom(id = "note", key = String)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Note {
    text: String,
    done: bool,
}

#[atom(id = "tax")]
static TAX: f64 = 0.2;

#[atom(id = "samples")]
static SAMPLES: Vec<f64> = Vec::new();

#[atom(id = "secret", transient)]
static SECRET: String = String::new();

#[computed(deps = [TAX], id = "double")]
fn double(tax: f64) -> f64 {
    tax * 2.0
}

fn row(id: u32) -> Row {
    Row { id, text: format!("row {id}") }
}

fn filled() -> Store {
    let store = Store::new();
    store.update(Cart, |cart| {
        cart.items.extend(["tea".to_owned(), "\"<\\\u{1}é".to_owned()]);
        *cart.address.zip = Some(7);
        *cart.coupon = Some("TEN".to_owned());
        *cart.opened = 3;
    });
    store.set(Filter, Filter::Between { from: 1, to: 2 });
    store.update(Sheet, |sheet| {
        sheet.rows.extend((0..3).map(row));
        sheet.cells.extend([(7, "x".to_owned()), (3, "y".to_owned())]);
        sheet.plain.extend((5..7).map(row));
    });
    store.set(CELL(3, 4), 0.1);
    store.set(CELL(1, 2), f64::NAN);
    store.set(Note("3".into()).text, "three".to_owned());
    store.set(Note("a/\"b\"".into()).done, true);
    store.set(TAX, f64::NAN);
    store.set(SECRET, "hidden".to_owned());
    assert!(store.get(DOUBLE).is_nan());
    store
}

fn assert_equal(there: &Store, here: &Store) {
    let cart = here.get(Cart);
    assert_eq!(there.get(Cart), Cart { opened: there.get(Cart.opened), ..cart });
    assert_eq!(there.get((Filter, Sheet)), here.get((Filter, Sheet)));
    assert_eq!(there.keys(CELL), here.keys(CELL), "in the order in which they came");
    assert_eq!(there.get(CELL(3, 4)).to_bits(), here.get(CELL(3, 4)).to_bits());
    assert!(there.get(CELL(1, 2)).is_nan() && there.get(TAX).is_nan());
    assert_eq!(there.keys(Note), ["3", "a/\"b\""]);
    assert_eq!(there.get(Note("3".into())), here.get(Note("3".into())));
    assert_eq!(there.get(SECRET), "");
    assert_eq!(saved(there), saved(here));
}

#[test]
fn the_text_is_for_people() {
    let store = filled();
    expect![[r#"
        {"atomata":1,"atoms":{
        "cart":{"version":0,"value":{"items":["tea","\"<\\\u0001é"],"address":{"street":"","zip":7},"code":"TEN"}},
        "cell":{"version":0,"members":{
        "[3,4]":0.1,
        "[1,2]":null}},
        "filter":{"version":0,"value":{"Between":{"from":1,"to":2}}},
        "note":{"version":0,"members":{
        "3":{"text":"three","done":false},
        "a/\"b\"":{"text":"","done":true}}},
        "sheet":{"version":0,"value":{"rows":[{"id":0,"text":"row 0"},{"id":1,"text":"row 1"},{"id":2,"text":"row 2"}],"cells":{"3":"y","7":"x"},"plain":[{"id":5,"text":"row 5"},{"id":6,"text":"row 6"}]}},
        "tax":{"version":0,"value":null}
        }}"#]]
    .assert_eq(&saved(&store));
}

#[test]
fn it_comes_back_before_anything_was_used() {
    let (here, there) = (filled(), Store::new());
    let loaded = there.load(saved(&here).as_bytes()).unwrap();
    assert_eq!(loaded.kept, ["cart", "cell", "filter", "note", "sheet", "tax"]);
    assert_eq!(saved(&there), saved(&here), "what is kept is saved again");
    assert_equal(&there, &here);
}

#[test]
fn it_comes_back_to_what_was_registered() {
    let here = filled();
    let there = Store::builder().register(Cart).register(Filter).register(Sheet);
    let there = there.register(CELL).register(Note).register(TAX).build();
    let loaded = there.load(saved(&here).as_bytes()).unwrap();
    assert_eq!((loaded.values, loaded.kept.len()), (8, 0));
    assert_equal(&there, &here);
}

#[test]
fn it_comes_back_over_what_was_there() {
    let (here, there) = (filled(), filled());
    let told = Recorder::new();
    there.subscribe(TAX, told.telling("tax")).detach();
    there.subscribe(DOUBLE, told.telling("double")).detach();
    there.subscribe(Note("3".into()).text, told.telling("text")).detach();
    there.subscribe(Note("3".into()).done, told.telling("done")).detach();
    there.set(TAX, 0.5);
    there.set(Note("3".into()).text, "four".to_owned());
    there.set(Note("new".into()).done, true);
    there.remove(CELL(3, 4));
    there.set(Cart.opened, 9);
    there.flush();
    told.take();
    there.load(saved(&here).as_bytes()).unwrap();
    assert_eq!(told.take(), "", "it is told at the end of the window");
    there.flush();
    assert_eq!(told.take(), "text three; tax NaN; double NaN");
    assert_eq!(there.get(Cart.opened), 9, "what is not saved stays");
    there.load(saved(&here).as_bytes()).unwrap();
    there.flush();
    assert_eq!(told.take(), "");
    assert_eq!(there.get(CELL(3, 4)).to_bits(), 0.1_f64.to_bits());
    assert_eq!(there.keys(Note), ["3", "a/\"b\""]);
}

#[atoms]
mod shop {
    use atomata::{atom, computed};

    #[atom(id = "price")]
    pub(crate) static PRICE: u32 = 5;

    #[atom(id = "count")]
    pub(crate) static COUNT: u32 = 1;

    #[atom(id = "stock", key = u32)]
    pub(crate) static STOCK: u32 = 0;

    #[computed(deps = [PRICE, COUNT])]
    pub(crate) fn total(price: u32, count: u32) -> u32 {
        price * count
    }
}

#[test]
fn a_compiled_graph_is_saved_and_loaded_too() {
    use shop::{COUNT, PRICE, STOCK, TOTAL};

    let here = Store::<shop::Graph>::of();
    here.set(PRICE, 7);
    here.set(STOCK(3), 30);
    here.set(STOCK(1), 10);
    let text = saved(&here);
    assert_eq!(
        text,
        "{\"atomata\":1,\"atoms\":{\n\"price\":{\"version\":0,\"value\":7},\n\
         \"stock\":{\"version\":0,\"members\":{\n\"3\":30,\n\"1\":10}}\n}}"
    );
    let there = Store::<shop::Graph>::builder_of().immediate().build();
    there.set(COUNT, 3);
    let told = Recorder::new();
    there.subscribe(TOTAL, told.telling("total")).detach();
    let loaded = there.load(text.as_bytes()).unwrap();
    assert_eq!((loaded.values, loaded.kept), (1, vec!["stock".to_owned()]));
    assert_eq!(told.take(), "total 7");
    assert_eq!(there.get((PRICE, COUNT, TOTAL)), (7, 1, 7));
    assert!(there.contains(STOCK(1)), "families are made when they are used");
    assert_eq!((there.keys(STOCK), there.get(STOCK(3))), (vec![3, 1], 30));
    let wrong = text.replace(":7", ":\"much\"");
    let error = there.load(wrong.as_bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`PRICE` cannot be loaded: invalid type: string \"much\", expected u32, at line 2 column 35; if it was another type when it was saved, migrate it (`Migrations::step`)"
    );
    assert_eq!(told.take(), "");
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
enum Reading {
    #[default]
    None,
    One(f64),
    Two(f32, f64),
    Many {
        named: BTreeMap<String, f64>,
        maybe: Option<f64>,
    },
}

#[atom(id = "readings")]
static READINGS: Vec<Reading> = Vec::new();

#[test]
fn floats_that_json_has_no_number_for_are_no_obstacle() {
    let here = Store::new();
    let named = BTreeMap::from([("a".to_owned(), f64::NAN), ("b".to_owned(), 2.5)]);
    here.set(
        READINGS,
        vec![
            Reading::None,
            Reading::One(f64::NAN),
            Reading::Two(f32::NAN, f64::INFINITY),
            Reading::Many { named, maybe: None },
        ],
    );
    here.set(SAMPLES, vec![1.5, f64::NAN, f64::NEG_INFINITY]);
    let there = Store::builder().register(READINGS).register(SAMPLES).build();
    there.load(saved(&here).as_bytes()).unwrap();
    let expected =
        r#"[None, One(NaN), Two(NaN, NaN), Many { named: {"a": NaN, "b": 2.5}, maybe: None }]"#;
    assert_eq!(format!("{:?}", there.get(READINGS)), expected);
    assert_eq!(format!("{:?}", there.get(SAMPLES)), "[1.5, NaN, NaN]");
    let wrong = saved(&here).replace("null", "\"null\"");
    let error = there.load(wrong.as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("`READINGS` cannot be loaded: "), "{error}");
    assert_eq!(format!("{:?}", there.get(SAMPLES)), "[1.5, NaN, NaN]");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn floats_come_back_to_the_last_bit(bits in proptest::collection::vec(any::<u64>(), 0..20)) {
        let samples: Vec<f64> =
            bits.into_iter().map(f64::from_bits).filter(|sample| sample.is_finite()).collect();
        let (here, there) = (Store::new(), Store::new());
        here.set(SAMPLES, samples.clone());
        there.load(saved(&here).as_bytes()).unwrap();
        let there: Vec<u64> = there.get(SAMPLES).into_iter().map(f64::to_bits).collect();
        let here: Vec<u64> = samples.into_iter().map(f64::to_bits).collect();
        prop_assert_eq!(there, here);
    }

    #[test]
    fn texts_and_keys_come_back(texts in proptest::collection::btree_map(".*", ".*", 0..8)) {
        let (here, there) = (Store::new(), Store::new());
        for (key, text) in &texts {
            here.set(Note(key.clone()).text, text.clone());
        }
        there.load(saved(&here).as_bytes()).unwrap();
        let read: BTreeMap<String, String> =
            there.keys(Note).into_iter().map(|key| (key.clone(), there.get(Note(key).text))).collect();
        prop_assert_eq!(read, texts);
    }
}
