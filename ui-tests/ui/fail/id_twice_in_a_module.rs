//! Two atoms of one id in one module.

use atomata::atom;

#[atom(id = "tax.v1")]
static TAX: f64 = 0.2;

#[atom(id = "tax.v1")]
static VAT: f64 = 0.2;

fn main() {}
