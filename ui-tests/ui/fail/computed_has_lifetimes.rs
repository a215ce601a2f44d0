//! A computed with a lifetime.

use atomata::{atom, computed};

#[atom]
static NAME: String = String::new();

#[computed(deps = [NAME])]
fn length<'a>(name: &'a str) -> usize {
    name.len()
}

fn main() {}
