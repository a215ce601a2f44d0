//! The keys of computeds, which have none of their own.

use atomata::{Store, atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(id)])]
fn visible(id: u32, score: u64) -> bool {
    u64::from(id) < score
}

fn main() {
    let _ = Store::new().keys(VISIBLE);
}
