//! A field that the struct does not have.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<u8>,
}

#[computed(deps = [Cart.itms])]
fn count(items: &[u8]) -> usize {
    items.len()
}

fn main() {}
