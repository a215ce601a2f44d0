//! An option of a family of a graph is not known.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{Each, atom, computed};

    #[atom]
    pub static TAX: f64 = 0.2;

    #[atom(key = u32, grup = "data")]
    pub static RATE: f64 = 2.0;

    #[computed(deps = [TAX, each(RATE)])]
    pub fn total(tax: f64, rates: Each<'_, u32, f64>) -> f64 {
        tax + rates.map(|(_, rate)| *rate).sum::<f64>()
    }

    #[computed(key = u32, deps = [RATE(id), TOTAL])]
    pub fn line(id: u32, rate: f64, total: f64) -> f64 {
        f64::from(id) * rate * total
    }
}

fn main() {
    let store = Store::<state::Graph>::of();
    println!("{}", store.get(state::TOTAL) + store.get(state::RATE(1)) + store.get(state::LINE(1)));
    println!("{}", store.get(state::TAX));
}
