//! Tuple and unit structs are atoms under another name.
#![deny(warnings)]

use atomata::{Fields, Store, atom, computed};
use serde::{Deserialize, Serialize};

#[atom(name = ORIGIN)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Point(f64, #[atom(skip)] u8, #[atom(nested)] Inner, pub f64);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Inner(bool, Vec<u8>);

#[atom(name = MARKER)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Marker;

#[atom(name = CART, default = Cart { count: 3 })]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Cart {
    count: u32,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Empty {}

#[atom(name = CHOICE)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
enum Choice {
    #[default]
    Left,
}

#[allow(non_snake_case)]
fn Cart() -> &'static str {
    "a component"
}

#[computed(deps = [ORIGIN.0, ORIGIN.2.1, ORIGIN.3, MARKER, CART.count, CHOICE, Empty])]
fn sum(a: f64, b: &[u8], c: f64, marker: &Marker, count: u32, choice: &Choice, empty: &Empty) -> f64 {
    let _ = (b, marker, choice, empty);
    a + c + f64::from(count)
}

pub(crate) fn check() {
    assert_eq!(ORIGIN.name(), "ORIGIN");
    assert_eq!(ORIGIN.0.name(), "ORIGIN.0");
    assert_eq!(ORIGIN.2.1.name(), "ORIGIN.2.1");
    assert_eq!(ORIGIN.3.name(), "ORIGIN.3");
    assert_eq!(CART.count.name(), "CART.count");
    assert_eq!(Cart(), "a component");
    assert_eq!(SUM.name(), "sum");
    let _ = (Choice::Left, Marker);

    let store = Store::new();
    store.set(ORIGIN.3, 4.0);
    store.update(ORIGIN, |origin| origin.0 += 1.0);
    assert_eq!(store.get(SUM), 8.0);
}
