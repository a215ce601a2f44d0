//! `#[atom]` on a union.

use atomata::atom;

#[atom]
union Either {
    _a: u8,
    _b: i8,
}

fn main() {}
