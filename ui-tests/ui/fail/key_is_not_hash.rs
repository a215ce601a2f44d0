//! A key that cannot be hashed or compared.

use atomata::{Store, atom};

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct TodoId(u32);

#[atom(key = TodoId)]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE(TodoId(1)), 5);
}
