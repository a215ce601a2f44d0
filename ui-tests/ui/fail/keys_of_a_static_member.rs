//! A member where a family is wanted.

use atomata::{Store, atom};

#[atom(key = u32)]
static SCORE: u64 = 0;

fn main() {
    let _ = Store::new().keys(SCORE(7));
}
