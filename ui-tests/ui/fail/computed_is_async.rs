//! An async function.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
async fn total(tax: f64) -> f64 {
    tax
}

#[computed(deps = [TOTAL])]
fn label(total: f64) -> String {
    total.to_string()
}

fn main() {}
