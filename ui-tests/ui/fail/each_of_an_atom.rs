//! `each` of an atom without a key.

use atomata::{Each, atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [each(TAX)])]
fn total(taxes: Each<'_, u32, f64>) -> usize {
    taxes.len()
}

fn main() {}
