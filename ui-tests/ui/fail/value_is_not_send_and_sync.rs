//! The value of a computed is not `Send + Sync`.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [TAX])]
fn shared(tax: f64) -> std::rc::Rc<f64> {
    std::rc::Rc::new(tax)
}

#[computed(deps = [SHARED])]
fn double(shared: &f64) -> f64 {
    shared * 2.0
}

fn main() {
    let _ = SHARED.erase();
}
