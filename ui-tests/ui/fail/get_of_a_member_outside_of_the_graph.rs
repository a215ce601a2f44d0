//! The graph of the store does not hold the family whose member is read.

use atomata::{Store, atom, atoms};

#[atoms]
mod state {
    use atomata::atom;

    #[atom]
    pub static TAX: f64 = 0.2;
}

#[atom]
static OTHER: f64 = 1.0;

#[atom(key = u32)]
static SEEN: bool = false;

fn main() {
    let store = Store::<state::Graph>::of();
    println!("{}", store.get(SEEN(1)));
}
