//! An option of a struct of a graph is not known.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{atom, computed};
    use serde::{Deserialize, Serialize};

    #[atom]
    pub static TAX: f64 = 0.2;

    #[atom(grup = "data")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Cart {
        pub items: Vec<u32>,
    }

    #[computed(deps = [TAX, Cart.items])]
    pub fn total(tax: f64, items: &[u32]) -> f64 {
        tax + items.len() as f64
    }
}

fn main() {
    let store = Store::<state::Graph>::of();
    println!("{} {:?}", store.get(state::TOTAL), store.get(state::Cart.items));
    println!("{}", store.get(state::TAX));
}
