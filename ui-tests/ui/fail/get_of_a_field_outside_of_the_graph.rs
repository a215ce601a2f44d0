//! The graph of the store does not hold the atom whose field is read.

use atomata::{Store, atom, atoms};
use serde::{Deserialize, Serialize};

#[atoms]
mod state {
    use atomata::atom;

    #[atom]
    pub static TAX: f64 = 0.2;
}

#[atom]
static OTHER: f64 = 1.0;

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<u32>,
}

fn main() {
    let store = Store::<state::Graph>::of();
    println!("{:?}", store.get(Cart.items));
}
