//! A field of a member cannot be removed.

use atomata::{Store, atom};
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

fn main() {
    Store::new().remove(Todo(7).done);
}
