//! Two atoms of one name in one module.

use atomata::atom;

#[atom]
static TAX: f64 = 0.2;

#[atom]
static TAX: f64 = 0.3;

fn main() {}
