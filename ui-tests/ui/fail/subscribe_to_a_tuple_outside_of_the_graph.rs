//! The graph of the store holds only a part of the tuple.

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
    let _subscription = store.subscribe((state::TAX, OTHER), |(tax, other)| println!("{tax} {other}"));
}
