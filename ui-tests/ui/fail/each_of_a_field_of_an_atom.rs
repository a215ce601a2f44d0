//! `each` of a field of an atom without a key.

use atomata::{Each, atom, computed};
use serde::{Deserialize, Serialize};

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<u8>,
}

#[computed(deps = [each(Cart.items)])]
fn count(items: Each<'_, u32, u8>) -> usize {
    items.len()
}

fn main() {}
