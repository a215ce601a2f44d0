//! A tuple of more handles than can be watched together.

use atomata::{Store, atom};

#[atom]
static BIT: bool = false;

fn main() {
    let _ = Store::new().watch((BIT, BIT, BIT, BIT, BIT, BIT, BIT, BIT, BIT));
}
