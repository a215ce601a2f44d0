//! A first parameter of another type than the key.

use atomata::{atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(7)])]
fn best(id: String, score: u64) -> usize {
    id.len() + score as usize
}

fn main() {}
