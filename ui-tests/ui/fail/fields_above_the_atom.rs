//! `#[derive(Fields)]` above `#[atom]`.

use atomata::{Fields, atom};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
#[atom]
struct Cart {
    count: u32,
}

fn main() {}
