//! `life` on a computed without a key.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX], life = lru(3))]
fn total(tax: f64) -> f64 {
    tax
}

fn main() {}
