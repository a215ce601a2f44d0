//! An initial value as a function of the parts of a key.

use atomata::{Store, atom};

#[atom(key = (u32, u32))]
static CELL: i64 = |x, y| i64::from(x) + i64::from(y);

fn main() {
    Store::new().set(CELL(1, 2), 5);
}
