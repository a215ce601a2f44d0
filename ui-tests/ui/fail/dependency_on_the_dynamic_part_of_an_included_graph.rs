//! A computed depends on a computed of an included graph that has no field there, as it is over a family.

use atomata::{Store, atoms};

#[atoms]
mod base {
    use atomata::{Each, atom, computed};

    #[atom(key = u32)]
    pub static PRICE: f64 = 0.0;

    #[computed(deps = [each(PRICE)])]
    pub fn sum(prices: Each<'_, u32, f64>) -> f64 {
        prices.map(|(_, price)| *price).sum()
    }
}

#[atoms(include = [base::Graph])]
mod state {
    use atomata::computed;

    use super::base::SUM;

    #[computed(deps = [SUM])]
    pub fn total(sum: f64) -> f64 {
        sum * 2.0
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::TOTAL));
}
