//! More parameters than dependencies.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
fn total(tax: f64, street: &str) -> f64 {
    tax + street.len() as f64
}

fn main() {}
