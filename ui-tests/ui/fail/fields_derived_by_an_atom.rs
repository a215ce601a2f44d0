//! `#[derive(Fields)]` on an atom.

use atomata::{Fields, atom};
use serde::{Deserialize, Serialize};

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Cart {
    count: u32,
}

fn main() {
    let _ = Cart.count.erase();
}
