//! An empty id and an empty group.

use atomata::atom;

#[atom(id = "", group = " ")]
static TAX: f64 = 0.2;

fn main() {}
