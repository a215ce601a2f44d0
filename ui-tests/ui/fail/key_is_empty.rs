//! A key of no parts.

use atomata::{Store, atom};

#[atom(key = ())]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE(), 5);
}
