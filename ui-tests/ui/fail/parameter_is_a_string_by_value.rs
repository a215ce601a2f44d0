//! Parameters by value of the types that are borrowed as something shorter.

use atomata::{atom, computed};

#[atom]
static NAME: String = String::new();

#[atom]
static SIZES: Vec<u32> = Vec::new();

#[computed(deps = [NAME])]
fn length(name: String) -> usize {
    name.len()
}

#[computed(deps = [SIZES])]
fn count(sizes: Vec<u32>) -> usize {
    sizes.len()
}

fn main() {}
