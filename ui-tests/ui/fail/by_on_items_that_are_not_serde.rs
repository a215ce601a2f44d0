//! `by` on items that cannot be written.

use atomata::{atom};

#[derive(Clone, Debug, Default, PartialEq)]
struct Item {
    id: u32,
}

#[atom(transient)]
#[derive(Clone, Debug, Default, PartialEq)]
struct Cart {
    #[atom(by = id)]
    items: Vec<Item>,
}

fn main() {}
