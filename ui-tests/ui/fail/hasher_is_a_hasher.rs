//! A `Hasher` instead of what builds one.

use atomata::atom;

#[atom(key = u32, hasher = std::hash::DefaultHasher)]
static SCORE: u64 = 0;

fn main() {}
