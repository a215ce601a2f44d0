//! A dependency with a key on what is no family.

use atomata::computed;

fn score(id: u32) -> u64 {
    u64::from(id)
}

#[computed(key = u32, deps = [score(id)])]
fn best(id: u32, score: u64) -> u64 {
    u64::from(id) + score
}

fn main() {}
