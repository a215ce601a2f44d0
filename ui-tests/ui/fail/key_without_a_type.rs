//! `key` without the type of the key; other code names a member.

use atomata::{Store, atom};

#[atom(key)]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE(1), 5);
}
