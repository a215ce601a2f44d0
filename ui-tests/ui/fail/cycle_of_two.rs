//! Two computeds that need each other, and an innocent third.
//!
//! The smallest id tells of the cycle; by default it follows from the name of the crate, which here is a
//! number.

use atomata::computed;

#[computed(id = "label", deps = [PRICE])]
fn label(price: f64) -> String {
    price.to_string()
}

#[computed(id = "price", deps = [LABEL])]
fn price(label: &str) -> f64 {
    label.len() as f64
}

#[computed(id = "outside", deps = [PRICE])]
fn outside(price: f64) -> f64 {
    price
}

fn main() {}
