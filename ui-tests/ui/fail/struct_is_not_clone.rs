//! A struct atom lacks a trait; other code uses the atom.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[atom]
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Rate {
    value: f64,
}

#[computed(deps = [Rate.value])]
fn double(rate: f64) -> f64 {
    rate * 2.0
}

fn main() {
    let _ = Rate.value.erase();
}
