//! Two computeds of one name in one module.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
fn double(tax: f64) -> f64 {
    tax * 2.0
}

#[atom]
static PRICE: f64 = 100.0;

#[computed(deps = [PRICE])]
fn double(tax: f64) -> f64 {
    tax * 2.0
}

fn main() {}
