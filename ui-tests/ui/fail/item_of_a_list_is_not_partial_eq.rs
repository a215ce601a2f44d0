//! The items of a `List` cannot be compared.

use atomata::{List, atom};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Item {
    id: u32,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: List<Item>,
}

fn main() {}
