//! A dependency by a key that the computed has not.

use atomata::{atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(deps = [SCORE(id)])]
fn best(score: u64) -> u64 {
    score
}

fn main() {}
