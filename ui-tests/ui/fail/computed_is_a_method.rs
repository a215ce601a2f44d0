//! A method.

use atomata::computed;

struct Shop;

impl Shop {
    #[computed(deps = [])]
    fn total(&self) -> f64 {
        1.0
    }
}

fn main() {
    let _ = Shop.total();
}
