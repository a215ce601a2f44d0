//! More dependencies than parameters.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[atom]
static LIMIT: u32 = 3;

#[computed(deps = [TAX, LIMIT])]
fn total(tax: f64) -> f64 {
    tax
}

fn main() {}
