//! A family of computeds with a misspelt option has one error, and its members none.

use atomata::{Store, atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(id)], grup = "data")]
fn double(id: u32, score: u64) -> u64 {
    score + u64::from(id)
}

#[computed(key = u32, deps = [DOUBLE(id)])]
fn more(id: u32, double: u64) -> u64 {
    double + u64::from(id)
}

fn main() {
    let store = Store::new();
    let _ = (store.get(DOUBLE(1)), store.get(MORE(1)));
}
