//! A computed of a graph depends on a field of an atom outside of it.

use atomata::{Store, atom, atoms};
use serde::{Deserialize, Serialize};

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<u32>,
}

#[atoms]
mod state {
    use atomata::computed;

    use super::Cart;

    #[computed(deps = [Cart.items])]
    pub fn count(items: &[u32]) -> usize {
        items.len()
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::COUNT));
}
