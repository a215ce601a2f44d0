//! An option of `#[atoms]` is not known.

use atomata::{Store, atoms};

#[atoms]
mod base {
    use atomata::atom;

    #[atom]
    pub static RATE: f64 = 2.0;
}

#[atoms(includes = [base::Graph])]
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
