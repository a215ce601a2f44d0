//! `#[atom]` on a function.

use atomata::atom;

#[atom]
fn total() -> f64 {
    1.0
}

fn main() {
    let _ = total();
}
