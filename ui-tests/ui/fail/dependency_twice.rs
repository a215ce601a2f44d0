//! One dependency named twice.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX, TAX])]
fn total(a: f64, b: f64) -> f64 {
    a + b
}

fn main() {}
