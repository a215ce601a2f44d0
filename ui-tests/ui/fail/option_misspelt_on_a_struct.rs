//! A misspelt option on a struct; its fields stay.

use atomata::atom;
use serde::{Deserialize, Serialize};

#[atom(nmae = CART)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<u8>,
}

fn main() {
    let _ = Cart.items.erase();
}
