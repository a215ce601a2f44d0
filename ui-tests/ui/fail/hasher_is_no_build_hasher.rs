//! A hasher that hashes nothing.

use atomata::{Store, atom};

#[atom(key = u32, hasher = String)]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE(1), 5);
}
