//! `life` on an atom without a key.

use atomata::{Store, atom};

#[atom(life = unobserved)]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE, 5);
}
