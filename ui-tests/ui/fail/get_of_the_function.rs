//! Reading the function of a computed instead of its handle.

use atomata::{Store, computed};

#[computed(deps = [])]
fn rate() -> i32 {
    3
}

fn main() {
    let _ = Store::new().get(rate);
}
