//! `ttl` with what is no duration.

use atomata::{Store, atom};

#[atom(key = u32, life = ttl(5))]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE(1), 5);
}
