//! A computed cannot be updated.

use atomata::{Store, atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
fn total(tax: f64) -> f64 {
    tax
}

fn main() {
    Store::new().update(TOTAL, |total| *total += 1.0);
}
