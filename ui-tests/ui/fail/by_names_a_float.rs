//! `by` names a field that is no key.

use atomata::{atom};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Item {
    price: f64,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    #[atom(by = price)]
    items: Vec<Item>,
}

fn main() {}
