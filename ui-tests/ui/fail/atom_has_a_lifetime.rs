//! A struct that borrows as an atom.

use atomata::atom;

#[atom]
#[derive(Clone, Debug, Default, PartialEq)]
struct Name<'a> {
    first: &'a str,
}

fn main() {}
