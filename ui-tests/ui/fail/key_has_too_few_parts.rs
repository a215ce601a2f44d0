//! A key of two parts, called with one.

use atomata::{Store, atom};

#[atom(key = (u32, u32))]
static CELL: i64 = 0;

fn main() {
    Store::new().set(CELL(1), 5);
}
