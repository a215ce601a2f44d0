//! A member of a family of computeds cannot be removed.

use atomata::{Store, atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(id)])]
fn visible(id: u32, score: u64) -> bool {
    u64::from(id) < score
}

fn main() {
    Store::new().remove(VISIBLE(7));
}
