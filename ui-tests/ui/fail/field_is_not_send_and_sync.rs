//! The type of a field is not `Send + Sync`.

use atomata::{atom, computed};

#[atom(transient)]
#[derive(Clone, Debug, Default, PartialEq)]
struct Cart {
    rate: std::rc::Rc<f64>,
    count: u32,
}

#[computed(deps = [Cart.rate])]
fn double(rate: &f64) -> f64 {
    rate * 2.0
}

fn main() {
    let _ = Cart.rate.erase();
}
