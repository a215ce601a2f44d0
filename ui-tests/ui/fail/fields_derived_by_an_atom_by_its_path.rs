//! `#[derive(Fields)]` on an atom whose attribute is written with its path.

use atomata::Fields;
use serde::{Deserialize, Serialize};

#[atomata::atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Cart {
    count: u32,
}

fn main() {
    let _ = Cart.count.erase();
}
