//! Families come later.

use atomata::{atom, computed};

#[atom(key = u32)]
static TAX: f64 = 0.2;

#[computed(deps = [TAX], key = std::collections::HashMap<u8, u8>)]
fn total(tax: f64) -> f64 {
    tax
}

fn main() {}
