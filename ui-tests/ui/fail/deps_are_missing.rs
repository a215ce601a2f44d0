//! A computed without `deps`.

use atomata::computed;

#[computed]
fn total() -> f64 {
    1.0
}

#[computed(deps = [TOTAL])]
fn label(total: f64) -> String {
    total.to_string()
}

fn main() {}
