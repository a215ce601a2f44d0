//! A macro is called where the attribute has to see what is declared.

use atomata::{Store, atoms};

macro_rules! rate {
    ($name:ident) => {
        #[atom]
        pub static $name: f64 = 1.0;
    };
}

#[atoms]
mod state {
    use atomata::{atom, computed};

    rate!(TAX);

    #[computed(deps = [TAX])]
    pub fn total(tax: f64) -> f64 {
        tax
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::TOTAL));
}
