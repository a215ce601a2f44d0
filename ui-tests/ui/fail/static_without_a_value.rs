//! A static without an initial value.

use atomata::atom;

#[atom]
static TAX: f64;

fn main() {}
