//! An atom without a key where a family is wanted.

use atomata::{Store, atom};

#[atom]
static TAX: f64 = 0.2;

fn main() {
    let _ = Store::new().keys(TAX);
}
