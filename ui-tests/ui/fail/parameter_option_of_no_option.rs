//! `Option<&T>` for a dependency that is no `Option`.

use atomata::{atom, computed};

#[atom]
static NAME: String = String::new();

#[computed(deps = [NAME])]
fn length(name: Option<&str>) -> usize {
    name.map_or(0, str::len)
}

fn main() {}
