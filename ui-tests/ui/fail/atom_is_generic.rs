//! A generic struct as an atom.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart<T> {
    items: Vec<T>,
}

#[computed(deps = [Cart.items])]
fn count(items: &[u8]) -> usize {
    items.len()
}

fn main() {
    let _ = Cart.items;
}
