//! A cycle and a broken node are reported together, and nothing else is.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{atom, computed};

    #[atom(grup = "data")]
    pub static TAX: f64 = 0.2;

    #[computed(deps = [TAX, NET])]
    pub fn gross(tax: f64, net: f64) -> f64 {
        net * (1.0 + tax)
    }

    #[computed(deps = [GROSS])]
    pub fn net(gross: f64) -> f64 {
        gross
    }

    pub mod ui {
        use atomata::{atom, computed};

        #[atom]
        pub static WIDTH: u32 = 1;

        #[computed(deps = [WIDTH])]
        pub fn label(width: u32) -> String {
            width.to_string()
        }

        #[computed(deps = [super::TAX])]
        pub fn width(tax: f64) -> f64 {
            tax
        }
    }
}

fn main() {
    let store = Store::<state::Graph>::of();
    println!("{} {}", store.get(state::GROSS), store.get(state::ui::WIDTH));
}
