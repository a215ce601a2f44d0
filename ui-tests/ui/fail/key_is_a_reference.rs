//! A key that borrows.

use atomata::{Store, atom};

#[atom(key = &str)]
static NOTE: u64 = 0;

fn main() {
    Store::new().set(NOTE("a"), 5);
}
