//! `eq` names a function of another type.

use atomata::atom;

fn same(a: &u32, b: &u32) -> bool {
    a == b
}

#[atom(eq = same)]
static TAX: f64 = 0.2;

fn main() {}
