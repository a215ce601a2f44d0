//! The type of a static is not `Send + Sync`.

use atomata::{atom, computed};

#[atom(transient)]
static RATE: std::rc::Rc<f64> = std::rc::Rc::new(0.1);

#[computed(deps = [RATE])]
fn double(rate: &f64) -> f64 {
    rate * 2.0
}

fn main() {
    let _ = RATE.erase();
}
