//! `each` of one member.

use atomata::{Each, atom, computed};
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[computed(deps = [each(Todo(7))])]
fn open(todos: Each<'_, u32, Todo>) -> usize {
    todos.len()
}

fn main() {}
