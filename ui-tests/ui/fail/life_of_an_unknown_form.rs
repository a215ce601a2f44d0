//! A life of no known form.

use atomata::{Store, atom};

#[atom(key = u32, life = forever)]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE(1), 5);
}
