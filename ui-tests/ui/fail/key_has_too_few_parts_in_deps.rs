//! A dependency on a key of two parts with one.

use atomata::{atom, computed};

#[atom(key = (u32, u32))]
static CELL: i64 = 0;

#[computed(deps = [CELL(1)])]
fn corner(cell: i64) -> i64 {
    cell
}

fn main() {}
