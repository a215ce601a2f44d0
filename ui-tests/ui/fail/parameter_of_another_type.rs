//! A parameter by value whose type is not that of the dependency.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
fn total(tax: u32) -> u32 {
    tax
}

fn main() {}
