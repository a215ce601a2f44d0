//! A dependency whose key has a `?`, not taken as `Option`.

use atomata::{atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(id.checked_sub(1)?)])]
fn below(id: u32, score: u64) -> u64 {
    u64::from(id) + score
}

fn main() {}
