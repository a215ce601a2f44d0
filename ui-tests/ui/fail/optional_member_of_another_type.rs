//! A dependency whose key has a `?`, taken as an `Option` of another type.

use atomata::{atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(id.checked_sub(1)?)])]
fn below(id: u32, score: Option<String>) -> usize {
    id as usize + score.map_or(0, |score| score.len())
}

fn main() {}
