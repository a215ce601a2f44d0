//! A float in a key of two parts.

use atomata::{Store, atom};

#[atom(key = (u32, f64))]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE(1, 1.5), 5);
}
