//! An initial value by key, of another type.

use atomata::{Store, atom};

#[atom(key = u32)]
static SCORE: u64 = |key| key.to_string();

fn main() {
    Store::new().set(SCORE(1), 5);
}
