//! A computed with a type parameter.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
fn total<T: From<f64>>(tax: f64) -> T {
    tax.into()
}

fn main() {}
