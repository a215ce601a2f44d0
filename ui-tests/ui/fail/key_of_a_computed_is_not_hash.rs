//! A key that cannot be hashed, of a family of computeds.

use atomata::{Store, atom, computed};

#[derive(Clone, PartialEq)]
struct TodoId(u32);

#[atom]
static TAX: f64 = 0.2;

#[computed(key = TodoId, deps = [TAX])]
fn price(id: TodoId, tax: f64) -> f64 {
    f64::from(id.0) * tax
}

fn main() {
    let _ = Store::new().get(PRICE(TodoId(1)));
}
