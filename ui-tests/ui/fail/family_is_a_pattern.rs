//! A member in a pattern.

use atomata::{Store, atom};

#[atom(key = u32)]
static SCORE: u64 = 0;

fn main() {
    let store = Store::new();
    for SCORE(id) in [1] {
        let _ = store.get(SCORE(id));
    }
}
