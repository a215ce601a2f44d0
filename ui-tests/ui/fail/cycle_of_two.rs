//! Two computeds that need each other, and an innocent third.

use atomata::computed;

#[computed(deps = [PRICE])]
fn label(price: f64) -> String {
    price.to_string()
}

#[computed(deps = [LABEL])]
fn price(label: &str) -> f64 {
    label.len() as f64
}

#[computed(deps = [PRICE])]
fn outside(price: f64) -> f64 {
    price
}

fn main() {}
