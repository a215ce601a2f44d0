//! `eq = none` on an atom.

use atomata::atom;

#[atom(eq = none)]
static TAX: f64 = 0.2;

fn main() {}
