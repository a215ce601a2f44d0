//! A member named twice.

use atomata::{atom, computed};

#[atom(key = (u32, u32))]
static CELL: i64 = 0;

#[computed(key = (u32, u32), deps = [CELL(x, y), CELL(x,y)])]
fn twice((x, y): (u32, u32), one: i64, two: i64) -> i64 {
    one + two + i64::from(x + y)
}

fn main() {}
