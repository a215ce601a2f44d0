//! A family as a dependency, taken as a value of a member.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[computed(deps = [Todo])]
fn open(todo: &Todo) -> bool {
    !todo.done
}

fn main() {}
