//! A dependency with a key on an atom without one.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX(3)])]
fn total(tax: f64) -> f64 {
    tax
}

fn main() {}
