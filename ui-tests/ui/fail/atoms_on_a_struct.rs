//! `#[atoms]` belongs on a module.

use atomata::atoms;

#[atoms]
#[derive(Clone, Default)]
struct Cart {
    items: Vec<f64>,
}

fn main() {
    assert!(Cart::default().items.is_empty());
}
