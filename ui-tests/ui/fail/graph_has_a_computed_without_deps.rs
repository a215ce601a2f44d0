//! A computed of a graph does not say its dependencies.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{atom, computed};

    #[atom]
    pub static TAX: f64 = 0.2;

    #[computed]
    pub fn rate(tax: f64) -> f64 {
        tax
    }

    #[computed(deps = [TAX, RATE])]
    pub fn total(tax: f64, rate: f64) -> f64 {
        tax * rate
    }
}

fn main() {
    let store = Store::<state::Graph>::of();
    println!("{}", store.get(state::TOTAL) + store.get(state::RATE));
    println!("{}", store.get(state::TAX));
}
