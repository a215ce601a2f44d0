//! An extern function.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
extern "C" fn total(tax: f64) -> f64 {
    tax
}

fn main() {}
