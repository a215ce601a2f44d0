//! A dependency with a key on the function instead of its handle.

use atomata::{atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(id)])]
fn visible(id: u32, score: u64) -> bool {
    u64::from(id) < score
}

#[computed(key = u32, deps = [visible(id)])]
fn seen(id: u32, visible: bool) -> bool {
    id > 0 && visible
}

fn main() {}
