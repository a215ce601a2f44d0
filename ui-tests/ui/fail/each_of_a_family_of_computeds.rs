//! `each` of a family of computeds.

use atomata::{Each, atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(id)])]
fn visible(id: u32, score: u64) -> bool {
    u64::from(id) < score
}

#[computed(deps = [each(VISIBLE)])]
fn seen(visible: Each<'_, u32, bool>) -> usize {
    visible.len()
}

fn main() {}
