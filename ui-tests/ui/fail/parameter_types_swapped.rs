//! Two parameters in the wrong order: two mismatches, each at its parameter.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[atom]
static NAME: String = String::new();

#[computed(deps = [TAX, NAME])]
fn label(name: &str, tax: f64) -> String {
    format!("{name} {tax}")
}

fn main() {}
