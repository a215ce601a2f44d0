//! `key` with a value instead of a type.

use atomata::{Store, atom};

#[atom(key = 7)]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE(1), 5);
}
