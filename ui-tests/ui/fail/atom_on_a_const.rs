//! `#[atom]` on a const.

use atomata::atom;

#[atom]
const TAX: f64 = 0.2;

fn main() {
    let _ = TAX;
}
