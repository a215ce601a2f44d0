//! A reference that is to be saved.

use atomata::{atom, computed};

#[atom]
static NAME: &str = "Ann";

#[computed(deps = [NAME])]
fn length(name: &str) -> usize {
    name.len()
}

fn main() {}
