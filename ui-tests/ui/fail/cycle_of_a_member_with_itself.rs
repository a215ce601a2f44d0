//! A member that depends on itself.

use atomata::{atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(id), VISIBLE(id)])]
fn visible(id: u32, score: u64, before: bool) -> bool {
    before || u64::from(id) < score
}

fn main() {}
