//! A computed of a graph depends on what does not exist.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{atom, computed};

    #[atom]
    pub static TAX: f64 = 0.2;

    #[computed(deps = [TAXX])]
    pub fn total(tax: f64) -> f64 {
        tax
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::TOTAL));
}
