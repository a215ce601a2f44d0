//! Many members written at once, by the handle of one.

use atomata::{Store, atom};

#[atom(key = u32)]
static SCORE: u64 = 0;

fn main() {
    Store::new().set_batch(SCORE(1), [(1, 5)]);
}
