//! `life` and `hasher` on a field.

use atomata::atom;
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    #[atom(hasher = std::hash::RandomState)]
    title: String,
    #[atom(life = keep)]
    done: bool,
}

fn main() {}
