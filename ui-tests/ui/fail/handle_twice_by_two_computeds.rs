//! Two computeds of one name in one module.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
fn double(tax: f64) -> f64 {
    tax * 2.0
}

#[computed(deps = [])]
fn double() -> f64 {
    2.0
}

fn main() {}
