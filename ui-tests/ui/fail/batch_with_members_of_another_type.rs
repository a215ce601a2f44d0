//! Members written at once, with values of another type.

use atomata::{Store, atom};

#[atom(key = u32)]
static SCORE: u64 = 0;

fn main() {
    Store::new().set_batch(SCORE, [(1, "a")]);
}
