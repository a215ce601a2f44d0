//! A key that cannot be hashed, of a family with fields.

use atomata::{Store, atom};
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct TodoId(u32);

#[atom(key = TodoId)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    done: bool,
}

fn main() {
    Store::new().set(Todo(TodoId(1)).done, true);
}
