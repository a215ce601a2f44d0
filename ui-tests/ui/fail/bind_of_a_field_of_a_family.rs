//! A field of every member where that of one is wanted.

use atomata::{Store, atom};
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

fn main() {
    let _ = Store::new().bind(Todo.done);
}
