//! `each` of a field of one member.

use atomata::{Each, atom, computed};
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[computed(key = u32, deps = [each(Todo(id).done)])]
fn open(id: u32, done: Each<'_, u32, bool>) -> usize {
    done.len() + id as usize
}

fn main() {}
