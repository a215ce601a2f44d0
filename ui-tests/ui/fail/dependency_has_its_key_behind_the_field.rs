//! The key behind the field.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[computed(deps = [Todo.done(3)])]
fn open(done: bool) -> bool {
    !done
}

fn main() {}
