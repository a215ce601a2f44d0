//! A private atom of a graph is used by nobody.

#![deny(dead_code)]

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{atom, computed};

    #[atom]
    static TAX: f64 = 0.2;

    #[atom]
    static UNUSED: f64 = 0.2;

    #[atom]
    #[allow(dead_code)]
    static ALLOWED: f64 = 0.2;

    #[computed(deps = [TAX])]
    pub fn total(tax: f64) -> f64 {
        tax
    }

    #[computed(deps = [TAX])]
    fn unwanted(tax: f64) -> f64 {
        tax
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::TOTAL));
}
