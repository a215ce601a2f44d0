//! `hasher` on an atom without a key.

use atomata::{Store, atom};

#[atom(hasher = std::hash::RandomState)]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE, 5);
}
