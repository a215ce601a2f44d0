//! A parameter of `impl Trait`.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
fn total(tax: impl Into<f64>) -> f64 {
    tax.into()
}

fn main() {}
