//! An option of a computed of a graph is not known.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{atom, computed};

    #[atom]
    pub static TAX: f64 = 0.2;

    #[computed(deps = [TAX], grup = "data")]
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
