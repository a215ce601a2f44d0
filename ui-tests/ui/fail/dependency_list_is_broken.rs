//! Entries that are nothing, and a missing comma.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[atom]
static LIMIT: f64 = 1.0;

#[computed(deps = [TAX LIMIT, , 5])]
fn total(tax: f64) -> f64 {
    tax
}

fn main() {}
