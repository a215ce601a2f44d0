//! A key that cannot be saved, of an atom that is.

use atomata::{Store, atom};

#[derive(Clone, PartialEq, Eq, Hash)]
struct TodoId(u32);

#[atom(key = TodoId)]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE(TodoId(1)), 5);
}
