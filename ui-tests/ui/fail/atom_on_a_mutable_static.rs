//! `static mut`.

use atomata::atom;

#[atom]
static mut TAX: f64 = 0.2;

fn main() {
    let _ = TAX.erase();
}
