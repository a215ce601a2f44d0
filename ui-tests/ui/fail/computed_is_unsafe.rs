//! An unsafe function.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
unsafe fn total(tax: f64) -> f64 {
    tax
}

fn main() {}
