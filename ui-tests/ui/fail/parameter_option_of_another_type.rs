//! `Option<&T>` for an `Option` of another type.

use atomata::{atom, computed};

#[atom]
static NAME: Option<u32> = None;

#[computed(deps = [NAME])]
fn length(name: Option<&str>) -> usize {
    name.map_or(0, str::len)
}

fn main() {}
