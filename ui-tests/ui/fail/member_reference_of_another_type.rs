//! A member taken as a reference to another type.

use atomata::{atom, computed};

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(key = u32, deps = [SCORE(id)])]
fn name(id: u32, score: &String) -> String {
    format!("{id} {score}")
}

fn main() {}
