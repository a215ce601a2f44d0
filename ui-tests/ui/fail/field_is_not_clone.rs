//! The type of a field lacks a trait; other code uses the atom.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Rate {
    value: f64,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    rate: Rate,
}

#[computed(deps = [Cart.rate])]
fn double(rate: &Rate) -> f64 {
    rate.value * 2.0
}

fn main() {
    let _ = Cart.rate.erase();
}
