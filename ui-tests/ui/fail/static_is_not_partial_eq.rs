//! The type of a static lacks a trait; other code uses the atom.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Rate {
    value: f64,
}

#[atom]
static RATE: Rate = Rate { value: 0.1 };

#[computed(deps = [RATE])]
fn double(rate: &Rate) -> f64 {
    rate.value * 2.0
}

fn main() {
    let _ = RATE.erase();
}
