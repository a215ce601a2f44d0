//! A parameter by `&mut`.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
fn total(tax: &mut f64) -> f64 {
    *tax
}

fn main() {}
