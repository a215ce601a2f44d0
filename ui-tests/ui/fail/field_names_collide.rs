//! Two fields of one name after serde's renaming.

use atomata::atom;
use serde::{Deserialize, Serialize};

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    #[serde(rename = "count")]
    total: u32,
    count: u32,
}

fn main() {}
