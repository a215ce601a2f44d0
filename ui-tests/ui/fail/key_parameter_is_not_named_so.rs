//! A dependency by a name that is not that of the key.

use atomata::{atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(player)])]
fn best(id: u32, score: u64) -> u64 {
    u64::from(id) + score
}

fn main() {}
