//! Two computeds of a graph depend on each other.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{atom, computed};

    #[atom]
    pub static TAX: f64 = 0.2;

    #[computed(deps = [TAX, NET])]
    pub fn gross(tax: f64, net: f64) -> f64 {
        net * (1.0 + tax)
    }

    #[computed(deps = [GROSS])]
    pub fn net(gross: f64) -> f64 {
        gross
    }

    #[computed(deps = [NET])]
    pub fn label(net: f64) -> String {
        net.to_string()
    }
}

fn main() {
    let store = Store::<state::Graph>::of();
    store.set(state::TAX, 0.3);
    println!("{} {}", store.get(state::GROSS), store.get(state::LABEL));
}
