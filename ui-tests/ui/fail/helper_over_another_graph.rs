//! A helper over one graph is called with a store of another.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::atom;

    #[atom]
    pub static TAX: f64 = 0.2;

    #[atom]
    pub static LIMIT: u32 = 2;
}

#[atoms]
mod other {
    use atomata::atom;

    #[atom]
    pub static RATE: f64 = 2.0;
}

fn tax<G: state::Included>(store: &Store<G>) -> f64 {
    store.get(state::TAX)
}

fn main() {
    tax(&Store::<state::Graph>::of());
    tax(&Store::<other::Graph>::of());
}
