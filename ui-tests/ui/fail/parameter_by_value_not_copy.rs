//! A parameter by value of a type that is not `Copy`.

use atomata::{atom, computed};

#[atom]
static NAME: String = String::new();

#[computed(deps = [NAME])]
fn length(name: String) -> usize {
    name.len()
}

fn main() {}
