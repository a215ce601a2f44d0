//! A tuple struct of a graph has no name for its handle.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{atom, computed};
    use serde::{Deserialize, Serialize};

    #[atom]
    pub static TAX: f64 = 0.2;

    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Point(pub f64, pub f64);

    #[computed(deps = [TAX])]
    pub fn total(tax: f64) -> f64 {
        tax
    }
}

fn main() {
    let store = Store::<state::Graph>::of();
    println!("{}", store.get(state::TOTAL));
    println!("{}", store.get(state::TAX));
}
