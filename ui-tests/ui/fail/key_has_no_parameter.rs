//! A computed with a key and no parameter at all.

use atomata::{Store, computed};

#[computed(key = u32, deps = [])]
fn best() -> u64 {
    7
}

fn main() {
    let _ = Store::new().get(BEST(1));
}
