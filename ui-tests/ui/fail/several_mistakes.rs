//! Several mistakes of one item are reported together.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX, TAX, 5], grup = "ui", eq)]
async fn total(tax: &mut f64, self_: f64) -> &str {
    ""
}

fn main() {}
