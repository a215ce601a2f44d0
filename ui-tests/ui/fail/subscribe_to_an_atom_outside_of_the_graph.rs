//! The graph of the store does not hold the atom that is subscribed to.

use atomata::{Store, atom, atoms};

#[atoms]
mod state {
    use atomata::atom;

    #[atom]
    pub static TAX: f64 = 0.2;
}

#[atom]
static OTHER: f64 = 1.0;

fn main() {
    let store = Store::<state::Graph>::of();
    let _subscription = store.subscribe(OTHER, |other| println!("{other}"));
}
