//! `by` on a field that serde skips and that is no list.

use atomata::{atom};
use serde::{Deserialize, Serialize};

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    #[serde(skip)]
    #[atom(by = id)]
    items: u32,
}

fn main() {}
