//! A computed that returns `impl Trait`.

use atomata::{atom, computed};

#[atom]
static NAME: String = String::new();

#[computed(deps = [NAME])]
fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().collect::<Vec<_>>().into_iter()
}

fn main() {}
