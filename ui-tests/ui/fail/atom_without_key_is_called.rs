//! An atom without a key, called like a family.

use atomata::{Store, atom};

#[atom]
static TAX: f64 = 0.2;

fn main() {
    Store::new().set(TAX(3), 0.5);
}
