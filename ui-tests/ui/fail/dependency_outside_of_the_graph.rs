//! A computed of a graph depends on an atom outside of it.

use atomata::{Store, atom, atoms};

#[atom]
static RATE: f64 = 2.0;

#[atoms]
mod state {
    use atomata::{atom, computed};

    use super::RATE;

    #[atom]
    pub static TAX: f64 = 0.2;

    #[computed(deps = [TAX, RATE])]
    pub fn total(tax: f64, rate: f64) -> f64 {
        tax * rate
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::TOTAL));
}
