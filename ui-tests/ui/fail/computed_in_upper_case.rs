//! A function that already has the name of its handle.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
#[allow(non_snake_case)]
fn TOTAL(tax: f64) -> f64 {
    tax
}

fn main() {}
