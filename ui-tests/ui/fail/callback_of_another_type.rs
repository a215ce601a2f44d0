//! A callback that takes another type.

use atomata::{Store, atom};

#[atom]
static TAX: f64 = 0.2;

fn main() {
    Store::new().subscribe(TAX, |tax: &String| println!("{tax}")).detach();
}
