//! A value in a graph is not `Clone`.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{atom, computed};
    use serde::{Deserialize, Serialize};

    #[atom]
    pub static TAX: f64 = 0.2;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    pub struct Rate(pub f64);

    #[atom]
    pub static RATE: Rate = Rate(2.0);

    #[computed(deps = [TAX, RATE])]
    pub fn total(tax: f64, rate: &Rate) -> f64 {
        tax * rate.0
    }
}

fn main() {
    let store = Store::<state::Graph>::of();
    println!("{}", store.get(state::TOTAL));
    println!("{}", store.get(state::TAX));
}
