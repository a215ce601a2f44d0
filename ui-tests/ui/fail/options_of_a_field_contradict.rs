//! Options of a field that exclude each other.

use atomata::{Fields, atom};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Inner {
    open: bool,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    #[atom(skip, nested)]
    one: Inner,
    #[atom(nested, by = open)]
    two: Inner,
    #[atom(nested)]
    #[serde(flatten)]
    three: Inner,
    #[atom]
    four: u8,
}

fn main() {}
