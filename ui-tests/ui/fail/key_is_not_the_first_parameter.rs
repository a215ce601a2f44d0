//! A computed with a key whose first parameter is a dependency.

use atomata::{Store, atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(7)])]
fn best(score: u64) -> u64 {
    score
}

fn main() {
    let _ = Store::new().get(BEST(1));
}
