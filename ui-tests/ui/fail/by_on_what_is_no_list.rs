//! `by` on a field that is no list.

use atomata::atom;
use serde::{Deserialize, Serialize};

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    #[atom(by = key)]
    count: u32,
}

fn main() {}
