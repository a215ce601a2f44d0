//! A computed that names its own handle by a path.

use atomata::computed;

#[computed(deps = [crate::TOTAL])]
fn total(total: f64) -> f64 {
    total
}

fn main() {}
