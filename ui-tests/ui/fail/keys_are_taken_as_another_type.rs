//! The keys of a family taken with a key of another type.

use atomata::{Keys, atom, computed};
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[computed(deps = [Todo])]
fn open(keys: &Keys<String>) -> usize {
    keys.len()
}

fn main() {}
