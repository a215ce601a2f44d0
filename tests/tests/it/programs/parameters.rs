//! Parameters of computeds, each form a hand would write, and computeds called as functions.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use atomata::{Store, atom, computed};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Item {
    name: String,
    price: f64,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<Item>,
    coupon: Option<String>,
    limit: Option<u32>,
    directory: PathBuf,
}

#[atom]
static RATES: BTreeMap<String, f64> = BTreeMap::from([("std".to_owned(), 0.2)]);

#[atom(transient)]
static NAMES: Arc<str> = "shared".into();

#[atom(transient)]
static GREETING: &str = "hello";

#[atom]
static PAIR: (u8, bool) = (3, true);

#[atom(transient)]
static TABLE: HashMap<u32, Box<[u8]>> = HashMap::new();

#[computed(deps = [Cart.items, RATES])]
fn total(items: &[Item], rates: &BTreeMap<String, f64>) -> f64 {
    items.iter().map(|item| item.price).sum::<f64>() * (1.0 + rates["std"])
}

#[computed(deps = [Cart.items])]
fn longest(items: &Vec<Item>) -> Option<Item> {
    items.iter().max_by_key(|item| item.name.len()).cloned()
}

#[computed(deps = [LONGEST])]
fn longest_name(longest: Option<&Item>) -> String {
    longest.map_or_else(String::new, |item| item.name.clone())
}

#[computed(deps = [Cart.coupon, Cart.limit, Cart.directory])]
fn labels(coupon: Option<&str>, limit: Option<u32>, directory: &Path) -> Vec<String> {
    let limit = limit.map(|limit| limit.to_string());
    coupon
        .map(str::to_owned)
        .into_iter()
        .chain(limit)
        .chain([directory.display().to_string()])
        .collect()
}

#[computed(deps = [Cart.coupon])]
fn has_coupon(coupon: &Option<String>) -> bool {
    coupon.is_some()
}

#[computed(deps = [NAMES, GREETING, PAIR, TABLE])]
fn sentence(
    names: &str,
    greeting: &str,
    (count, loud): (u8, bool),
    table: &HashMap<u32, Box<[u8]>>,
) -> String {
    let end = if loud { "!" } else { "." };
    format!("{greeting} {names} {count} {}{end}", table.len())
}

#[computed(deps = [Cart])]
fn is_empty(cart: &Cart) -> bool {
    cart.items.is_empty()
}

#[computed(deps = [LABELS])]
fn first_label(labels: &[String]) -> Arc<str> {
    labels.first().map_or("none", String::as_str).into()
}

#[computed(deps = [])]
fn version() -> &'static str {
    "1.0"
}

#[test]
fn parameters_take_what_the_hand_writes() {
    let store = Store::new();
    assert_eq!(store.get(SENTENCE), "hello shared 3 0!");
    assert_eq!(store.get((IS_EMPTY, HAS_COUPON, VERSION)), (true, false, "1.0"));
    store.update(Cart, |cart| {
        cart.items.push(Item { name: "tea".to_owned(), price: 5.0 });
        cart.items.push(Item { name: "milk".to_owned(), price: 5.0 });
        cart.coupon.set(Some("TEN".to_owned()));
        *cart.limit = Some(3);
        cart.directory.push("tmp");
    });
    assert_eq!(store.get(TOTAL), 12.0);
    assert_eq!(store.get(LONGEST_NAME), "milk");
    assert_eq!(store.get(LABELS), ["TEN", "3", "tmp"]);
    assert_eq!(&*store.get(FIRST_LABEL), "TEN");
    assert_eq!(store.get((IS_EMPTY, HAS_COUPON)), (false, true));
}

#[test]
fn a_computed_is_tested_as_a_function() {
    let items = [Item { name: "tea".to_owned(), price: 10.0 }];
    let rates = BTreeMap::from([("std".to_owned(), 0.5)]);
    assert_eq!(total(&items, &rates), 15.0);
    assert_eq!(total(&[], &rates), 0.0);
    assert_eq!(longest_name(Some(&items[0])), "tea");
    assert_eq!(labels(None, Some(2), Path::new("/")), ["2", "/"]);
    assert!(has_coupon(&Some(String::new())));
    assert_eq!(sentence("ada", "hi", (1, false), &HashMap::new()), "hi ada 1 0.");
}
