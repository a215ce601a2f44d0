//! A key that cannot be cloned.

use atomata::{Store, atom};

#[derive(PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
struct TodoId(u32);

#[atom(key = TodoId)]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE(TodoId(1)), 5);
}
