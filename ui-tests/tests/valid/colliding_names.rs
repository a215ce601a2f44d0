//! Types of the user's that have the names of generated ones.
#![deny(warnings)]

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct CartFields(u8);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct CartMut(u8);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct P(u8);

const META: u8 = 9;

#[atom(default = Cart { at: P(META), ..Cart::default() })]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    fields: CartFields,
    guard: CartMut,
    at: P,
    __path: u8,
    value: u8,
    track: u8,
    old: u8,
    new: u8,
    scribe: u8,
}

#[computed(deps = [Cart.value, Cart.at])]
fn inputs(inputs: u8, value_0: &P) -> u8 {
    inputs + value_0.0
}

pub(crate) fn check() {
    assert_eq!(Cart.__path.name(), "Cart.__path");
    assert_eq!(Cart.scribe.name(), "Cart.scribe");
    assert_eq!(INPUTS.name(), "inputs");
}
