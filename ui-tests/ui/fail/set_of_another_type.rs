//! A value of another type.

use atomata::{Store, atom};

#[atom]
static TAX: f64 = 0.2;

fn main() {
    Store::new().set(TAX, 1_u32);
}
