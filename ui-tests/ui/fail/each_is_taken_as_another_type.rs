//! `each` taken as values of another type.

use atomata::{Each, atom, computed};
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[computed(deps = [each(Todo.done)])]
fn open(done: Each<'_, u32, String>) -> usize {
    done.len()
}

fn main() {}
