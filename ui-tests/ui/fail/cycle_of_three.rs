//! Three computeds in a circle, one of which also needs an atom.
//!
//! The smallest id tells of the cycle; by default it follows from the name of the crate, which here is a
//! number.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

#[computed(id = "first", deps = [THIRD, TAX])]
fn first(third: f64, tax: f64) -> f64 {
    third * tax
}

#[computed(id = "second", deps = [FIRST])]
fn second(first: f64) -> f64 {
    first
}

#[computed(id = "third", deps = [SECOND])]
fn third(second: f64) -> f64 {
    second
}

fn main() {}
