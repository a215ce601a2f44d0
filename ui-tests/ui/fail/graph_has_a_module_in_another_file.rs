//! A module inside of a graph is in another file.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::atom;

    #[atom]
    pub static TAX: f64 = 0.2;

    #[path = "../parts/state.rs"]
    pub mod ui;
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::TAX));
}
