//! An initial value by key, of an atom without one.

use atomata::{Store, atom};

#[atom]
static SCORE: u64 = |key| key * 2;

fn main() {
    Store::new().set(SCORE, 5);
}
