//! `#[derive(Fields)]` on a struct that borrows.

use atomata::Fields;

#[derive(Clone, PartialEq, Fields)]
struct Name<'a> {
    text: &'a str,
}

fn main() {}
