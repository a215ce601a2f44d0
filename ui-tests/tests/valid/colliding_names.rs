//! Types of the user's that have the names of generated ones.
#![deny(warnings)]

use atomata::{Each, Store, atom, computed};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct CartFields(u8);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct CartMut(u8);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct P(u8);

const META: u8 = 9;

#[allow(unused)]
mod diagnostic {}

/// A key of the name of what is generated beside it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Key(u8);

#[atom(key = Key)]
static MEMBER: u8 = |key| key.0 + META;

#[atom(key = (u8, u8))]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Member {
    key: u8,
    path: u8,
}

#[computed(key = u8, deps = [MEMBER(Key(edges)), Member(edges, 1).key, each(MEMBER)])]
fn edges(edges: u8, key: u8, inputs: u8, part_0: Each<'_, Key, u8>) -> u8 {
    edges + key + inputs + part_0.len() as u8
}

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
    assert_eq!(Store::new().get(EDGES(2)), 13);
    assert_eq!(Member(1, 2).path.name(), "Member(1, 2).path");
    assert_eq!(Cart.__path.name(), "Cart.__path");
    assert_eq!(Cart.scribe.name(), "Cart.scribe");
    assert_eq!(INPUTS.name(), "inputs");
}
