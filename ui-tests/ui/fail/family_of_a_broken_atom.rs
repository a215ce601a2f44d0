//! A family with a misspelt option has one error, and its members none.

use atomata::{Store, atom, computed};

#[atom(key = u32, grup = "data")]
static SCORE: u64 = |key| u64::from(key);

#[computed(key = u32, deps = [SCORE(id)])]
fn double(id: u32, score: u64) -> u64 {
    score + u64::from(id)
}

fn main() {
    let store = Store::new();
    store.set(SCORE(1), 5);
    let _ = (store.get(DOUBLE(1)), store.keys(SCORE));
}
