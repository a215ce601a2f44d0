//! A computed of a graph depends on a field that does not exist.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::{atom, computed};
    use serde::{Deserialize, Serialize};

    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Cart {
        pub items: Vec<u32>,
    }

    #[computed(deps = [Cart.itmes])]
    pub fn count(items: &[u32]) -> usize {
        items.len()
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::COUNT));
}
