//! A tuple of more handles than a tuple may have.

use atomata::{Store, atom};

#[atom]
static BIT: bool = false;

fn main() {
    let _ = Store::new().get((BIT, BIT, BIT, BIT, BIT, BIT, BIT, BIT, BIT));
}
