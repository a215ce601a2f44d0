//! A computed that returns a reference.

use atomata::{atom, computed};

#[atom]
static NAME: String = String::new();

#[computed(deps = [NAME])]
fn first(name: &str) -> &str {
    name
}

#[computed(deps = [FIRST])]
fn label(first: &str) -> String {
    first.to_string()
}

fn main() {}
