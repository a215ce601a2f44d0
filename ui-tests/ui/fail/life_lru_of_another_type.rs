//! `lru` with what is no count.

use atomata::{Store, atom};

#[atom(key = u32, life = lru("x"))]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE(1), 5);
}
