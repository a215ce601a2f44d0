//! `each` taken as one value.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[computed(deps = [each(Todo.done)])]
fn open(done: bool) -> bool {
    !done
}

fn main() {}
