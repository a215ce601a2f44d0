//! The initial value is of another type.

use atomata::atom;

#[atom]
static TAX: f64 = "much";

fn main() {}
