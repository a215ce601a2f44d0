//! The default is of another type.

use atomata::atom;
use serde::{Deserialize, Serialize};

#[atom(default = 3)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<u8>,
}

fn main() {}
