//! A computed that names its own handle.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX, TOTAL])]
fn total(tax: f64, total: f64) -> f64 {
    tax + total
}

#[computed(deps = [TOTAL])]
fn label(total: f64) -> String {
    total.to_string()
}

fn main() {}
