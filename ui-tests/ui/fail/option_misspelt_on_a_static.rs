//! A misspelt option.

use atomata::atom;

#[atom(grup = "data")]
static TAX: f64 = 0.2;

fn main() {
    let _ = TAX.erase();
}
