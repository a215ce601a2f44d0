//! Two nodes of a module have one name.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{atom, computed};

    #[atom]
    pub static TAX: f64 = 0.2;

    #[atom]
    pub static RATE: f64 = 2.0;

    #[computed(deps = [RATE])]
    pub fn tax(rate: f64) -> f64 {
        rate
    }

    #[computed(deps = [RATE])]
    pub fn total(rate: f64) -> f64 {
        rate
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::TAX));
}
