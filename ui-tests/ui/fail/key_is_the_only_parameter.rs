//! A dependency without a parameter behind that of the key.

use atomata::{atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(id)])]
fn best(id: u32) -> u64 {
    u64::from(id)
}

fn main() {}
