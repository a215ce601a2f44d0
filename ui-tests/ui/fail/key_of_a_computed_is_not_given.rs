//! A computed that takes a key, without the option that says so.

use atomata::{Store, atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(deps = [SCORE(id)])]
fn best(id: u32, score: u64) -> u64 {
    u64::from(id) + score
}

fn main() {
    let _ = Store::new().get(BEST);
}
