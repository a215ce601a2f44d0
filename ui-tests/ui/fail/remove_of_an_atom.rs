//! An atom without a key cannot be removed.

use atomata::{Store, atom};

#[atom]
static TAX: f64 = 0.2;

fn main() {
    Store::new().remove(TAX);
}
