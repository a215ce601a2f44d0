//! A dependency with a key of another type.

use atomata::{atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(deps = [SCORE("x")])]
fn best(score: u64) -> u64 {
    score
}

fn main() {}
