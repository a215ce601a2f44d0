//! A misspelt option on a field.

use atomata::atom;
use serde::{Deserialize, Serialize};

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    #[atom(skp)]
    items: Vec<u8>,
    #[atom(something)]
    count: u32,
}

fn main() {
    let _ = (Cart.items.erase(), Cart.count.erase());
}
