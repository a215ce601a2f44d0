//! `each` of two families.

use atomata::{Each, atom, computed};
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[atom(key = u32)]
static SCORE: u64 = 0;

#[computed(deps = [each(Todo.done, SCORE)])]
fn open(done: Each<'_, u32, bool>) -> usize {
    done.len()
}

fn main() {}
