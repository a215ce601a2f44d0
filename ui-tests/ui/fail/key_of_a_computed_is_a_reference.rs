//! A key of a computed that borrows.

use atomata::{Store, atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(key = &str, deps = [TAX])]
fn price(name: &str, tax: f64) -> f64 {
    name.len() as f64 * tax
}

fn main() {
    let _ = Store::new().get(PRICE("tea"));
}
