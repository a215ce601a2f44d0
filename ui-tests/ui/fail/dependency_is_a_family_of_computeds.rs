//! A family of computeds as a dependency, without a key.

use atomata::{atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(id)])]
fn visible(id: u32, score: u64) -> bool {
    u64::from(id) < score
}

#[computed(deps = [VISIBLE])]
fn seen(visible: bool) -> bool {
    visible
}

fn main() {}
