//! `include` has no list.

use atomata::{Store, atoms};

#[atoms]
mod base {
    use atomata::atom;

    #[atom]
    pub static RATE: f64 = 2.0;
}

#[atoms(include)]
mod state {
    use atomata::computed;

    use super::base::RATE;

    #[computed(deps = [RATE])]
    pub fn total(rate: f64) -> f64 {
        rate
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::TOTAL));
}
