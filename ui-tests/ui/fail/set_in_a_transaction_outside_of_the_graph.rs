//! The graph of the store does not hold the atom that a transaction writes.

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
    let _ = store.transaction(|tx| {
        tx.set(OTHER, 2.0);
        Ok::<(), ()>(())
    });
}
