//! `by` names a field that the items do not have.

use atomata::atom;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Item {
    id: u32,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    #[atom(by = key)]
    items: Vec<Item>,
}

fn main() {
    let _ = Cart.items.erase();
}
