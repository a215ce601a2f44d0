//! Three computeds in a circle, one of which also needs an atom.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(deps = [THIRD, TAX])]
fn first(third: f64, tax: f64) -> f64 {
    third * tax
}

#[computed(deps = [FIRST])]
fn second(first: f64) -> f64 {
    first
}

#[computed(deps = [SECOND])]
fn third(second: f64) -> f64 {
    second
}

fn main() {}
