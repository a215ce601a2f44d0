//! A field of every member as a dependency, without `each`.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[computed(deps = [Todo.done])]
fn open(done: bool) -> bool {
    !done
}

fn main() {}
