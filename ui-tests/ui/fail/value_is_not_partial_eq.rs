//! The value of a computed is not `PartialEq`.

use atomata::{atom, computed};

#[atom]
static TAX: f64 = 0.2;

struct Rate {
    value: f64,
}

#[computed(deps = [TAX])]
fn rate(tax: f64) -> Rate {
    Rate { value: tax }
}

#[computed(deps = [RATE])]
fn double(rate: &Rate) -> f64 {
    rate.value * 2.0
}

fn main() {}
