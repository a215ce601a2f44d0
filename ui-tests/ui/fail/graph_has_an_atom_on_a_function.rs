//! `#[atom]` stands on a function in a graph.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{atom, computed};

    #[atom]
    pub static TAX: f64 = 0.2;

    #[atom]
    pub fn rate() -> f64 {
        2.0
    }

    #[computed(deps = [TAX])]
    pub fn total(tax: f64) -> f64 {
        tax * rate()
    }
}

fn main() {
    let store = Store::<state::Graph>::of();
    println!("{}", store.get(state::TOTAL));
    println!("{}", store.get(state::TAX));
}
