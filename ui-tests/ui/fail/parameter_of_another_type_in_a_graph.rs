//! A parameter of a computed of a graph has another type than the dependency.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{atom, computed};

    #[atom]
    pub static TAX: f64 = 0.2;

    #[computed(deps = [TAX])]
    pub fn total(tax: u32) -> u32 {
        tax
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::TOTAL));
}
