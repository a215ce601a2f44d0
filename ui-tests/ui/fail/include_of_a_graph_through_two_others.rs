//! One graph is included through two others.

use atomata::{Store, atoms};

#[atoms]
mod base {
    use atomata::atom;

    #[atom]
    pub static RATE: f64 = 2.0;
}

#[atoms(include = [base::Graph])]
mod ui {
    use atomata::atom;

    #[atom]
    pub static WIDTH: f64 = 2.0;
}

#[atoms(include = [base::Graph])]
mod billing {
    use atomata::atom;

    #[atom]
    pub static TAX: f64 = 0.2;
}

#[atoms(include = [ui::Graph, billing::Graph])]
mod state {
    use atomata::computed;

    use super::billing::TAX;

    #[computed(deps = [TAX])]
    pub fn total(tax: f64) -> f64 {
        tax
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::TOTAL));
}
