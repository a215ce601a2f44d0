//! Collections: what is measured beside those of the standard library.
//!
//! Where a row holds a clone, or makes one, the vector by hand is an `Arc` of `Arc`s, which is what a
//! program without persistent collections would share.

mod bulk;
mod compare;
mod list;
mod map;

use std::hint::black_box;

use atomata::List;

pub use bulk::{BULK, Growth, SIZES, growth};
pub use compare::COMPARE;
pub use list::LISTS;
pub use map::MAPS;

/// How many items there are, if a row says nothing else.
const ITEMS: usize = 10_000;

/// About 130 bytes of JSON.
#[derive(Clone, Debug, PartialEq)]
struct Item {
    id: u64,
    name: String,
    note: String,
    price: f64,
    count: u64,
    done: bool,
}

fn item(id: u64) -> Item {
    Item {
        id,
        name: format!("item number {id}"),
        note: format!("a note about item {id}, which is of kind {}", id % 7),
        price: id as f64 / 4.0,
        count: 0,
        done: id.is_multiple_of(2),
    }
}

fn items() -> impl Iterator<Item = Item> {
    (0..ITEMS as u64).map(item)
}

fn list() -> List<Item> {
    items().collect()
}

fn vec() -> Vec<Item> {
    items().collect()
}

/// Each index once in each round, in no order that a cache could guess.
struct Indices {
    at: usize,
}

impl Indices {
    fn new() -> Self {
        Self { at: 0 }
    }

    #[inline]
    fn next(&mut self) -> usize {
        // A prime, and so coprime to the number of items.
        self.at += 7919;
        if self.at >= ITEMS {
            self.at -= ITEMS;
        }
        black_box(self.at)
    }
}
