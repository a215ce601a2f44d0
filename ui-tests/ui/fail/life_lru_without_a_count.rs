//! `lru` without how many.

use atomata::atom;

#[atom(key = u32, life = lru)]
static SCORE: u64 = 0;

fn main() {}
