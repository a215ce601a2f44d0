//! A family of statics where a member is wanted.

use atomata::{Store, atom};

#[atom(key = u32)]
static SCORE: u64 = 0;

fn main() {
    Store::new().update(SCORE, |score| *score += 1);
}
