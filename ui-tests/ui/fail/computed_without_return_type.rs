//! A computed that returns nothing.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
fn total(tax: f64) {
    let _ = tax;
}

#[computed(deps = [TOTAL])]
fn label(total: f64) -> String {
    total.to_string()
}

fn main() {}
