//! A module of a graph has `#[atoms]` again.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::atom;

    #[atom]
    pub static TAX: f64 = 0.2;

    #[atomata::atoms]
    pub mod ui {
        use atomata::computed;

        #[computed(deps = [super::TAX])]
        pub fn label(tax: f64) -> String {
            tax.to_string()
        }
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::ui::LABEL));
}
