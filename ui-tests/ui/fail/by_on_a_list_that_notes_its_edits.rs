//! `by` on a `List`, which has no need of it.

use atomata::{List, atom};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Item {
    id: u32,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    #[atom(by = id)]
    items: List<Item>,
}

fn main() {}
